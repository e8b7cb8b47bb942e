// What open.cc asks before it takes a file for a disk.
#pragma once

#include <string_view>

namespace assay::images {

// Is a file with this start (64 KiB and a little more, or all of it) a disk: qcow2, MBR or GPT, LVM, or one file system? Squashfs is not.
bool is_disk(std::string_view start);
bool is_squashfs(std::string_view start);

}  // namespace assay::images
