#include "probes/linux/rpm_verify.h"

#include "engine/base/digest.h"
#include "engine/base/text.h"
#include "probes/parse/capabilities.h"

namespace assay::probes {
namespace {

using parse::RpmFile;
using parse::RpmVerifyFlag;

constexpr std::size_t kLargestFile = 1u << 30;  // a packaged file larger than this is not read; its digest is then not performed

constexpr std::uint32_t kTypeMask = 0170000;

std::uint32_t type_bits(FileType type) {
  switch (type) {
    case FileType::regular: return 0100000;
    case FileType::directory: return 0040000;
    case FileType::symbolic_link: return 0120000;
    case FileType::character_special: return 0020000;
    case FileType::block_special: return 0060000;
    case FileType::fifo: return 0010000;
    case FileType::socket: return 0140000;
    case FileType::unknown: return 0;
  }
  return 0;
}

bool is_device(std::uint32_t mode) { return (mode & kTypeMask) == 0020000 || (mode & kTypeMask) == 0060000; }

// What can be verified of what is there: rpm(8) leaves out the mode of links, the content of what is no regular file, and the
// content of ghosts, which packages own but do not ship.
std::uint32_t meaningful(const RpmFile& file, FileType found) {
  std::uint32_t flags = parse::kVerifyAll & (found == FileType::symbolic_link ? ~parse::kVerifyMode : ~parse::kVerifyLink);
  constexpr std::uint32_t kContent = parse::kVerifyDigest | parse::kVerifySize | parse::kVerifyMtime;
  if (found != FileType::regular) flags &= ~(kContent | parse::kVerifyCapabilities);
  if ((file.flags & parse::kRpmGhost) != 0) flags &= ~(kContent | parse::kVerifyLink);
  return flags;
}

bool mode_differs(const RpmFile& file, const Stat& stat) {
  const std::uint32_t mask = (file.flags & parse::kRpmGhost) != 0 ? 07777U : kTypeMask | 07777U;  // a ghost may be of any type
  return ((file.mode ^ (type_bits(stat.type) | stat.mode)) & mask) != 0;
}

bool device_differs(const RpmFile& file, const Stat& stat) {
  const std::uint32_t found = type_bits(stat.type);
  if (!is_device(file.mode) && !is_device(found)) return false;
  return (file.mode & kTypeMask) != found || (file.rdev & 0xFFFFU) != (stat.rdev & 0xFFFFU);  // headers keep 16 bits
}

}  // namespace

std::string_view text_of(RpmVerifyResult result) {
  switch (result) {
    case RpmVerifyResult::pass: return "pass";
    case RpmVerifyResult::fail: return "fail";
    case RpmVerifyResult::not_performed: return "not performed";
  }
  return {};
}

RpmVerifyResult FileVerification::result(RpmVerifyFlag flag, std::uint32_t asked) const {
  if ((asked & flag) == 0 || (unknown & flag) != 0) return RpmVerifyResult::not_performed;
  return (differs & flag) != 0 ? RpmVerifyResult::fail : RpmVerifyResult::pass;
}

FileVerifier::FileVerifier(const Target& target)
    : files_(&target.files()), users_(read_names(target.files(), "/etc/passwd")), groups_(read_names(target.files(), "/etc/group")) {}

FileVerifier::Names FileVerifier::read_names(const Rootfs& files, const char* path) {
  Names names;
  names.by_id.emplace(0, "root");  // rpm takes these two for granted
  const auto text = files.read(path, kLimits.file_bytes);
  if (!text) {
    names.known = text.error().code == ENOENT;
    return names;
  }
  for (const std::string_view line : lines(*text)) {  // NAME:PASSWORD:ID:... in both files; the first line with a number names it
    const auto fields = split(line, ':');
    if (fields.size() < 3) continue;
    if (const auto id = parse_int(fields[2]); id && *id >= 0 && *id <= 0xFFFFFFFF)
      names.by_id.emplace(static_cast<std::uint32_t>(*id), std::string(fields[0]));
  }
  return names;
}

// Where the package has a directory and the system a link to one (/lib after the merge into /usr), rpm looks at the directory,
// if the link was made by root or by the directory's owner.
Stat FileVerifier::followed(const std::string& path, const RpmFile& file, const Stat& stat) const {
  if (stat.type != FileType::symbolic_link || (file.mode & kTypeMask) != type_bits(FileType::directory)) return stat;
  const auto behind = files_->stat(path, Follow::yes);
  return behind && behind->type == FileType::directory && (stat.uid == 0 || stat.uid == behind->uid) ? *behind : stat;
}

FileVerification FileVerifier::verify(const RpmFile& file, std::string_view digest_algorithm, std::uint32_t asked) const {
  FileVerification seen;
  if (!file.installed) return seen;  // rpm has nothing to verify: another package's file lies there, or none was wanted
  const std::string path = file.path();
  const auto at_path = files_->stat(path, Follow::no);
  if (!at_path) {
    seen.unknown = parse::kVerifyAll;
    if (at_path.error().code != ENOENT && at_path.error().code != ENOTDIR) seen.problem = path + ": " + at_path.error().message();
    return seen;
  }
  const Stat stat = followed(path, file, *at_path);
  const std::uint32_t flags = asked & file.verify & meaningful(file, stat.type);
  if ((flags & parse::kVerifySize) != 0 && stat.size != file.size) seen.differs |= parse::kVerifySize;
  if ((flags & parse::kVerifyMtime) != 0 && stat.mtime != file.mtime) seen.differs |= parse::kVerifyMtime;
  if ((flags & parse::kVerifyMode) != 0 && mode_differs(file, stat)) seen.differs |= parse::kVerifyMode;
  if ((flags & parse::kVerifyDevice) != 0 && device_differs(file, stat)) seen.differs |= parse::kVerifyDevice;
  if ((flags & parse::kVerifyUser) != 0) compare_owner(users_, stat.uid, file.user, parse::kVerifyUser, seen);
  if ((flags & parse::kVerifyGroup) != 0) compare_owner(groups_, stat.gid, file.group, parse::kVerifyGroup, seen);
  if ((flags & parse::kVerifyLink) != 0) compare_link(path, file, seen);
  if ((flags & parse::kVerifyDigest) != 0) compare_digest(path, file, digest_algorithm, seen);
  if ((flags & parse::kVerifyCapabilities) != 0) compare_capabilities(path, file, seen);
  return seen;
}

void FileVerifier::compare_owner(const Names& names, std::uint32_t id, std::string_view expected, RpmVerifyFlag flag,
                                 FileVerification& to) {
  const auto name = names.by_id.find(id);
  if (name == names.by_id.end() && !names.known) {
    to.unknown |= flag;
  } else if (name == names.by_id.end() || name->second != expected) {
    to.differs |= flag;
  }
}

void FileVerifier::compare_link(const std::string& path, const RpmFile& file, FileVerification& to) const {
  const auto link = files_->read_link(path);
  if (!link) to.unknown |= parse::kVerifyLink;
  if (link && *link != file.link) to.differs |= parse::kVerifyLink;
}

void FileVerifier::compare_digest(const std::string& path, const RpmFile& file, std::string_view algorithm, FileVerification& to) const {
  if (file.digest.empty()) return;
  const auto content = files_->read(path, kLargestFile);
  const auto digest = content ? hex_digest(algorithm, *content) : std::nullopt;
  if (!digest) {
    to.unknown |= parse::kVerifyDigest;
    to.problem = path + ": " + (content ? "a digest of an unknown kind" : content.error().message());
  } else if (*digest != file.digest) {
    to.differs |= parse::kVerifyDigest;
  }
}

void FileVerifier::compare_capabilities(const std::string& path, const RpmFile& file, FileVerification& to) const {
  const auto expected = parse::parse_capabilities(file.capabilities);
  const auto value = files_->xattr(path, "security.capability");
  // A file system that knows no attributes gives no file a capability.
  const bool none = !value && (value.error().code == ENODATA || value.error().code == ENOTSUP);
  const auto found = none ? std::optional(parse::Capabilities{}) : value ? parse::parse_capability_xattr(*value) : std::nullopt;
  if (!expected || !found) {
    to.unknown |= parse::kVerifyCapabilities;
    to.problem = path + ": capabilities cannot be read";
  } else if (*expected != *found) {
    to.differs |= parse::kVerifyCapabilities;
  }
}

std::uint32_t asked_flags(const collect::Query& query) {
  constexpr std::pair<std::string_view, std::uint32_t> kOmit[] = {
      {"nolinkto", parse::kVerifyLink},       {"nomd5", parse::kVerifyDigest}, {"nofiledigest", parse::kVerifyDigest},
      {"nosize", parse::kVerifySize},         {"nouser", parse::kVerifyUser},  {"nogroup", parse::kVerifyGroup},
      {"nomtime", parse::kVerifyMtime},       {"nomode", parse::kVerifyMode},  {"nordev", parse::kVerifyDevice},
      {"nocaps", parse::kVerifyCapabilities}, {"nofiles", parse::kVerifyAll}};
  std::uint32_t asked = parse::kVerifyAll;
  for (const auto& [behavior, flags] : kOmit)
    if (query.behavior(behavior, false)) asked &= ~flags;
  return asked;
}

}  // namespace assay::probes
