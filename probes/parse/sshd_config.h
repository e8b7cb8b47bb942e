// The configuration of the OpenSSH server (sshd_config(5)), split as sshd splits it. What a keyword means, and which of several lines
// counts (the first), is for the reader to judge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct SshdOption {
  std::string keyword;               // in lower case: keywords know no case
  std::vector<std::string> args;     // unquoted
  std::uint32_t line = 0;            // 1-based
  std::optional<std::string> match;  // the criteria of the Match block it stands in ("user alice"); nothing where it is global
};

// Options in order; Match lines themselves are no options. Everything after '#' is a comment, one '=' may stand for the blank
// between words, and a word whose quote is never closed ends its line.
std::vector<SshdOption> parse_sshd_config(std::string_view text);

}  // namespace assay::parse
