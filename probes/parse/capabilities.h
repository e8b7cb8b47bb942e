// File capabilities (capabilities(7)): the text rpm keeps of them (cap_text_formats(7)) and the extended attribute the kernel keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace assay::parse {

struct Capabilities {  // a bit a capability
  std::uint64_t permitted = 0, inheritable = 0, effective = 0;
  bool operator==(const Capabilities&) const = default;
};

// "= cap_net_admin,cap_net_raw+p", "cap_setuid=ep", "": nothing where it is no such text.
std::optional<Capabilities> parse_capabilities(std::string_view text);
// The value of security.capability, revisions 1 to 3.
std::optional<Capabilities> parse_capability_xattr(std::string_view value);

}  // namespace assay::parse
