#include "images/tree.h"

#include <algorithm>
#include <cstring>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "images/tree_impl.h"

namespace assay::images {
namespace {

constexpr std::size_t kNameBytes = 255;
constexpr std::size_t kLinkBytes = 4095;  // PATH_MAX without its NUL

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytes && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\0", 2)) == name.npos;
}

bool is_directory(const Node& node) { return node.stat.type == FileType::directory; }

std::size_t metadata_of(const Node& node) {
  std::size_t bytes = node.link.size();
  for (const auto& [name, value] : node.xattrs) bytes += name.size() + value.size();
  return bytes;
}

Node plain_directory() {
  Node node;
  node.stat.type = FileType::directory;
  node.stat.mode = 0755;
  return node;
}

std::string_view copy(std::string_view text, std::pmr::memory_resource& arena) {
  char* bytes = static_cast<char*>(arena.allocate(text.size(), 1));
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

// An entry of any directory counts as one more, even where it replaces another: what is replaced again and again is bounded as well.
Result<void> charge(Tree::Impl& tree, std::size_t bytes) {
  if (++tree.added > kLimits.image_entries) return fail(EFBIG, "more than " + std::to_string(kLimits.image_entries) + " entries");
  tree.metadata_bytes += bytes;
  if (tree.metadata_bytes > kLimits.image_metadata_bytes)
    return fail(EFBIG, "more than " + std::to_string(kLimits.image_metadata_bytes) + " bytes of names, links and attributes");
  return {};
}

NodeId make_inode(Tree::Impl& tree, Node node, std::uint64_t device) {
  const auto id = static_cast<NodeId>(tree.inodes.size());
  node.stat.mode &= 07777;
  node.stat.nlink = is_directory(node) ? 2 : 1;
  node.stat.inode = std::uint64_t{id} + 1;
  node.stat.device = device;
  if (node.stat.type == FileType::symbolic_link) node.stat.size = node.link.size();
  auto children = is_directory(node) ? std::make_unique<Tree::Impl::Children>(tree.arenas.front().get()) : nullptr;
  tree.inodes.push_back({std::move(node), std::move(children)});
  return id;
}

// What is known of a directory, without moving it.
void replace_attributes(Node& old, Node node) {
  node.stat.mode &= 07777;
  node.stat.nlink = old.stat.nlink;
  node.stat.inode = old.stat.inode;
  node.stat.device = old.stat.device;
  old = std::move(node);
}

// One name of `id` is gone; what nobody names any more is forgotten, with all below (not by recursion: a tree may be deep).
void drop(Tree::Impl& tree, NodeId id) {
  std::vector<NodeId> dropped{id};
  while (!dropped.empty()) {
    Tree::Impl::Inode& inode = tree.inodes[dropped.back()];
    dropped.pop_back();
    if (inode.children) {
      for (const auto& [name, child] : *inode.children) dropped.push_back(child);
      inode = {};
    } else if (inode.node.stat.nlink <= 1) {
      inode = {};
    } else {
      --inode.node.stat.nlink;
    }
  }
}

void erase(Tree::Impl& tree, Tree::Impl::Inode& directory, Tree::Impl::Children::iterator entry) {
  if (is_directory(tree.inodes[entry->second].node)) --directory.node.stat.nlink;
  drop(tree, entry->second);
  directory.children->erase(entry);
}

}  // namespace

const Tree::Impl::Inode* Tree::Impl::find(const Inode& directory, std::string_view name) const {
  const auto found = directory.children->find(name);
  return found == directory.children->end() ? nullptr : &inodes[found->second];
}

Tree::Tree(std::shared_ptr<const Contents> contents) : impl_(std::make_unique<Impl>()) {
  impl_->contents.push_back(std::move(contents));
  impl_->arenas.push_back(std::make_unique<std::pmr::monotonic_buffer_resource>());
  make_inode(*impl_, plain_directory(), 1);
}
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;
Tree::~Tree() = default;

const Node& Tree::node(NodeId id) const { return impl_->inodes[id].node; }
Node& Tree::node(NodeId id) { return impl_->inodes[id].node; }

std::optional<NodeId> Tree::find(NodeId directory, std::string_view name) const {
  const auto& children = impl_->inodes[directory].children;
  if (!children) return std::nullopt;
  const auto found = children->find(name);
  return found == children->end() ? std::nullopt : std::optional(found->second);
}

Result<NodeId> Tree::add(NodeId directory, std::string_view name, Node node) {
  if (!is_name(name)) return fail(EINVAL, std::string(name));
  if (node.stat.type == FileType::symbolic_link &&
      (node.link.empty() || node.link.size() > kLinkBytes || node.link.find('\0') != node.link.npos))
    return fail(EINVAL, "a link that leads to no possible path");
  Impl::Inode& parent = impl_->inodes[directory];
  if (!parent.children) return fail(ENOTDIR);
  if (const auto charged = charge(*impl_, name.size() + metadata_of(node)); !charged) return tl::make_unexpected(charged.error());

  const auto existing = parent.children->find(name);
  if (existing != parent.children->end()) {
    Node& old = impl_->inodes[existing->second].node;
    if (is_directory(old) && is_directory(node)) {
      replace_attributes(old, std::move(node));
      return existing->second;
    }
    erase(*impl_, parent, existing);
  }
  if (is_directory(node)) ++parent.node.stat.nlink;
  const NodeId id = make_inode(*impl_, std::move(node), parent.node.stat.device);
  parent.children->emplace(copy(name, *impl_->arenas.front()), id);
  return id;
}

Result<void> Tree::link(NodeId directory, std::string_view name, NodeId file) {
  if (!is_name(name)) return fail(EINVAL, std::string(name));
  Impl::Inode& parent = impl_->inodes[directory];
  Impl::Inode& linked = impl_->inodes[file];
  if (!parent.children) return fail(ENOTDIR);
  if (linked.children) return fail(EPERM);
  if (linked.node.stat.device != parent.node.stat.device) return fail(EXDEV);
  if (const auto charged = charge(*impl_, name.size()); !charged) return charged;
  ++linked.node.stat.nlink;  // before what has the name goes, which may be the file itself
  if (const auto existing = parent.children->find(name); existing != parent.children->end()) erase(*impl_, parent, existing);
  parent.children->emplace(copy(name, *impl_->arenas.front()), file);
  return {};
}

void Tree::remove(NodeId directory, std::string_view name) {
  Impl::Inode& parent = impl_->inodes[directory];
  if (!parent.children) return;
  if (const auto entry = parent.children->find(name); entry != parent.children->end()) erase(*impl_, parent, entry);
}

void Tree::clear(NodeId directory) {
  Impl::Inode& parent = impl_->inodes[directory];
  if (!parent.children) return;
  for (const auto& [name, child] : *parent.children) drop(*impl_, child);
  parent.children->clear();
  parent.node.stat.nlink = 2;
}

Result<Tree::Place> Tree::place_of(std::string_view path) {
  Place place;
  for (const std::string_view part : words(path, "/")) {
    if (part == ".") continue;
    if (part == "..") return fail(EINVAL, "a path with \"..\"");
    if (!place.name.empty()) {
      auto next = find(place.directory, place.name);
      if (!next) {
        const auto made = add(place.directory, place.name, plain_directory());
        if (!made) return tl::make_unexpected(made.error());
        next = *made;
      }
      const Node& found = impl_->inodes[*next].node;
      if (!is_directory(found)) return fail(found.stat.type == FileType::symbolic_link ? ELOOP : ENOTDIR, std::string(place.name));
      place.directory = *next;
    }
    place.name = part;
  }
  return place;
}

Result<NodeId> Tree::add_path(std::string_view path, Node node) {
  const auto place = place_of(path);
  if (!place) return tl::make_unexpected(place.error());
  if (!place->name.empty()) return add(place->directory, place->name, std::move(node));
  if (!is_directory(node)) return fail(EINVAL, "the root is no directory");
  if (const auto charged = charge(*impl_, metadata_of(node)); !charged) return tl::make_unexpected(charged.error());
  replace_attributes(impl_->inodes[kRoot].node, std::move(node));
  return kRoot;
}

Result<void> Tree::link_path(std::string_view path, NodeId file) {
  const auto place = place_of(path);
  if (!place) return tl::make_unexpected(place.error());
  return link(place->directory, place->name, file);
}

std::optional<NodeId> Tree::find_path(std::string_view path) const {
  std::optional<NodeId> at = kRoot;
  for (const std::string_view part : words(path, "/"))
    if (part != "." && at) at = find(*at, part);
  return at;
}

// The other root takes the directory's place among the inodes; all others move behind the last one.
Result<void> Tree::mount(NodeId directory, Tree other) {
  Impl& from = *other.impl_;
  if (!impl_->inodes[directory].children) return fail(ENOTDIR);
  if (impl_->added + from.added > kLimits.image_entries || impl_->metadata_bytes + from.metadata_bytes > kLimits.image_metadata_bytes)
    return fail(EFBIG, "more entries, names, links and attributes than an image may have");
  clear(directory);
  const auto moved = [&](NodeId id) { return id == kRoot ? directory : static_cast<NodeId>(impl_->inodes.size() + id - 1); };
  const std::uint64_t devices = impl_->contents.size();
  for (Impl::Inode& inode : from.inodes) {
    inode.node.stat.device += devices;
    if (inode.children)
      for (auto& [name, child] : *inode.children) child = moved(child);
  }
  impl_->inodes[directory] = std::move(from.inodes.front());
  for (std::size_t i = 1; i < from.inodes.size(); ++i) impl_->inodes.push_back(std::move(from.inodes[i]));
  std::move(from.contents.begin(), from.contents.end(), std::back_inserter(impl_->contents));
  std::move(from.arenas.begin(), from.arenas.end(), std::back_inserter(impl_->arenas));
  impl_->added += from.added;
  impl_->metadata_bytes += from.metadata_bytes;
  return {};
}

void Tree::hide(NodeId directory, const char* why) {
  if (!impl_->inodes[directory].children) return;
  clear(directory);
  impl_->inodes[directory].hidden = why;
}

}  // namespace assay::images
