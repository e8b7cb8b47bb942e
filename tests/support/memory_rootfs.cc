#include "tests/support/memory_rootfs.h"

#include <algorithm>
#include <deque>

#include "engine/base/text.h"

namespace assay::test {
namespace {

constexpr int kMaxLinks = 40;

void push_components(std::deque<std::string>& todo, std::string_view path) {
  std::vector<std::string_view> parts = split(path, '/');
  for (auto part = parts.rbegin(); part != parts.rend(); ++part)
    if (!part->empty() && *part != ".") todo.emplace_front(*part);
}

}  // namespace

class MemoryRootfs::OpenDirectory final : public Directory {
 public:
  OpenDirectory(const MemoryRootfs& files, const Node& node, std::string path) : files_(&files), node_(&node), path_(std::move(path)) {}

  Result<std::vector<DirEntry>> list() override {
    files_->calls_.push_back("list " + path_);
    std::vector<DirEntry> entries;
    for (const auto& [name, node] : node_->entries) entries.push_back({name, files_->hide_types_ ? FileType::unknown : node->stat.type});
    std::reverse(entries.begin(), entries.end());  // no caller may count on an order
    return entries;
  }
  Result<Stat> stat(std::string_view name) override {
    const Node* node = entry(name);
    if (node == nullptr) return fail(ENOENT, path_);
    files_->calls_.push_back("stat " + join_path(path_, name));
    return node->stat;
  }
  Result<std::unique_ptr<Directory>> open(std::string_view name) override {
    const Node* node = entry(name);
    if (node == nullptr) return fail(ENOENT, path_);
    if (node->broken != 0) return fail(node->broken, path_);
    if (node->stat.type == FileType::symbolic_link) return fail(ELOOP, path_);
    if (node->stat.type != FileType::directory) return fail(ENOTDIR, path_);
    files_->calls_.push_back("open " + join_path(path_, name));
    return std::make_unique<OpenDirectory>(*files_, *node, join_path(path_, name));
  }
  Result<std::string> read(std::string_view name, std::size_t max_bytes) override {
    const Node* node = entry(name);
    if (node == nullptr) return fail(ENOENT, path_);
    return files_->content_of(*node, join_path(path_, name), max_bytes);
  }

 private:
  const Node* entry(std::string_view name) const {
    const auto at = node_->entries.find(name);
    return at == node_->entries.end() ? nullptr : at->second.get();
  }

  const MemoryRootfs* files_;
  const Node* node_;
  std::string path_;
};

MemoryRootfs::MemoryRootfs() : root_(std::make_shared<Node>()) {
  root_->stat.type = FileType::directory;
  root_->stat.mode = 0755;
  root_->stat.device = 1;
  root_->stat.inode = next_inode_++;
}
MemoryRootfs::~MemoryRootfs() {
  // Deep trees must not be taken down by recursion.
  std::vector<std::shared_ptr<Node>> all{std::move(root_)};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (auto& [name, node] : all[i]->entries) all.push_back(std::move(node));
    all[i]->entries.clear();
    all[i].reset();
  }
}

MemoryRootfs::Node& MemoryRootfs::make(std::string_view path, FileType type) {
  Node* node = root_.get();
  for (const std::string_view part : split(path, '/')) {
    if (part.empty()) continue;
    std::shared_ptr<Node>& next = node->entries[std::string(part)];
    if (next == nullptr) {
      next = std::make_shared<Node>();
      next->stat.type = FileType::directory;
      next->stat.mode = 0755;
      next->stat.device = node->stat.device;
      next->stat.inode = next_inode_++;
      next->stat.nlink = 1;
    }
    node = next.get();
  }
  node->stat.type = type;
  if (type != FileType::directory) node->stat.mode = type == FileType::symbolic_link ? 0777 : 0644;
  return *node;
}

Stat& MemoryRootfs::directory(std::string_view path) { return make(path, FileType::directory).stat; }

Stat& MemoryRootfs::file(std::string_view path, std::string content) {
  Node& node = make(path, FileType::regular);
  node.stat.size = content.size();
  node.content = std::move(content);
  return node.stat;
}

Stat& MemoryRootfs::link(std::string_view path, std::string target) {
  Node& node = make(path, FileType::symbolic_link);
  node.stat.size = target.size();
  node.content = std::move(target);
  return node.stat;
}

Stat& MemoryRootfs::special(std::string_view path, FileType type) { return make(path, type).stat; }

void MemoryRootfs::bind(std::string_view path, std::string_view existing) {
  const auto find = [this](std::string_view where) {
    std::shared_ptr<Node> node = root_;
    for (const std::string_view part : split(where, '/'))
      if (!part.empty()) node = node->entries.at(std::string(part));
    return node;
  };
  const std::size_t slash = path.rfind('/');
  find(path.substr(0, slash))->entries[std::string(path.substr(slash + 1))] = find(existing);
}

void MemoryRootfs::set_xattr(std::string_view path, std::string name, std::string value) {
  const_cast<Node*>(resolve(path, Follow::no)->node)->xattrs[std::move(name)] = std::move(value);
}

void MemoryRootfs::set_extended_acl(std::string_view path) { const_cast<Node*>(resolve(path, Follow::no)->node)->extended_acl = true; }

