// Bytes of a disk: a file of this host, a part of it, or what a disk format maps it to. Read only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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

  struct HostBytes {
    int descriptor;
    std::uint64_t offset;
  };
  // Where all of it lies in one piece in a file of this host, for a loop device; nothing where a format maps it.
  virtual std::optional<HostBytes> host_bytes() const { return std::nullopt; }
};

// A regular file (or a block device) of this host, by pread(2). Throws JobError.
std::shared_ptr<const Device> open_device(const std::string& host_path);

// `size` bytes from `offset` on, cut off where the whole ends.
std::shared_ptr<const Device> part_of(std::shared_ptr<const Device> whole, std::uint64_t offset, std::uint64_t size);

// The first bytes, fewer where the device has fewer; none where they cannot be read.
std::string read_start(const Device& device, std::size_t at_most);

}  // namespace assay::images
