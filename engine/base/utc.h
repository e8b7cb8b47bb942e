// Days and times as people and ISO 8601 write them, in UTC, to seconds since the epoch; utc_time (text.h) is the way back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

// "2027-03-31": the first second of that day. Nothing for what is no day of the calendar.
std::optional<std::int64_t> parse_utc_date(std::string_view text);
// "2027-03-31T23:59:59Z", as utc_time writes it.
std::optional<std::int64_t> parse_utc_time(std::string_view text);
// Any xsd:dateTime or xsd:date, as other tools write them: fractions are dropped, UTC is meant where no time zone is named.
std::optional<std::int64_t> parse_date_time(std::string_view text);

inline constexpr std::int64_t kSecondsPerDay = 86'400;

}  // namespace assay
