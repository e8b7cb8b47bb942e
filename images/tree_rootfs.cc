#include <algorithm>
#include <array>

#include "images/tree_impl.h"

namespace assay::images {
namespace {

constexpr int kMaxLinks = 40;  // as the kernel's MAXSYMLINKS
constexpr std::size_t kNameBytes = 255;

using Shared = std::shared_ptr<const Tree::Impl>;
using Inode = Tree::Impl::Inode;

bool is_link(const Inode& inode) { return inode.node.stat.type == FileType::symbolic_link; }

Result<void> can_be_seen(const Inode& directory) {
  if (directory.hidden != nullptr) return fail(EIO, directory.hidden);
  return {};
}

// A walk down from the root, as the kernel's. ".." goes back to the directory the walk came through.
class Walk {
 public:
  explicit Walk(const Tree::Impl& tree) : tree_(tree) {}

  Result<const Inode*> resolve(std::string_view path, Follow follow);
  std::string canonical() const;

 private:
  struct Level {
    std::string name;
    const Inode* inode;
  };

  const Inode* here() const { return levels_.empty() ? &tree_.inodes[Tree::kRoot] : levels_.back().inode; }
  std::string next();  // the next component; "" at the end of the path
  bool at_end() const { return at_ == rest_.size(); }
  Result<void> step(std::string name, Follow follow);
  Result<void> expand(const Inode& link);

  const Tree::Impl& tree_;
  std::vector<Level> levels_;
  std::string rest_;
  std::size_t at_ = 0;  // in rest_: what is left begins here
  int links_ = 0;
};

std::string Walk::next() {
  const std::size_t begin = std::min(rest_.find_first_not_of('/', at_), rest_.size());
  at_ = std::min(rest_.find('/', begin), rest_.size());
  return rest_.substr(begin, at_ - begin);
}

// Puts the text of the link in front of what is left.
Result<void> Walk::expand(const Inode& link) {
  if (++links_ > kMaxLinks) return fail(ELOOP);
  if (link.node.link.starts_with('/')) levels_.clear();
  rest_ = link.node.link + rest_.substr(at_);
  at_ = 0;
  return {};
}

Result<void> Walk::step(std::string name, Follow follow) {
  if (name.size() > kNameBytes) return fail(ENAMETOOLONG);
  if (const auto seen = can_be_seen(*here()); !seen) return seen;
  const Inode* found = tree_.find(*here(), name);
  if (found == nullptr) return fail(ENOENT);
  const Inode& inode = *found;
  if (is_link(inode) && (!at_end() || follow == Follow::yes)) return expand(inode);
  if (!at_end() && !inode.children) return fail(ENOTDIR);
  levels_.push_back({std::move(name), &inode});
  return {};
}

Result<const Inode*> Walk::resolve(std::string_view path, Follow follow) {
  if (path.empty()) return fail(ENOENT);
  if (path.find('\0') != path.npos) return fail(EINVAL);
  rest_ = path;
  for (std::string name = next(); !name.empty(); name = next()) {
    if (name == ".") continue;
    if (name == "..") {
      if (!levels_.empty()) levels_.pop_back();
    } else if (const auto stepped = step(std::move(name), follow); !stepped) {
      return tl::make_unexpected(stepped.error());
    }
  }
  return here();
}

std::string Walk::canonical() const {
  std::string path;
  for (const Level& level : levels_) path += "/" + level.name;
  return path.empty() ? "/" : path;
}

Result<std::string> read_regular(const Tree::Impl& tree, const Inode& inode, std::size_t max_bytes) {
  const Stat& stat = inode.node.stat;
  if (stat.type == FileType::directory) return fail(EISDIR);
  if (stat.type != FileType::regular) return fail(EINVAL, "not a regular file");
  if (stat.size > max_bytes) return fail(EFBIG);
  if (stat.size == 0) return std::string();
  return tree.contents[stat.device - 1]->read(inode.node.handle, max_bytes);
}

class TreeDirectory : public Directory {
 public:
  TreeDirectory(Shared tree, const Inode* inode) : tree_(std::move(tree)), inode_(inode) {}

  Result<std::vector<DirEntry>> list() override {
    if (const auto seen = can_be_seen(*inode_); !seen) return tl::make_unexpected(seen.error());
    std::vector<DirEntry> entries;
    entries.reserve(inode_->children->size());
    for (const auto& [name, child] : *inode_->children) entries.push_back({std::string(name), tree_->inodes[child].node.stat.type});
    return entries;
  }

  Result<Stat> stat(std::string_view name) override {
    const auto found = entry(name);
    if (!found) return tl::make_unexpected(found.error());
    return (*found)->node.stat;
  }

