// A tree of files for one test, in a directory of its own that goes away with it.
//
//   Tree tree;
//   tree.file("/etc/passwd", "root:x:0:0::/root:/bin/sh\n").link("/etc/alias", "passwd");
//   auto files = tree.open();
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "engine/target/rootfs.h"

namespace assay::test {

class Tree {
 public:
  Tree() {
    std::string pattern = (std::filesystem::temp_directory_path() / "assay-tree-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) ADD_FAILURE() << "mkdtemp: " << std::strerror(errno);
    root_ = pattern;
    std::filesystem::permissions(root_, std::filesystem::perms(0755));
  }
  ~Tree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  // The directory of this host the tree lies in.
  const std::string& root() const { return root_; }
  std::string host(std::string_view path) const { return root_ + std::string(path); }

  // Parents are made as needed; modes are what is said, whatever the umask.
  Tree& dir(std::string_view path, mode_t mode = 0755) {
    std::filesystem::create_directories(host(path));
    return chmod(path, mode);
  }
  Tree& file(std::string_view path, std::string_view bytes, mode_t mode = 0644) {
    parents(path);
    std::ofstream(host(path), std::ios::binary) << bytes;
    return chmod(path, mode);
  }
  Tree& link(std::string_view path, std::string_view target) {
    parents(path);
    if (::symlink(std::string(target).c_str(), host(path).c_str()) != 0) ADD_FAILURE() << "symlink " << path;
    return *this;
  }
  Tree& node(std::string_view path, mode_t type_and_mode, dev_t device = 0) {  // S_IFIFO, S_IFSOCK; S_IFCHR and S_IFBLK need root
    parents(path);
    if (::mknod(host(path).c_str(), type_and_mode, device) != 0) ADD_FAILURE() << "mknod " << path;
    return *this;
  }
  Tree& chmod(std::string_view path, mode_t mode) {
    if (::chmod(host(path).c_str(), mode) != 0) ADD_FAILURE() << "chmod " << path;
    return *this;
  }

  std::unique_ptr<Rootfs> open(Resolver resolver = Resolver::automatic) const {
    auto files = open_dir_rootfs(root_, resolver);
    if (!files) ADD_FAILURE() << files.error().message();
    return files ? std::move(*files) : nullptr;
  }

 private:
  void parents(std::string_view path) { std::filesystem::create_directories(std::filesystem::path(host(path)).parent_path()); }

  std::string root_;
};

}  // namespace assay::test
