// The accounts of a target: passwd(5), read by the rules the C library reads it by, so that what can log in there is what is seen here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace assay::parse {

struct PasswdEntry {  // views into the text
  std::string_view name, password, gecos, home, shell;
  std::uint32_t uid = 0, gid = 0;
  std::uint32_t line = 0;  // 1-based
};

struct Passwd {
  std::vector<PasswdEntry> entries;            // in the order of the file; a name may come twice
  std::vector<std::uint32_t> malformed_lines;  // skipped, as the C library skips them
};

// Blank lines and lines that begin with '#' say nothing. After the group id fields may be missing (they are empty); a name, a user id and
// a group id may not. NIS lines ("+...", "-...") are no accounts of the file.
Passwd parse_passwd(std::string_view text);

}  // namespace assay::parse
