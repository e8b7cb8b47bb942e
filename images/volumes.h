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
  std::string group, logical, logical_uuid;  // of LVM
};

// qcow2 is seen through; of other formats of virtual disks a JobError says how they become one that is. Throws JobError.
std::vector<Volume> volumes_of(std::shared_ptr<const Device> disk);

// Is it what the first field of an fstab line names (UUID=, LABEL=, PARTUUID=, PARTLABEL=, /dev/disk/by-.../, /dev/mapper/VG-LV,
// /dev/VG/LV, /dev/sda2, /dev/nvme0n1p2)? Of names of whole disks only the number of the partition counts: which is this one,
// is_on_another_disk says.
bool is_named(const Volume& volume, std::string_view device_field);

// Is "/dev/sdb1" a partition of another disk than that of the root, which the same fstab calls `root_field`? Where that does not name a
// disk, the first one of the machine is taken for it.
bool is_on_another_disk(std::string_view device_field, std::string_view root_field);

}  // namespace assay::images
