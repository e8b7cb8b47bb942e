// Extended attributes of an archive's entry. Private to images.
#pragma once

#include <string>
#include <utility>
#include <vector>

struct archive_entry;

namespace assay::images {

// Full names and the bytes getxattr(2) would give; an access control list beyond the mode is system.posix_acl_access (acl(5)).
std::vector<std::pair<std::string, std::string>> attributes_of(archive_entry* entry);

}  // namespace assay::images
