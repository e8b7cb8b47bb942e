// The volumes of a disk: what has no partition table, partitions, logical volumes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "images/device.h"
#include "images/file_system.h"
#include "images/partitions.h"

namespace assay::images {

struct Volume {
  std::string name;     // for messages: "partition 2", "volume vg0/root", "the disk"
  std::string content;  // as content_of says
  Identity identity;
  std::shared_ptr<const Device> device;  // null where `problem` says why
  std::string problem;
  std::optional<Partition> partition;
  std::string group, logical;  // of LVM
};

// qcow2 is seen through. Throws JobError.
std::vector<Volume> volumes_of(std::shared_ptr<const Device> disk);

// Is it what the first field of an fstab line names (UUID=, LABEL=, PARTUUID=, PARTLABEL=, /dev/disk/by-.../, /dev/mapper/VG-LV,
// /dev/VG/LV, /dev/sda2, /dev/nvme0n1p2)? Of names of whole disks only the number of the partition counts: an image is the only disk there
// is.
bool is_named(const Volume& volume, std::string_view device_field);

}  // namespace assay::images
