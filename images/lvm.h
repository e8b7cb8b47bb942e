// LVM2 as far as a disk needs no kernel: the labels of physical volumes, the text of their volume group, logical volumes made of linear
// segments (lvm2's lib/format_text; vgcfgbackup(8) shows the text).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "images/device.h"

namespace assay::images {

struct PhysicalVolume {
  std::string uuid;      // 32 characters, without dashes
  std::string metadata;  // the newest text on it; "" where it keeps none (others of its group do)
  std::shared_ptr<const Device> device;
};

// Throws JobError: a label, a header or a text whose checksum is wrong.
PhysicalVolume read_physical_volume(const std::shared_ptr<const Device>& device);

// The text: `name = value` and `name { ... }`, values are strings, numbers and lists of them.
struct LvmSection {
  std::string name;  // "" of the whole
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  std::vector<LvmSection> sections;

  const LvmSection* section(std::string_view wanted) const;  // null where there is none
  std::string_view value(std::string_view key) const;        // the first of a list; "" where there is none
  bool lists(std::string_view key, std::string_view wanted) const;
  std::uint64_t number(std::string_view key) const;  // throws JobError where there is none
};
LvmSection parse_lvm(std::string_view text);  // throws JobError with the line

struct LogicalVolume {
  std::string group, name;
  std::string uuid;                      // 64 characters, of its group and its own, without dashes: as device mapper puts them together
  std::shared_ptr<const Device> device;  // null where `problem` says why
  std::string problem;
};

// All logical volumes of all groups these belong to, but for those LVM keeps for itself (legs of a mirror, what a thin pool is made of).
// Throws JobError.
std::vector<LogicalVolume> read_logical_volumes(const std::vector<PhysicalVolume>& physical);

}  // namespace assay::images
