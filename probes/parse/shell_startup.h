// What a shell start-up file (/etc/profile, bashrc, profile.d) sets: the umask and variables. A shallow reading: nothing is expanded or
// run, so a reader learns what may be set where, and whether a line always counts or only sometimes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct ShellSetting {
  enum class Kind : std::uint8_t { umask, assign, readonly, export_, unset };
  Kind kind = Kind::assign;
  std::string name;                  // of the variable; "umask"
  std::optional<std::string> value;  // quotes removed, expansions as written; nothing for `export NAME`
  std::uint32_t line = 0;            // 1-based
  bool nested = false;               // in a condition, a function or a loop, or behind && or ||: it does not always count
};

std::string_view to_string(ShellSetting::Kind kind);  // "export"

// In order. What runs in a shell of its own (parentheses, pipes, '&', command substitutions) sets nothing here, nor does anything
// behind an unconditional return or exit.
std::vector<ShellSetting> parse_shell_startup(std::string_view text);

}  // namespace assay::parse
