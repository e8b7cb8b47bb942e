// The passwords and their ages of a target: shadow(5), read by the rules the C library reads it by.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace assay::parse {

struct ShadowEntry {  // views into the text; an empty number is -1, as getspent(3) gives it
  std::string_view name, password, flag;
  std::int64_t last_change = -1, min_days = -1, max_days = -1, warn_days = -1, inactive_days = -1, expire_date = -1;
  std::uint32_t line = 0;  // 1-based
};

struct Shadow {
  std::vector<ShadowEntry> entries;
  std::vector<std::uint32_t> malformed_lines;  // skipped, as the C library skips them
};

Shadow parse_shadow(std::string_view text);

// How a password is encrypted, in the words of unix-def:EntityStateEncryptMethodType ("SHA-512"); nothing where there is no hash (empty,
// "*", "!") or the schema has no word for it (yescrypt). A lock mark ("!") before the hash does not change how it is made.
std::optional<std::string_view> encrypt_method(std::string_view password);
// Is there a hash that must not be shown to whoever reads a report?
bool holds_hash(std::string_view password);

}  // namespace assay::parse
