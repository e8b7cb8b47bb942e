// Fixed-width integers out of foreign bytes, in a byte order the format names. Reading beyond the end gives nothing, never a byte of ours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

enum class ByteOrder : std::uint8_t { little, big };

template <class T>
std::optional<T> integer_at(std::string_view bytes, std::size_t offset, ByteOrder order) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    const std::size_t at = order == ByteOrder::big ? i : sizeof(T) - 1 - i;
    value = value << 8 | static_cast<unsigned char>(bytes[offset + at]);
  }
  return static_cast<T>(value);
}

// The bytes [offset, offset + length), or nothing where they are not all there.
inline std::optional<std::string_view> slice(std::string_view bytes, std::size_t offset, std::size_t length) {
  if (offset > bytes.size() || bytes.size() - offset < length) return std::nullopt;
  return bytes.substr(offset, length);
}

}  // namespace assay
