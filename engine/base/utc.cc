#include "engine/base/utc.h"

#include <algorithm>
#include <chrono>

#include "engine/base/text.h"

namespace assay {
namespace {

// `digits` decimal digits of `text` from `at`.
std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits) {
  const std::string_view part = text.substr(std::min(at, text.size()), digits);
  if (part.size() != digits || !is_digits(part)) return std::nullopt;
  return static_cast<int>(*parse_int(part));
}

// "07:08", of the day or of a time zone, in seconds.
std::optional<std::int64_t> minutes_at(std::string_view text, std::size_t at) {
  const auto hours = number_at(text, at, 2), minutes = number_at(text, at + 3, 2);
  if (!hours || !minutes || text[at + 2] != ':' || *hours > 23 || *minutes > 59) return std::nullopt;
  return std::int64_t{*hours} * 3600 + std::int64_t{*minutes} * 60;
}

// What is to be added to a time of the zone "+02:00" to have it in UTC.
std::optional<std::int64_t> parse_zone(std::string_view text) {
  if (text.empty() || text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '-' && text[0] != '+')) return std::nullopt;
  const auto offset = minutes_at(text, 1);
  if (!offset) return std::nullopt;
  return text[0] == '-' ? *offset : -*offset;
}

}  // namespace

std::optional<std::int64_t> parse_utc_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_at(text, 0, 4), month = number_at(text, 5, 2), day = number_at(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay;
}

std::optional<std::int64_t> parse_utc_time(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[19] != 'Z') return std::nullopt;
  return parse_date_time(text);
}

std::optional<std::int64_t> parse_date_time(std::string_view text) {
  const auto date = parse_utc_date(text.substr(0, 10));
  std::string_view rest = text.substr(std::min<std::size_t>(text.size(), 10));
  std::int64_t seconds = 0;
  if (rest.starts_with('T')) {  // T07:08:09
    const auto minutes = minutes_at(rest, 1);
    const auto second = number_at(rest, 7, 2);
    if (!minutes || !second || rest[6] != ':' || *second > 59) return std::nullopt;
    seconds = *minutes + *second;
    rest.remove_prefix(9);
    if (rest.starts_with('.')) rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  }
  const auto zone = parse_zone(rest);
  if (!date || !zone) return std::nullopt;
  return *date + seconds + *zone;
}

}  // namespace assay
