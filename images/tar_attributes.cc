#include "images/tar_attributes.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace assay::images {
namespace {

// <linux/posix_acl_xattr.h>, little-endian: a version, then tag, permissions and id of each entry.
constexpr std::uint32_t kAclVersion = 2;
constexpr std::uint32_t kNobody = 0xFFFFFFFF;

struct AclEntry {
  std::uint16_t tag = 0, permissions = 0;
  std::uint32_t id = kNobody;
  bool operator<(const AclEntry& other) const { return std::tie(tag, id) < std::tie(other.tag, other.id); }
};

std::uint16_t tag_of(int tag) {
  switch (tag) {
    case ARCHIVE_ENTRY_ACL_USER_OBJ: return 0x01;
    case ARCHIVE_ENTRY_ACL_USER: return 0x02;
    case ARCHIVE_ENTRY_ACL_GROUP_OBJ: return 0x04;
    case ARCHIVE_ENTRY_ACL_GROUP: return 0x08;
    case ARCHIVE_ENTRY_ACL_MASK: return 0x10;
  }
  return 0x20;  // others
}

std::uint16_t permissions_of(int set) {
  return static_cast<std::uint16_t>(((set & ARCHIVE_ENTRY_ACL_READ) != 0 ? 4 : 0) | ((set & ARCHIVE_ENTRY_ACL_WRITE) != 0 ? 2 : 0) |
                                    ((set & ARCHIVE_ENTRY_ACL_EXECUTE) != 0 ? 1 : 0));
}

void append_number(std::string& bytes, std::uint32_t number, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i));
}

// "" where there is none.
std::string acl_of(archive_entry* entry, int kind) {
  std::vector<AclEntry> entries;
  if (archive_entry_acl_reset(entry, kind) == 0) return {};
  int type = 0, permissions = 0, tag = 0, id = -1;
  const char* name = nullptr;  // a name of the system the archive was made on; only the number tells who
  while (archive_entry_acl_next(entry, kind, &type, &permissions, &tag, &id, &name) == ARCHIVE_OK) {
    const std::uint16_t code = tag_of(tag);
    const bool of_somebody = code == 0x02 || code == 0x08;
    entries.push_back({code, permissions_of(permissions), of_somebody ? static_cast<std::uint32_t>(id) : kNobody});
  }
  std::sort(entries.begin(), entries.end());
  std::string bytes;
  append_number(bytes, kAclVersion, 4);
  for (const AclEntry& one : entries) {
    append_number(bytes, one.tag, 2);
    append_number(bytes, one.permissions, 2);
    append_number(bytes, one.id, 4);
  }
  return bytes;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> attributes_of(archive_entry* entry) {
  std::vector<std::pair<std::string, std::string>> attributes;
  const auto add = [&](std::string name, std::string value) {
    const auto same = [&](const auto& attribute) { return attribute.first == name; };
    if (std::none_of(attributes.begin(), attributes.end(), same)) attributes.emplace_back(std::move(name), std::move(value));
  };
  archive_entry_xattr_reset(entry);
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  while (archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK)
    if (name != nullptr) add(name, size == 0 ? std::string() : std::string(static_cast<const char*>(value), size));
  for (const auto& [kind, of] : {std::pair(ARCHIVE_ENTRY_ACL_TYPE_ACCESS, "system.posix_acl_access"),
                                 std::pair(ARCHIVE_ENTRY_ACL_TYPE_DEFAULT, "system.posix_acl_default")})
    if (std::string acl = acl_of(entry, kind); !acl.empty()) add(of, std::move(acl));
  std::sort(attributes.begin(), attributes.end());
  return attributes;
}

// libarchive puts what the list says of the owning group into the mode.
std::uint32_t mode_of(archive_entry* entry) {
  std::uint32_t mode = archive_entry_perm(entry) & 07777;
  if (archive_entry_acl_reset(entry, ARCHIVE_ENTRY_ACL_TYPE_ACCESS) == 0) return mode;
  int type = 0, permissions = 0, tag = 0, id = -1;
  const char* name = nullptr;
  while (archive_entry_acl_next(entry, ARCHIVE_ENTRY_ACL_TYPE_ACCESS, &type, &permissions, &tag, &id, &name) == ARCHIVE_OK)
    if (tag == ARCHIVE_ENTRY_ACL_MASK) mode = (mode & ~070u) | std::uint32_t{permissions_of(permissions)} << 3;
  return mode;
}

}  // namespace assay::images
