// ext2, ext3 and ext4, without mounting: every entry of the tree once, contents when they are asked for.
#include <unordered_map>
#include <unordered_set>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "images/ext_reader.h"
#include "images/file_system.h"

namespace assay::images {
namespace {

// Fills a Tree directory by directory, not by recursion: a tree may be deep.
class ExtTree {
 public:
  explicit ExtTree(std::shared_ptr<const ExtReader> reader) : reader_(std::move(reader)), tree_(reader_), blocks_(reader_->block_count()) {}

  Result<Tree> read() {
    std::uint16_t links = 0;
    auto root = reader_->node(EXT2_ROOT_INO, links);
    if (!root) return tl::make_unexpected(root.error());
    if (const auto added = tree_.add_path("/", std::move(*root)); !added) return tl::make_unexpected(added.error());
    if (const auto queued = queue(EXT2_ROOT_INO, Tree::kRoot); !queued) return tl::make_unexpected(queued.error());
    while (!waiting_.empty()) {
      const auto [inode, node] = waiting_.back();
      waiting_.pop_back();
      const auto visited = reader_->list(inode, blocks_, [&, at = node](ExtReader::Entry entry) { return add(at, entry); });
      if (!visited && visited.error().code == EACCES && inode != EXT2_ROOT_INO) {
        tree_.hide(node, kEncrypted);
        encrypted_ = true;
      } else if (!visited) {
        return tl::make_unexpected(visited.error());
      }
    }
    return std::move(tree_);
  }

  bool has_encrypted() const { return encrypted_; }

 private:
  static constexpr const char* kEncrypted = "the names in this directory are encrypted";

  // A directory is reached once, or the tree would have no end.
  Result<void> queue(std::uint32_t inode, NodeId node) {
    if (!directories_.insert(inode).second) return fail(EBADMSG, "directory inode " + std::to_string(inode) + ": has two parents");
    waiting_.emplace_back(inode, node);
    return {};
  }

  Result<void> add(NodeId directory, ExtReader::Entry entry) {
    if (tree_.find(directory, entry.name)) return fail(EBADMSG, "two entries of one name: " + printable(entry.name));
    if (const auto known = linked_.find(entry.inode); known != linked_.end()) return tree_.link(directory, entry.name, known->second);
    std::uint16_t links = 0;
    auto node = reader_->node(entry.inode, links);
    if (!node) return tl::make_unexpected(node.error());
    const bool is_directory = node->stat.type == FileType::directory;
    const auto added = tree_.add(directory, entry.name, std::move(*node));
    if (!added) return tl::make_unexpected(added.error());
    if (is_directory) return queue(entry.inode, *added);
    if (links > 1) linked_.emplace(entry.inode, *added);
    return {};
  }

  std::shared_ptr<const ExtReader> reader_;
  Tree tree_;
  std::uint64_t blocks_;
  bool encrypted_ = false;
  std::vector<std::pair<std::uint32_t, NodeId>> waiting_;
  std::unordered_set<std::uint32_t> directories_;
  std::unordered_map<std::uint32_t, NodeId> linked_;
};

// What a report says of a file system that was not left as it should be; "" of one that was.
std::string unclean(const ext2_super_block& super) {
  const bool journal = ext2fs_has_feature_journal_needs_recovery(const_cast<ext2_super_block*>(&super));
  if (!journal && (super.s_state & EXT2_VALID_FS) != 0 && (super.s_state & EXT2_ERROR_FS) == 0) return "";
  return std::string(journal ? "the journal of the file system was not replayed" : "the file system is not marked as clean") +
         ", so its last changes may not be seen; copy it after a clean shutdown, or run `e2fsck -p` on a copy";
}

class Ext : public FileSystem {
 public:
  Ext(std::shared_ptr<const Device> device, std::string name)
      : reader_(std::make_shared<ExtReader>(std::move(device))), name_(std::move(name)) {}

  bool holds(std::string_view path) const override {
    const auto found = find(path);
    if (!found && found.error().code != ENOENT) refuse(found.error());
    return found.has_value();
  }

  Result<std::string> read(std::string_view path, std::size_t max_bytes) const override {
    const auto inode = find(path);
    if (!inode) return tl::make_unexpected(inode.error());
    std::uint16_t links = 0;
    const auto node = reader_->node(*inode, links);
    if (!node) return tl::make_unexpected(node.error());
    return node->stat.type == FileType::regular ? reader_->read(*inode, max_bytes) : fail(EINVAL, "no regular file");
  }

  Tree tree(std::vector<std::string>& notes) const override {
    ExtTree all(reader_);
    auto tree = all.read();
    if (!tree) refuse(tree.error());
    if (const std::string note = unclean(reader_->super()); !note.empty()) notes.push_back(name_ + ": " + note);
    if (all.has_encrypted()) notes.push_back(name_ + ": it has encrypted directories, whose files are not seen");
    return std::move(*tree);
  }

 private:
  [[noreturn]] void refuse(const Failure& failure) const {
    const std::string what = failure.code == EBADMSG ? failure.detail : failure.message();
    if (failure.code == EFBIG || failure.code == EACCES) throw JobError(name_ + ": " + what);
    throw JobError(name_ + ": the ext file system is damaged" + (unclean(reader_->super()).empty() ? "" : " or was copied while in use") +
                   ": " + what + "; `e2fsck -f` on a copy repairs it");
  }

  // ENOENT where there is none.
  Result<std::uint32_t> find(std::string_view path) const {
    std::uint32_t at = EXT2_ROOT_INO;
    std::uint64_t blocks = reader_->block_count();
    for (const std::string_view part : words(path, "/")) {
      std::uint32_t found = 0;
      const auto listed = reader_->list(at, blocks, [&](ExtReader::Entry entry) -> Result<void> {
        if (entry.name != part) return {};
        found = entry.inode;
        return fail(EEXIST);  // no need to look further
      });
      if (found == 0 && !listed && listed.error().code != ENOTDIR) return tl::make_unexpected(listed.error());
      if (found == 0) return fail(ENOENT);
      at = found;
    }
    return at;
  }

  std::shared_ptr<const ExtReader> reader_;
  std::string name_;
};

}  // namespace

std::unique_ptr<FileSystem> open_ext(std::shared_ptr<const Device> volume, const std::string& name) {
  try {
    return std::make_unique<Ext>(std::move(volume), name);
  } catch (const JobError& error) {
    throw JobError(name + ": " + error.what());
  }
}

}  // namespace assay::images