void MemoryRootfs::break_path(std::string_view path, int code) { const_cast<Node*>(resolve(path, Follow::no)->node)->broken = code; }

std::size_t MemoryRootfs::count(std::string_view call) const {
  return static_cast<std::size_t>(std::count(calls_.begin(), calls_.end(), call));
}

Result<MemoryRootfs::Resolved> MemoryRootfs::resolve(std::string_view path, Follow follow) const {
  if (!path.starts_with('/')) return fail(EINVAL, std::string(path));
  std::deque<std::string> todo;
  push_components(todo, path);
  const bool must_be_directory = path.size() > 1 && path.ends_with('/');
  std::vector<std::pair<const Node*, std::string>> at{{root_.get(), "/"}};
  for (int links = 0; !todo.empty();) {
    const std::string part = std::move(todo.front());
    todo.pop_front();
    if (at.back().first->broken != 0) return fail(at.back().first->broken, std::string(path));
    if (at.back().first->stat.type != FileType::directory) return fail(ENOTDIR, std::string(path));
    if (part == "..") {
      if (at.size() > 1) at.pop_back();
      continue;
    }
    const auto found = at.back().first->entries.find(part);
    if (found == at.back().first->entries.end()) return fail(ENOENT, std::string(path));
    const Node& node = *found->second;
    const bool last = todo.empty();
    if (node.stat.type == FileType::symbolic_link && (!last || follow == Follow::yes || must_be_directory)) {
      if (++links > kMaxLinks) return fail(ELOOP, std::string(path));
      push_components(todo, node.content);
      if (node.content.starts_with('/')) at.resize(1);
      continue;
    }
    at.emplace_back(&node, join_path(at.back().second, part));
  }
  if (must_be_directory && at.back().first->stat.type != FileType::directory) return fail(ENOTDIR, std::string(path));
  return Resolved{at.back().first, at.back().second};
}

Result<Stat> MemoryRootfs::stat(std::string_view path, Follow follow) const {
  const auto found = resolve(path, follow);
  if (!found) return tl::make_unexpected(found.error());
  calls_.push_back("stat " + std::string(path));
  return found->node->stat;
}

Result<std::unique_ptr<Directory>> MemoryRootfs::open(std::string_view path) const {
  const auto found = resolve(path, Follow::yes);
  if (!found) return tl::make_unexpected(found.error());
  if (found->node->broken != 0) return fail(found->node->broken, std::string(path));
  if (found->node->stat.type != FileType::directory) return fail(ENOTDIR, std::string(path));
  calls_.push_back("open " + std::string(path));
  return std::make_unique<OpenDirectory>(*this, *found->node, std::string(path));
}

Result<std::string> MemoryRootfs::content_of(const Node& node, std::string_view path, std::size_t max_bytes) const {
  if (node.broken != 0) return fail(node.broken, std::string(path));
  if (node.stat.type == FileType::directory) return fail(EISDIR, std::string(path));
  if (node.stat.type != FileType::regular) return fail(EINVAL, std::string(path));
  if (node.content.size() > max_bytes) return fail(EFBIG, std::string(path));
  calls_.push_back("read " + std::string(path));
  return node.content;
}

Result<std::string> MemoryRootfs::read(std::string_view path, std::size_t max_bytes) const {
  const auto found = resolve(path, Follow::yes);
  if (!found) return tl::make_unexpected(found.error());
  return content_of(*found->node, path, max_bytes);
}

Result<std::string> MemoryRootfs::read_link(std::string_view path) const {
  const auto found = resolve(path, Follow::no);
  if (!found) return tl::make_unexpected(found.error());
  if (found->node->stat.type != FileType::symbolic_link) return fail(EINVAL, std::string(path));
  return found->node->content;
}

Result<std::string> MemoryRootfs::canonical(std::string_view path) const {
  auto found = resolve(path, Follow::yes);
  if (!found) return tl::make_unexpected(found.error());
  return std::move(found->path);
}

Result<std::string> MemoryRootfs::xattr(std::string_view path, std::string_view name) const {
  const auto found = resolve(path, Follow::no);
  if (!found) return tl::make_unexpected(found.error());
  const auto at = found->node->xattrs.find(name);
  if (at == found->node->xattrs.end()) return fail(ENODATA, std::string(path));
  return at->second;
}

Result<std::vector<std::string>> MemoryRootfs::xattr_names(std::string_view path) const {
  const auto found = resolve(path, Follow::no);
  if (!found) return tl::make_unexpected(found.error());
  std::vector<std::string> names;
  for (const auto& [name, value] : found->node->xattrs) names.push_back(name);
  return names;
}

Result<bool> MemoryRootfs::has_extended_acl(std::string_view path) const {
  const auto found = resolve(path, Follow::no);
  if (!found) return tl::make_unexpected(found.error());
  calls_.push_back("acl " + std::string(path));
  return found->node->extended_acl;
}

bool MemoryRootfs::is_local(const Stat& stat, std::string_view) const { return remote_device_ == 0 || stat.device != remote_device_; }

Result<Rootfs::Space> MemoryRootfs::space(std::string_view path) const { return fail(ENOTSUP, std::string(path)); }

}  // namespace assay::test
