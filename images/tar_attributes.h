// Extended attributes of an archive's entry. Private to images.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

struct archive_entry;

namespace assay::images {

// Full names and the bytes getxattr(2) would give; an access control list beyond the mode is system.posix_acl_access (acl(5)).
std::vector<std::pair<std::string, std::string>> attributes_of(archive_entry* entry);
// Permission, set-id and sticky bits as stat(2) shows them: of a file with an access control list, the mask stands for the group.
std::uint32_t mode_of(archive_entry* entry);

}  // namespace assay::images
