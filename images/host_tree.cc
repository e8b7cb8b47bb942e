#include "images/host_tree.h"

#include <map>

namespace assay::images {
namespace {

class HostContents : public Contents {
 public:
  explicit HostContents(std::shared_ptr<const Rootfs> files) : files_(std::move(files)) {}
  const Rootfs& files() const { return *files_; }
  std::uint64_t keep(std::string path) {
    paths_.push_back(std::move(path));
    return paths_.size() - 1;
  }
  Result<std::string> read(std::uint64_t handle, std::size_t max_bytes) const override { return files_->read(paths_[handle], max_bytes); }

 private:
  std::shared_ptr<const Rootfs> files_;
  std::vector<std::string> paths_;
};

class HostTree {
 public:
  explicit HostTree(std::shared_ptr<const Rootfs> files) : contents_(std::make_shared<HostContents>(std::move(files))), tree_(contents_) {}

  Result<Tree> read() {
    auto root = node("/");
    if (!root) return tl::make_unexpected(root.error());
    if (const auto added = tree_.add_path("/", std::move(*root)); !added) return tl::make_unexpected(added.error());
    waiting_.emplace_back("/", Tree::kRoot);
    while (!waiting_.empty()) {
      const auto [path, id] = std::move(waiting_.back());
      waiting_.pop_back();
      if (const auto read = read_directory(path, id); !read) return tl::make_unexpected(read.error());
    }
    return std::move(tree_);
  }

 private:
  Result<Node> node(const std::string& path) {
    const auto stat = contents_->files().stat(path, Follow::no);
    if (!stat) return tl::make_unexpected(stat.error());
    Node node;
    node.stat = *stat;
    if (stat->type == FileType::regular) node.handle = contents_->keep(path);
    if (stat->type == FileType::symbolic_link) {
      auto link = contents_->files().read_link(path);
      if (!link) return tl::make_unexpected(link.error());
      node.link = std::move(*link);
    }
    const auto names = contents_->files().xattr_names(path);
    if (!names && names.error().code != ENOTSUP) return tl::make_unexpected(names.error());
    if (!names) return node;
    for (const std::string& name : *names) {
      auto value = contents_->files().xattr(path, name);
      if (!value) return tl::make_unexpected(value.error());
      node.xattrs.emplace_back(name, std::move(*value));
    }
    return node;
  }

  Result<void> read_directory(const std::string& path, NodeId id) {
    auto directory = contents_->files().open(path);
    if (!directory) return tl::make_unexpected(directory.error());
    const auto entries = (*directory)->list();
    if (!entries) return tl::make_unexpected(entries.error());
    for (const DirEntry& entry : *entries)
      if (const auto added = add(id, entry.name, join_path(path, entry.name)); !added) return added;
    return {};
  }

  Result<void> add(NodeId directory, const std::string& name, const std::string& path) {
    auto found = node(path);
    if (!found) return tl::make_unexpected(found.error());
    const Stat stat = found->stat;
    const bool is_directory = stat.type == FileType::directory;
    if (!is_directory && stat.nlink > 1) {
      if (const auto known = linked_.find(stat.inode); known != linked_.end()) return tree_.link(directory, name, known->second);
    }
    const auto added = tree_.add(directory, name, std::move(*found));
    if (!added) return tl::make_unexpected(added.error());
    if (is_directory) waiting_.emplace_back(path, *added);
    if (!is_directory && stat.nlink > 1) linked_.emplace(stat.inode, *added);
    return {};
  }

  std::shared_ptr<HostContents> contents_;
  Tree tree_;
  std::vector<std::pair<std::string, NodeId>> waiting_;
  std::map<std::uint64_t, NodeId> linked_;
};

}  // namespace

Result<Tree> tree_of(std::shared_ptr<const Rootfs> files) { return HostTree(std::move(files)).read(); }

}  // namespace assay::images
