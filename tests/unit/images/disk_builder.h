// Bytes of disks, written field by field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::test {

class Bytes {
 public:
  explicit Bytes(std::size_t size) : bytes_(size, '\0') {}

  Bytes& put(std::size_t at, std::string_view text) {
    bytes_.replace(at, text.size(), text);
    return *this;
  }
  Bytes& little(std::size_t at, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> 8 * i & 0xFF);
    return *this;
  }
  Bytes& big(std::size_t at, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes_[at + static_cast<std::size_t>(i)] = static_cast<char>(value >> 8 * (size - 1 - i) & 0xFF);
    return *this;
  }
  const std::string& get() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace assay::test
