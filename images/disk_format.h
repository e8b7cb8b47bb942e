// Formats of virtual disks that are told apart only to be named: qemu-img(1) makes of each one that is read.
#pragma once

#include <string_view>

namespace assay::images {

// "VMDK", "VDI", "VHD", "VHDX", "QED", "Parallels" by the first bytes (512 are enough); "" of all else. A VHD of fixed size is a raw disk
// with a footer, and read as one.
std::string_view foreign_disk_format(std::string_view start);

}  // namespace assay::images
