// When each account last logged in: the records of /var/log/lastlog, indexed by user id.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace assay::parse {

// The shape of struct lastlog depends on the machine that wrote the file.
struct LastlogLayout {
  std::size_t record_bytes = 292, time_bytes = 4;
};
// Nothing for a machine whose layout is not known (or not little-endian).
std::optional<LastlogLayout> lastlog_layout(std::string_view architecture);

// Seconds since the epoch; -1 for an account that never logged in or has no record.
std::int64_t last_login(std::string_view lastlog, const LastlogLayout& layout, std::uint32_t uid);

}  // namespace assay::parse
