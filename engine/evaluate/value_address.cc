// IPv4 and IPv6 addresses with prefixes (oval-common SimpleDatatypeEnumeration: all operations work on the value space, bits
// outside the prefix zeroed).
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "engine/base/text.h"
#include "engine/evaluate/value_detail.h"

namespace assay::evaluate {
namespace {

using oval::Datatype;
using oval::Operation;
using oval::Truth;

struct Address {
  std::array<std::uint8_t, 16> bytes{};  // an IPv4 address takes the first four
  unsigned prefix = 0;
};

std::optional<unsigned> small_number(std::string_view text, unsigned most) {
  const std::optional<std::int64_t> value = is_digits(text) ? parse_int(text) : std::nullopt;
  if (!value || *value > most) return std::nullopt;
  return static_cast<unsigned>(*value);
}

// Leading zeros are decimal: 192.000.002.000 is 192.0.2.0.
bool parse_quad(std::string_view text, std::uint8_t* bytes) {
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 4) return false;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::optional<unsigned> part = small_number(parts[i], 255);
    if (!part) return false;
    bytes[i] = static_cast<std::uint8_t>(*part);
  }
  return true;
}

std::optional<unsigned> prefix_of_netmask(std::string_view text) {
  std::uint8_t bytes[4];
  if (!parse_quad(text, bytes)) return std::nullopt;
  std::uint32_t mask = 0;
  for (const std::uint8_t byte : bytes) mask = mask << 8 | byte;
  unsigned prefix = 0;
  while (prefix < 32 && (mask & 0x80000000u >> prefix) != 0) ++prefix;
  const std::uint32_t contiguous = prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix);
  if (mask != contiguous) return std::nullopt;
  return prefix;
}

void clear_host_bits(Address& address) {
  for (unsigned bit = address.prefix; bit < 128; ++bit)
    address.bytes[bit / 8] = static_cast<std::uint8_t>(address.bytes[bit / 8] & ~(0x80u >> bit % 8));
}

std::optional<Address> parse_address(std::string_view text, Datatype datatype) {
  const bool v4 = datatype == Datatype::ipv4_address;
  Address address{{}, v4 ? 32u : 128u};
  const std::size_t slash = text.find('/');
  const std::string_view host = text.substr(0, slash);
  if (v4) {
    if (!parse_quad(host, address.bytes.data())) return std::nullopt;
  } else if (host.find('\0') != std::string_view::npos ||
             inet_pton(AF_INET6, std::string(host).c_str(), address.bytes.data()) != 1) {  // text only: nothing is resolved
    return std::nullopt;
  }
  if (slash != std::string_view::npos) {
    const std::string_view rest = text.substr(slash + 1);
    std::optional<unsigned> prefix = small_number(rest, address.prefix);
    if (!prefix && v4) prefix = prefix_of_netmask(rest);
    if (!prefix) return std::nullopt;
    address.prefix = *prefix;
  }
  clear_host_bits(address);
  return address;
}

bool is_subset(const Address& a, const Address& b) {
  Address wider = a;
  wider.prefix = b.prefix;
  clear_host_bits(wider);
  return a.prefix >= b.prefix && wider.bytes == b.bytes;
}

Truth truth(bool value) { return value ? Truth::true_ : Truth::false_; }

}  // namespace

Truth compare_address(std::string_view found, Operation operation, std::string_view expected, Datatype datatype, std::string* why) {
  const std::optional<Address> a = parse_address(trim(found), datatype), b = parse_address(trim(expected), datatype);
  if (!a) return not_of_type(found, datatype, why);
  if (!b) return not_of_type(expected, datatype, why);
  const auto ordered = [&](bool result) {
    if (a->prefix == b->prefix) return truth(result);
    if (why != nullptr) *why = "addresses with different prefix lengths have no order";
    return Truth::error;
  };
  switch (operation) {
    case Operation::equals: return truth(a->prefix == b->prefix && a->bytes == b->bytes);
    case Operation::not_equal: return truth(a->prefix != b->prefix || a->bytes != b->bytes);
    case Operation::greater_than: return ordered(a->bytes > b->bytes);
    case Operation::greater_than_or_equal: return ordered(a->bytes >= b->bytes);
    case Operation::less_than: return ordered(a->bytes < b->bytes);
    case Operation::less_than_or_equal: return ordered(a->bytes <= b->bytes);
    case Operation::subset_of: return truth(is_subset(*a, *b));
    case Operation::superset_of: return truth(is_subset(*b, *a));
    case Operation::case_insensitive_equals:
    case Operation::case_insensitive_not_equal:
    case Operation::bitwise_and:
    case Operation::bitwise_or:
    case Operation::pattern_match: break;
  }
  return not_defined(operation, datatype, why);
}

}  // namespace assay::evaluate
