// A disk whose bytes are a string.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "images/device.h"

namespace assay::test {

class MemoryDevice : public images::Device {
 public:
  explicit MemoryDevice(std::string bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Result<void> read(std::uint64_t offset, std::span<char> bytes) const override {
    if (offset > bytes_.size() || bytes_.size() - offset < bytes.size()) return fail(EIO, "beyond the end");
    std::copy_n(bytes_.data() + offset, bytes.size(), bytes.data());
    return {};
  }

 private:
  std::string bytes_;
};

inline std::shared_ptr<const images::Device> memory_device(std::string bytes) { return std::make_shared<MemoryDevice>(std::move(bytes)); }

}  // namespace assay::test
