// A file of sudo's policy (sudoers(5)): its defaults and includes taken apart, its other lines whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct SudoersDefault {
  std::string binding;               // "" for everybody, or whom it is for: "@host", ":user,%group", "!command", ">runas"
  std::string name;                  // "use_pty"
  bool negated = false;              // "!use_pty"
  std::string op;                    // "=", "+=", "-="; "" where there is no value
  std::optional<std::string> value;  // quotes and escapes taken off
  std::uint32_t line = 0;            // 1-based; the first of a continued one
};

struct SudoersInclude {
  bool directory = false;
  std::string path;  // as written; "%h" stands for the host's name
  std::uint32_t line = 0;
};

struct SudoersRule {  // aliases and user specifications
  std::string text;   // continuations joined, comments cut
  std::uint32_t line = 0;
};

struct Sudoers {
  std::vector<SudoersDefault> defaults;
  std::vector<SudoersInclude> includes;
  std::vector<SudoersRule> rules;
};

// Of a Defaults line that sudo cannot read, what stands before the mistake.
Sudoers parse_sudoers(std::string_view text);

}  // namespace assay::parse
