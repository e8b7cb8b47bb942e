// A root file system in memory, for tests: built by hand, hostile where a test wants it to be, and it writes down every call, so
// that a test can say "each directory is listed once".
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/target/rootfs.h"

namespace assay::test {

class MemoryRootfs final : public Rootfs {
 public:
  MemoryRootfs();
  ~MemoryRootfs() override;

  // Parents are made as needed. Each returns the new file's Stat, to be changed at will.
  Stat& directory(std::string_view path);
  Stat& file(std::string_view path, std::string content = {});
  Stat& link(std::string_view path, std::string target);
  Stat& special(std::string_view path, FileType type);  // fifo, socket, devices
  // A second name of a directory, as a bind mount makes one.
  void bind(std::string_view path, std::string_view existing);
  void set_xattr(std::string_view path, std::string name, std::string value);
  void set_extended_acl(std::string_view path);
  void hide_types() { hide_types_ = true; }  // DirEntry::type is always unknown
  // It cannot be opened, read or gone through; stat of itself works.
  void break_path(std::string_view path, int code);
  void set_remote(std::uint64_t device) { remote_device_ = device; }

  // "list /etc", "stat /etc/passwd", "read /etc/passwd", "open /etc": one line a call that reached the file itself.
  const std::vector<std::string>& calls() const { return calls_; }
  std::size_t count(std::string_view call) const;
  void forget_calls() { calls_.clear(); }

  Result<Stat> stat(std::string_view path, Follow follow) const override;
  Result<std::unique_ptr<Directory>> open(std::string_view path) const override;
  Result<std::string> read(std::string_view path, std::size_t max_bytes) const override;
  Result<std::string> read_link(std::string_view path) const override;
  Result<std::string> canonical(std::string_view path) const override;
  Result<std::string> xattr(std::string_view path, std::string_view name) const override;
  Result<std::vector<std::string>> xattr_names(std::string_view path) const override;
  Result<bool> has_extended_acl(std::string_view path) const override;
  bool is_local(const Stat& stat, std::string_view path) const override;
  Result<Space> space(std::string_view path) const override;

 private:
  struct Node {
    Stat stat;
    std::string content;  // of a regular file; a link's target
    std::map<std::string, std::shared_ptr<Node>, std::less<>> entries;
    std::map<std::string, std::string, std::less<>> xattrs;
    bool extended_acl = false;
    int broken = 0;
  };
  class OpenDirectory;
  struct Resolved {
    const Node* node;
    std::string path;  // without links
  };

  Node& make(std::string_view path, FileType type);
  Result<Resolved> resolve(std::string_view path, Follow follow) const;
  Result<std::string> content_of(const Node& node, std::string_view path, std::size_t max_bytes) const;

  std::shared_ptr<Node> root_;
  std::uint64_t next_inode_ = 1;
  std::uint64_t remote_device_ = 0;
  bool hide_types_ = false;
  mutable std::vector<std::string> calls_;
};

}  // namespace assay::test
