#include "probes/parse/pgp_signature.h"

#include <optional>

#include "engine/base/bytes.h"

namespace assay::parse {
namespace {

constexpr unsigned kSignaturePacket = 2, kIssuer = 16, kIssuerFingerprint = 33;

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) text += {kDigits[byte >> 4], kDigits[byte & 15]};
  return text;
}

std::size_t number(std::string_view bytes, std::size_t offset, std::size_t width) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < width && offset + i < bytes.size(); ++i) value = value << 8 | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

// A length of the new packet format and of subpackets: one, two or five octets. Takes it off the front.
std::optional<std::size_t> take_length(std::string_view& bytes) {
  if (bytes.empty()) return std::nullopt;
  const std::size_t first = number(bytes, 0, 1);
  const std::size_t width = first < 192 ? 1 : first < 255 ? 2 : 5;
  if (bytes.size() < width) return std::nullopt;
  const std::size_t length = width == 1 ? first : width == 2 ? ((first - 192) << 8) + number(bytes, 1, 1) + 192 : number(bytes, 1, 4);
  bytes.remove_prefix(width);
  return length;
}

// The body of the first packet, where it is a signature.
std::string_view signature_body(std::string_view bytes) {
  if (bytes.empty()) return {};
  const auto head = static_cast<unsigned char>(bytes[0]);
  bytes.remove_prefix(1);
  std::optional<std::size_t> length;
  unsigned tag = 0;
  if ((head & 0xC0U) == 0xC0U) {
    tag = head & 0x3FU;
    length = take_length(bytes);
  } else if ((head & 0x80U) != 0) {
    tag = head >> 2 & 0xFU;
    const std::size_t width = std::size_t{1} << (head & 3U);
    if (width < 8 && bytes.size() >= width) {
      length = number(bytes, 0, width);
      bytes.remove_prefix(width);
    }
  }
  if (tag != kSignaturePacket || !length) return {};
  return slice(bytes, 0, *length).value_or(std::string_view{});
}

std::string_view issuer_in(std::string_view subpackets) {
  std::string_view from_fingerprint;
  while (const auto length = take_length(subpackets)) {
    const auto whole = slice(subpackets, 0, *length);
    if (!whole || whole->empty()) break;
    const unsigned type = static_cast<unsigned char>((*whole)[0]) & 0x7FU;
    if (type == kIssuer && whole->size() == 9) return whole->substr(1);
    if (type == kIssuerFingerprint && whole->size() == 22) from_fingerprint = whole->substr(14);  // version 4: its last eight octets
    subpackets.remove_prefix(*length);
  }
  return from_fingerprint;
}

}  // namespace

std::string pgp_key_id(std::string_view packets) {
  const std::string_view body = signature_body(packets);
  if (body.size() < 6) return {};
  if (body[0] == 3) return hex(slice(body, 7, 8).value_or(std::string_view{}));
  if (body[0] != 4) return {};
  const std::size_t hashed = number(body, 4, 2);
  const std::size_t unhashed_at = 6 + hashed;
  for (const auto area : {slice(body, unhashed_at + 2, number(body, unhashed_at, 2)), slice(body, 6, hashed)})
    if (area)
      if (const auto issuer = issuer_in(*area); !issuer.empty()) return hex(issuer);
  return {};
}

}  // namespace assay::parse
