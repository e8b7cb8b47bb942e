// What a Tree keeps. Private to images.
#pragma once

#include <deque>
#include <map>
#include <memory_resource>

#include "images/tree.h"

namespace assay::images {

struct Tree::Impl {
  // Ordered, so that no choice of names makes it slow.
  using Children = std::pmr::map<std::string_view, NodeId>;

  struct Inode {
    Node node;
    std::unique_ptr<Children> children;  // of a directory
    const char* hidden = nullptr;        // why what is in it is not known
  };

  const Inode* find(const Inode& directory, std::string_view name) const;  // null where there is none

  std::vector<std::shared_ptr<const Contents>> contents;                     // of the file system `device` - 1
  std::vector<std::unique_ptr<std::pmr::monotonic_buffer_resource>> arenas;  // names and children, the first for what is added here
  std::deque<Inode> inodes;                                                  // by NodeId
  std::size_t added = 0, metadata_bytes = 0;
};

}  // namespace assay::images
