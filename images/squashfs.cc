// squashfs, without mounting: every entry of the tree once, contents when they are asked for.
#include <unordered_map>
#include <unordered_set>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/file_system.h"
#include "images/open.h"
#include "images/squashfs_reader.h"

namespace assay::images {
namespace {

using Reference = SquashfsReader::Reference;

// Fills a Tree directory by directory, not by recursion: a tree may be deep.
class SquashfsTree {
 public:
  explicit SquashfsTree(std::shared_ptr<const SquashfsReader> reader) : reader_(std::move(reader)), tree_(reader_) {}

  Result<Tree> read() {
    auto root = reader_->inode(reader_->root());
    if (!root) return tl::make_unexpected(root.error());
    if (const auto added = tree_.add_path("/", root->node); !added) return tl::make_unexpected(added.error());
    directories_.insert(reader_->root());
    waiting_.emplace_back(std::move(*root), Tree::kRoot);
    while (!waiting_.empty()) {
      const auto [inode, node] = std::move(waiting_.back());
      waiting_.pop_back();
      const auto visited = reader_->list(inode, [&, at = node](SquashfsReader::Entry entry) { return add(at, entry); });
      if (!visited) return tl::make_unexpected(visited.error());
    }
    return std::move(tree_);
  }

 private:
  Result<void> add(NodeId directory, SquashfsReader::Entry entry) {
    if (tree_.find(directory, entry.name)) return fail(EBADMSG, "two entries of one name: " + printable(entry.name));
    if (const auto known = linked_.find(entry.inode); known != linked_.end()) return tree_.link(directory, entry.name, known->second);
    auto inode = reader_->inode(entry.inode);
    if (!inode) return tl::make_unexpected(inode.error());
    const auto added = tree_.add(directory, entry.name, inode->node);
    if (!added) return tl::make_unexpected(added.error());
    if (inode->node.stat.type != FileType::directory) {
      if (inode->links > 1) linked_.emplace(entry.inode, *added);
      return {};
    }
    // Reached twice, the tree would have no end.
    if (!directories_.insert(entry.inode).second) return fail(EBADMSG, "a directory with two parents: " + printable(entry.name));
    inode->node = {};
    waiting_.emplace_back(std::move(*inode), *added);
    return {};
  }

  std::shared_ptr<const SquashfsReader> reader_;
  Tree tree_;
  std::vector<std::pair<SquashfsReader::Inode, NodeId>> waiting_;
  std::unordered_set<Reference> directories_;
  std::unordered_map<Reference, NodeId> linked_;
};

class Squashfs : public FileSystem {
 public:
  Squashfs(std::shared_ptr<const Device> device, std::string name)
      : reader_(std::make_shared<SquashfsReader>(std::move(device))), name_(std::move(name)) {}

  bool holds(std::string_view path) const override {
    const auto found = find(path);
    if (!found && found.error().code != ENOENT) refuse(found.error());
    return found.has_value();
  }

  Result<std::string> read(std::string_view path, std::size_t max_bytes) const override {
    const auto inode = find(path);
    if (!inode) return tl::make_unexpected(inode.error());
    return inode->node.stat.type == FileType::regular ? reader_->read(inode->node.handle, max_bytes) : fail(EINVAL, "no regular file");
  }

  Tree tree(std::vector<std::string>&) const override {
    auto tree = SquashfsTree(reader_).read();
    if (!tree) refuse(tree.error());
    return std::move(*tree);
  }

 private:
  [[noreturn]] void refuse(const Failure& failure) const {
    if (failure.code == EFBIG) throw JobError(name_ + ": " + failure.message());
    throw JobError(name_ + ": the squashfs is damaged: " + (failure.code == EBADMSG ? failure.detail : failure.message()));
  }

  // ENOENT where there is none.
  Result<SquashfsReader::Inode> find(std::string_view path) const {
    auto at = reader_->inode(reader_->root());
    for (const std::string_view part : words(path, "/")) {
      if (!at) return at;
      if (at->node.stat.type != FileType::directory) return fail(ENOENT);
      std::optional<Reference> found;
      const auto listed = reader_->list(*at, [&](SquashfsReader::Entry entry) -> Result<void> {
        if (entry.name != part) return {};
        found = entry.inode;
        return fail(EEXIST);  // no need to look further
      });
      if (!found && !listed) return tl::make_unexpected(listed.error());
      if (!found) return fail(ENOENT);
      at = reader_->inode(*found);
    }
    return at;
  }

  std::shared_ptr<const SquashfsReader> reader_;
  std::string name_;
};

}  // namespace

std::unique_ptr<FileSystem> open_squashfs_on(std::shared_ptr<const Device> volume, const std::string& name) {
  try {
    return std::make_unique<Squashfs>(std::move(volume), name);
  } catch (const JobError& error) {
    throw JobError(name + ": " + error.what());
  }
}

OpenedRoot open_squashfs(const std::string& host_path) {
  OpenedRoot opened;
  opened.files = tree_rootfs(open_squashfs_on(open_device(host_path), host_path)->tree(opened.notes));
  return opened;
}

}  // namespace assay::images
