#include "images/layer.h"

#include <algorithm>
#include <set>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/text.h"

namespace assay::images {
namespace {

constexpr std::string_view kWhiteout = ".wh.";
constexpr std::string_view kOpaque = ".wh..wh..opq";
constexpr std::string_view kOfTheDriver = ".wh..wh.";  // what aufs kept for itself

[[noreturn]] void refuse(const std::string& what, const std::string& path, const std::string& why) {
  throw JobError(what + ": entry \"" + printable(path) + "\": " + why);
}

std::string why_not(const Failure& failure) {
  switch (failure.code) {
    case ELOOP:
      return "its path leads through a link of the image (" + printable(failure.detail) + "): programs disagree about where it belongs";
    case ENOTDIR: return "its path leads through something that is no directory (" + printable(failure.detail) + ")";
    case EPERM: return "a directory cannot have a second name";
  }
  return printable(failure.message());
}

void add_entry(Tree& tree, TarEntry entry, const std::string& what) {
  Result<void> added;
  if (entry.hard_link.empty()) {
    const auto id = tree.add_path(entry.path, std::move(entry.node));
    if (!id) added = tl::make_unexpected(id.error());
  } else {
    const auto file = tree.find_path(entry.hard_link);
    if (!file) refuse(what, entry.path, "a hard link to \"" + printable(entry.hard_link) + "\", which is not there");
    added = tree.link_path(entry.path, *file);
  }
  if (!added) refuse(what, entry.path, why_not(added.error()));
}

class Layer {
 public:
  explicit Layer(const std::string& what) : what_(what) {}

  void take(TarEntry entry) {
    bytes_ += entry.path.size() + entry.hard_link.size() + entry.node.link.size();
    for (const auto& [name, value] : entry.node.xattrs) bytes_ += name.size() + value.size();
    if (entries_.size() + hidden_.size() > kLimits.image_entries || bytes_ > kLimits.image_metadata_bytes)
      refuse(what_, entry.path, "more than a layer may hold");
    const std::string path = plain_path(entry.path);
    const std::size_t name = path.rfind('/') + 1;
    if (path.compare(name, kWhiteout.size(), kWhiteout) == 0)
      hidden_.push_back(path);
    else if (!path.starts_with(kOfTheDriver))
      entries_.push_back(std::move(entry));
  }

  void apply(Tree& tree) {
    for (const TarEntry& entry : entries_) note_replaced(tree, entry);
    for (const std::string& path : hidden_) hide(tree, path);
    for (TarEntry& entry : entries_) add_entry(tree, std::move(entry), what_);
  }

 private:
  void note_replaced(const Tree& tree, const TarEntry& entry) {
    if (entry.node.stat.type != FileType::directory) return;
    const auto lower = tree.find_path(entry.path);
    if (lower && tree.node(*lower).stat.type == FileType::symbolic_link) replaced_.insert(*lower);
  }

  // The directory of lower layers that a whiteout speaks of; nothing where they have none.
  std::optional<NodeId> lower_directory(const Tree& tree, std::string_view path) const {
    const auto parts = words(path, "/");
    if (std::find(parts.begin(), parts.end(), "..") != parts.end()) refuse(what_, std::string(path), "a whiteout with \"..\" in its path");
    NodeId at = Tree::kRoot;
    for (const std::string_view part : parts) {
      const auto next = tree.find(at, part);
      if (!next || replaced_.count(*next) != 0) return std::nullopt;
      if (tree.node(*next).stat.type == FileType::symbolic_link) refuse(what_, std::string(path), why_not({ELOOP, std::string(part)}));
      at = *next;
    }
    return at;
  }

  void hide(Tree& tree, const std::string& path) const {
    const std::size_t begin = path.rfind('/') + 1;
    const std::string_view name = std::string_view(path).substr(begin);
    if (name.starts_with(kOfTheDriver) && name != kOpaque) return;
    const auto directory = lower_directory(tree, std::string_view(path).substr(0, begin));
    if (!directory) return;
    if (name == kOpaque)
      tree.clear(*directory);
    else
      tree.remove(*directory, name.substr(kWhiteout.size()));
  }

  const std::string& what_;
  std::vector<TarEntry> entries_;
  std::vector<std::string> hidden_;  // paths of whiteouts
  std::set<NodeId> replaced_;        // links of lower layers in whose place this one puts directories: there is nothing below them to hide
  std::size_t bytes_ = 0;
};

}  // namespace

void add_archive(Tree& tree, TarContents& contents, const SharedSource& source, const std::string& what) {
  contents.read_archive(source, what, TarReader::End::marked, [&](TarEntry entry) { add_entry(tree, std::move(entry), what); });
}

void add_layer(Tree& tree, TarContents& contents, const SharedSource& source, const std::string& what, TarReader::End end) {
  Layer layer(what);
  contents.read_archive(source, what, end, [&](TarEntry entry) { layer.take(std::move(entry)); });
  layer.apply(tree);
}

}  // namespace assay::images
