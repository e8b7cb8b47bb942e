// A file system as a value: what an image holds, entry by entry, with its contents left where they lie.
//
// Readers of images fill a Tree; tree_rootfs puts it behind the door. Links, "..", loops, types are treated there, once, for all kinds.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/target/rootfs.h"

namespace assay::images {

// Where the bytes of regular files come from. Called from several threads at once.
class Contents {
 public:
  virtual ~Contents() = default;
  // The whole file that `handle` names, or EFBIG where it has more than `max_bytes`; EIO or EBADMSG with a detail where the image is
  // damaged.
  virtual Result<std::string> read(std::uint64_t handle, std::size_t max_bytes) const = 0;
};

using NodeId = std::uint32_t;

struct Node {                                               // an inode
  Stat stat;                                                // nlink, inode and device are the Tree's to set
  std::string link;                                         // the text of a symbolic link
  std::vector<std::pair<std::string, std::string>> xattrs;  // full names ("security.capability"), raw values as getxattr(2) gives them
  std::uint64_t handle = 0;                                 // of a regular file: what its Contents knows it by
};

// Names are single components; the caller's paths are split by add_path. All sizes are bounded: add fails with EFBIG past
// kLimits.image_entries entries or kLimits.image_metadata_bytes of names, links and attributes.
class Tree {
 public:
  explicit Tree(std::shared_ptr<const Contents> contents);  // a root directory, mode 0755, owned by 0:0
  Tree(Tree&&) noexcept;
  Tree& operator=(Tree&&) noexcept;
  ~Tree();

  static constexpr NodeId kRoot = 0;
  const Node& node(NodeId id) const;
  Node& node(NodeId id);
  std::optional<NodeId> find(NodeId directory, std::string_view name) const;  // one step; links are not followed

  // Adds an entry, in the place of one of that name; a directory put in the place of a directory keeps what is in it. EINVAL: "", ".",
  // "..", a name with "/" or NUL, of more than 255 bytes; ENOTDIR.
  Result<NodeId> add(NodeId directory, std::string_view name, Node node);
  Result<void> link(NodeId directory, std::string_view name, NodeId file);  // one more name of a file (not of a directory: EPERM)
  void remove(NodeId directory, std::string_view name);                     // with all below; nothing where there is none
  void clear(NodeId directory);                                             // all entries of a directory (an opaque one of a layer)

  // By path, as archives spell them ("./etc/passwd", "/etc/passwd", "etc//passwd"): directories that lack are made (0755, 0:0). ".." and
  // links among the parents are refused (EINVAL, ELOOP): an archive that has them is not read as anything else.
  Result<NodeId> add_path(std::string_view path, Node node);
  Result<void> link_path(std::string_view path, NodeId file);
  std::optional<NodeId> find_path(std::string_view path) const;

  // Puts the root of another file system over a directory, as mount(8) does: it has a device of its own. What the directory held is hidden.
  Result<void> mount(NodeId directory, Tree other);

  // Says that what is in a directory is not known (another file system belongs over it, its names are encrypted): to look into it is EIO
  // with that reason, never "nothing is there". `why` lives as long as the program.
  void hide(NodeId directory, const char* why);

  struct Impl;

 private:
  struct Place {
    NodeId directory = kRoot;
    std::string_view name;  // "" of the root
  };
  Result<Place> place_of(std::string_view path);  // makes the directories that lack

  friend std::unique_ptr<Rootfs> tree_rootfs(Tree tree);
  std::unique_ptr<Impl> impl_;
};

// The door to a tree, which must be complete. Same promises as every Rootfs. `has_extended_acl` reads system.posix_acl_access; is_local is
// true; space is ENOTSUP.
std::unique_ptr<Rootfs> tree_rootfs(Tree tree);

}  // namespace assay::images
