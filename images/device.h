// Bytes of a disk: a file of this host, a part of it, or what a disk format maps it to. Read only.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/base/result.h"

namespace assay::images {

class Device {
 public:
  virtual ~Device() = default;
  virtual std::uint64_t size() const = 0;  // bytes
  // All of `bytes` from `offset`, or EIO (beyond the end, damaged) with a detail. Several threads may read at once.
  virtual Result<void> read(std::uint64_t offset, std::span<char> bytes) const = 0;
};

// A regular file (or a block device) of this host, by pread(2). Throws JobError.
std::shared_ptr<const Device> open_device(const std::string& host_path);

}  // namespace assay::images
