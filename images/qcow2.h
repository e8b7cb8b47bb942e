// QEMU's disk format, versions 2 and 3 (docs/interop/qcow2.txt of QEMU): clusters found by two levels of tables, maybe compressed.
//
// Refused, each with what to do: backing files and external data files (paths of this host that the bytes of an image would name),
// encryption, extended L2 entries, images marked as corrupt. Snapshots are left alone: what is read is the disk as it is now.
#pragma once

#include <memory>
#include <string_view>

#include "images/device.h"

namespace assay::images {

bool is_qcow2(std::string_view start);

// The disk in the file. Throws JobError.
std::shared_ptr<const Device> open_qcow2(std::shared_ptr<const Device> file);

}  // namespace assay::images
