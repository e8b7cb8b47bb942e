#include "images/ext_xattr.h"

#include "images/little.h"

namespace assay::images {
namespace {

constexpr std::size_t kEntry = 16;
constexpr std::uint32_t kMaxValue = 64u << 10;  // XATTR_SIZE_MAX

enum Index : std::uint8_t { kUser = 1, kAclAccess = 2, kAclDefault = 3, kTrusted = 4, kSecurity = 6, kSystem = 7 };

// "" for what the kernel does not list.
std::string_view prefix_of(std::uint8_t index) {
  switch (index) {
    case kUser: return "user.";
    case kAclAccess: return "system.posix_acl_access";
    case kAclDefault: return "system.posix_acl_default";
    case kTrusted: return "trusted.";
    case kSecurity: return "security.";
  }
  return "";
}

template <class T>
void put(std::string& to, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) to += static_cast<char>(value >> 8 * i & 0xFF);
}

// From ext4_acl_header and its entries (only those of a named user or group have an id) to posix_acl_xattr_header: fs/ext4/acl.c.
Result<std::string> acl_value(std::string_view disk) {
  constexpr std::uint16_t kNamedUser = 0x02, kNamedGroup = 0x08;
  constexpr std::uint32_t kDiskVersion = 1, kVersion = 2, kNoId = 0xFFFFFFFF;
  if (disk.size() < 4 || little<std::uint32_t>(disk, 0) != kDiskVersion) return fail(EBADMSG, "an access control list");
  std::string value;
  put(value, kVersion);
  for (std::size_t at = 4; at < disk.size();) {
    if (disk.size() - at < 4) return fail(EBADMSG, "an access control list");
    const auto tag = little<std::uint16_t>(disk, at);
    const bool named = tag == kNamedUser || tag == kNamedGroup;
    if (named && disk.size() - at < 8) return fail(EBADMSG, "an access control list");
    put(value, tag);
    put(value, little<std::uint16_t>(disk, at + 2));
    put(value, named ? little<std::uint32_t>(disk, at + 4) : kNoId);
    at += named ? 8 : 4;
  }
  return value;
}

struct Entry {
  std::uint8_t index;
  std::string_view name;
  std::uint16_t offset;
  std::uint32_t inode, size;
};

Result<std::string> value_of(const Entry& entry, std::string_view region, const ReadEaInode& read_inode) {
  if (entry.size > kMaxValue) return fail(EBADMSG, "an extended attribute of " + std::to_string(entry.size) + " bytes");
  if (entry.inode != 0) return read_inode(entry.inode, entry.size);
  const auto value = slice(region, entry.offset, entry.size);
  if (!value) return fail(EBADMSG, "an extended attribute beyond its block");
  return std::string(*value);
}

Result<void> add(const Entry& entry, std::string value, ExtXattrs& into) {
  if (entry.index == kSystem && entry.name == "data") {
    into.inline_data = std::move(value);
    return {};
  }
  const std::string_view prefix = prefix_of(entry.index);
  if (prefix.empty()) return {};
  const bool acl = entry.index == kAclAccess || entry.index == kAclDefault;
  if (acl) {
    auto converted = acl_value(value);
    if (!converted) return tl::make_unexpected(converted.error());
    value = std::move(*converted);
  }
  into.listed.emplace_back(acl ? std::string(prefix) : std::string(prefix).append(entry.name), std::move(value));
  return {};
}

}  // namespace

Result<void> read_ext_xattrs(std::string_view region, std::size_t first, const ReadEaInode& read_inode, ExtXattrs& into) {
  for (std::size_t at = first; at + kEntry <= region.size() && little<std::uint32_t>(region, at) != 0;) {
    const std::size_t name_length = static_cast<unsigned char>(region[at]);
    const auto name = slice(region, at + kEntry, name_length);
    if (!name || name->find('\0') != name->npos) return fail(EBADMSG, "the name of an extended attribute");
    const Entry entry{static_cast<std::uint8_t>(region[at + 1]), *name, little<std::uint16_t>(region, at + 2),
                      little<std::uint32_t>(region, at + 4), little<std::uint32_t>(region, at + 8)};
    auto value = value_of(entry, region, read_inode);
    if (!value) return tl::make_unexpected(value.error());
    if (const auto added = add(entry, std::move(*value), into); !added) return added;
    at += kEntry + (name_length + 3) / 4 * 4;
  }
  return {};
}

}  // namespace assay::images
