#include "images/members.h"

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/tar_reader.h"

namespace assay::images {
namespace {

constexpr std::size_t kMembers = 100'000;  // an image has a few hundred files
constexpr std::size_t kMemberNames = 16u << 20;
constexpr int kLinks = 8;
constexpr std::uint64_t kSmallFile = 4u << 20;  // what registries take of a manifest; parsed it takes a hundred times as much

// Where a link of `directory` leads, within the archive and without following anything else.
std::string resolved(std::string_view directory, std::string_view link) {
  std::vector<std::string> parts;
  if (!link.starts_with('/'))
    for (const std::string_view part : words(directory, "/")) parts.emplace_back(part);
  for (const std::string_view part : words(link, "/")) {
    if (part == ".") continue;
    if (part != "..")
      parts.emplace_back(part);
    else if (!parts.empty())
      parts.pop_back();
  }
  return join(parts, "/");
}

}  // namespace

Members::Members(std::shared_ptr<const Device> device, std::string what)
    : what_(std::move(what)), archive_(unpacked(source_of(std::move(device), what_), what_)) {
  TarReader reader(*archive_, 0, what_);
  std::size_t names = 0;
  for (TarEntry entry; reader.next(entry);) {
    const std::string path = plain_path(entry.path);
    Member member{entry.data_begins, entry.node.stat.size, {}};
    if (!entry.hard_link.empty())
      member.link = plain_path(entry.hard_link);
    else if (entry.node.stat.type == FileType::symbolic_link)
      member.link = resolved(std::string_view(path).substr(0, path.rfind('/') + 1), entry.node.link);
    else if (entry.node.stat.type != FileType::regular)
      continue;
    if (entry.sparse) throw JobError(what_ + ": \"" + printable(path) + "\" is stored with holes (tar --sparse): pack the image without");
    names += path.size() + member.link.size();
    members_.insert_or_assign(path, std::move(member));
    if (members_.size() > kMembers || names > kMemberNames) throw JobError(what_ + ": holds too many files to be an image");
  }
}

const Members::Member* Members::find(std::string_view path) const {
  auto found = members_.find(path);
  for (int links = 0; found != members_.end() && !found->second.link.empty(); ++links) {
    if (links == kLinks) return nullptr;
    found = members_.find(found->second.link);
  }
  return found == members_.end() ? nullptr : &found->second;
}

const Members::Member& Members::need(std::string_view path) const {
  const Member* member = find(path);
  if (member == nullptr) throw JobError(what_ + ": the file \"" + printable(path) + "\" is missing: the image is incomplete");
  return *member;
}

SharedSource Members::file(std::string_view path) const {
  const Member& member = need(path);
  return slice_of(archive_, member.begin, member.size);
}

std::uint64_t Members::size(std::string_view path) const { return need(path).size; }

std::string read_whole(const Source& source, std::uint64_t size, const std::string& what) {
  if (size > kSmallFile) throw JobError(what + ": " + std::to_string(size) + " bytes, too many for a description of an image");
  std::string bytes = read_start(source, size);
  if (bytes.size() != size) throw JobError(what + ": ends before its size");
  return bytes;
}

}  // namespace assay::images