  Result<std::unique_ptr<Directory>> open(std::string_view name) override {
    const auto found = entry(name);
    if (!found) return tl::make_unexpected(found.error());
    if (!(*found)->children) return fail(is_link(**found) ? ELOOP : ENOTDIR);
    return std::make_unique<TreeDirectory>(tree_, *found);
  }

  Result<std::string> read(std::string_view name, std::size_t max_bytes) override {
    const auto found = entry(name);
    if (!found) return tl::make_unexpected(found.error());
    return read_regular(*tree_, **found, max_bytes);
  }

 private:
  Result<const Inode*> entry(std::string_view name) const {
    if (name.empty() || name == "." || name == ".." || name.find_first_of(std::string_view("/\0", 2)) != name.npos) return fail(EINVAL);
    if (name.size() > kNameBytes) return fail(ENAMETOOLONG);
    if (const auto seen = can_be_seen(*inode_); !seen) return tl::make_unexpected(seen.error());
    const Inode* found = tree_->find(*inode_, name);
    if (found == nullptr) return fail(ENOENT);
    return found;
  }

  Shared tree_;
  const Inode* inode_;
};

// A header of 4 bytes and 8 an entry; owner, group and others have three between them, which the mode bits say as well. A default ACL
// says more than they do, however short it is.
bool is_extended_acl(std::string_view name, std::size_t bytes) {
  constexpr std::size_t kHeader = 4, kEntry = 8, kPlainEntries = 3;
  return (name == "system.posix_acl_access" && bytes > kHeader + kPlainEntries * kEntry) ||
         (name == "system.posix_acl_default" && bytes > kHeader);
}

class TreeRootfs : public Rootfs {
 public:
  explicit TreeRootfs(Shared tree) : tree_(std::move(tree)) {}

  Result<Stat> stat(std::string_view path, Follow follow) const override {
    const auto found = resolve(path, follow);
    if (!found) return tl::make_unexpected(found.error());
    return (*found)->node.stat;
  }

  Result<std::unique_ptr<Directory>> open(std::string_view path) const override {
    const auto found = resolve(path, Follow::yes);
    if (!found) return tl::make_unexpected(found.error());
    if (!(*found)->children) return fail(ENOTDIR, std::string(path));
    return std::make_unique<TreeDirectory>(tree_, *found);
  }

  Result<std::string> read(std::string_view path, std::size_t max_bytes) const override {
    const auto found = resolve(path, Follow::yes);
    if (!found) return tl::make_unexpected(found.error());
    return read_regular(*tree_, **found, max_bytes);
  }

  Result<std::string> read_link(std::string_view path) const override {
    const auto found = resolve(path, Follow::no);
    if (!found) return tl::make_unexpected(found.error());
    if (!is_link(**found)) return fail(EINVAL);
    return (*found)->node.link;
  }

  Result<std::string> canonical(std::string_view path) const override {
    Walk walk(*tree_);
    if (const auto found = walk.resolve(path, Follow::yes); !found) return fail(found.error().code, std::string(path));
    return walk.canonical();
  }

  Result<std::string> xattr(std::string_view path, std::string_view name) const override {
    const auto found = resolve(path, Follow::no);
    if (!found) return tl::make_unexpected(found.error());
    const auto& xattrs = (*found)->node.xattrs;
    const auto wanted = std::find_if(xattrs.begin(), xattrs.end(), [&](const auto& attribute) { return attribute.first == name; });
    if (wanted == xattrs.end()) return fail(ENODATA);
    return wanted->second;
  }

  Result<std::vector<std::string>> xattr_names(std::string_view path) const override {
    const auto found = resolve(path, Follow::no);
    if (!found) return tl::make_unexpected(found.error());
    std::vector<std::string> names;
    for (const auto& [name, value] : (*found)->node.xattrs) names.push_back(name);
    return names;
  }

  Result<bool> has_extended_acl(std::string_view path) const override {
    const auto found = resolve(path, Follow::no);
    if (!found) return tl::make_unexpected(found.error());
    const auto& xattrs = (*found)->node.xattrs;
    return std::any_of(xattrs.begin(), xattrs.end(),
                       [](const auto& attribute) { return is_extended_acl(attribute.first, attribute.second.size()); });
  }

  bool is_local(const Stat&, std::string_view) const override { return true; }
  Result<Space> space(std::string_view) const override { return fail(ENOTSUP); }

 private:
  Result<const Inode*> resolve(std::string_view path, Follow follow) const {
    auto found = Walk(*tree_).resolve(path, follow);
    if (!found && found.error().code != EIO) found.error().detail = path;
    return found;
  }

  Shared tree_;
};

}  // namespace

std::unique_ptr<Rootfs> tree_rootfs(Tree tree) { return std::make_unique<TreeRootfs>(std::move(tree.impl_)); }

}  // namespace assay::images
