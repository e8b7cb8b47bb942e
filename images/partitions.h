// Partition tables: MBR with extended partitions, GPT (UEFI specification 2.10, chapter 5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "images/device.h"

namespace assay::images {

struct Partition {
  unsigned number = 0;                 // as in /dev/sda1; logical partitions of an MBR count from 5
  std::uint64_t offset = 0, size = 0;  // bytes
  std::string uuid;                    // as PARTUUID= names it
  std::string label;                   // of GPT, as PARTLABEL= names it
};

// Does a disk with this start have a table? (Boot sectors of file systems end with the same signature.)
bool has_partition_table(std::string_view start);

// None where there is no table. Throws JobError: a GPT whose header and backup are both damaged, a partition that starts beyond the end.
std::vector<Partition> read_partitions(const Device& disk);

// Private to it: the GPT of a disk whose MBR says that it has one.
std::vector<Partition> read_gpt(const Device& disk);

}  // namespace assay::images
