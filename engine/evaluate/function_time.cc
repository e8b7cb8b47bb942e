// Dates and times of time_difference (oval-definitions DateTimeFormatEnumeration), all taken as UTC.
#include <array>

#include "engine/base/text.h"
#include "engine/evaluate/function.h"

namespace assay::evaluate {
namespace {

struct DateTime {
  std::int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

// Reads a text from the left; `ok` tells whether all asked for so far was there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::int64_t digits(std::size_t least, std::size_t most) {
    std::size_t length = 0;
    while (length < most && length < text_.size() && text_[length] >= '0' && text_[length] <= '9') ++length;
    const std::optional<std::int64_t> value = length < least ? std::nullopt : parse_int(text_.substr(0, length));
    ok_ = ok_ && value.has_value();
    text_.remove_prefix(length);
    return value.value_or(0);
  }
  void expect(std::string_view what) {
    const bool there = text_.starts_with(what);
    ok_ = ok_ && there;
    if (there) text_.remove_prefix(what.size());
  }
  // One of the characters; it is taken. 0 where there is none of them.
  char one_of(std::string_view characters) {
    const char c = !text_.empty() && characters.find(text_.front()) != std::string_view::npos ? text_.front() : '\0';
    if (c != '\0') text_.remove_prefix(1);
    ok_ = ok_ && c != '\0';
    return c;
  }
  std::string_view word() {
    std::size_t length = 0;
    while (length < text_.size() && ((text_[length] | 0x20) >= 'a' && (text_[length] | 0x20) <= 'z')) ++length;
    const std::string_view taken = text_.substr(0, length);
    text_.remove_prefix(length);
    return taken;
  }
  bool next_is(char c) const { return !text_.empty() && text_.front() == c; }
  bool at_end() const { return text_.empty(); }
  bool all_read() const { return ok_ && text_.empty(); }
  void fail() { ok_ = false; }

 private:
  std::string_view text_;
  bool ok_ = true;
};

constexpr std::array<std::string_view, 12> kMonths = {"january", "february", "march",     "april",   "may",      "june",
                                                      "july",    "august",   "september", "october", "november", "december"};

bool is_leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

std::int64_t days_of_month(std::int64_t year, std::int64_t month) {
  constexpr std::array<std::int64_t, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<std::int64_t> epoch_of(const DateTime& time) {
  if (time.month < 1 || time.month > 12 || time.day < 1 || time.day > days_of_month(time.year, time.month)) return std::nullopt;
  if (time.hour > 23 || time.minute > 59 || time.second > 60) return std::nullopt;
  // Days before the year, counted from the year 0, then back to 1970.
  const auto days_before = [](std::int64_t year) { return year * 365 + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400; };
  std::int64_t days = days_before(time.year) - days_before(1970) + time.day - 1;
  for (std::int64_t month = 1; month < time.month; ++month) days += days_of_month(time.year, month);
  return days * 86400 + time.hour * 3600 + time.minute * 60 + time.second;
}

void read_clock(Scanner& scanner, DateTime& time) {
  time.hour = scanner.digits(1, 2);
  scanner.expect(":");
  time.minute = scanner.digits(2, 2);
  scanner.expect(":");
  time.second = scanner.digits(2, 2);
}

std::optional<std::int64_t> finish(Scanner& scanner, DateTime& time) {
  if (!scanner.at_end()) {
    scanner.expect(" ");
    read_clock(scanner, time);
  }
  return scanner.all_read() ? epoch_of(time) : std::nullopt;
}

void expect_again(Scanner& scanner, char separator) { scanner.expect(std::string_view(&separator, 1)); }

std::optional<std::int64_t> year_month_day(std::string_view text) {
  Scanner scanner(text);
  DateTime time;
  time.year = scanner.digits(4, 4);
  if (scanner.next_is('/') || scanner.next_is('-')) {
    const char separator = scanner.one_of("/-");
    time.month = scanner.digits(1, 2);
    expect_again(scanner, separator);
    time.day = scanner.digits(1, 2);
    return finish(scanner, time);
  }
  time.month = scanner.digits(2, 2);
  time.day = scanner.digits(2, 2);
  if (!scanner.at_end()) {
    scanner.expect("T");
    time.hour = scanner.digits(2, 2);
    time.minute = scanner.digits(2, 2);
    time.second = scanner.digits(2, 2);
  }
  return scanner.all_read() ? epoch_of(time) : std::nullopt;
}

// The parts before the year in the order asked for: "02/04/2009 12:23:43".
std::optional<std::int64_t> year_last(std::string_view text, bool month_first) {
  Scanner scanner(text);
  DateTime time;
  const std::int64_t first = scanner.digits(1, 2);
  const char separator = scanner.one_of("/-");
  const std::int64_t second = scanner.digits(1, 2);
  expect_again(scanner, separator);
  time.year = scanner.digits(4, 4);
  time.month = month_first ? first : second;
  time.day = month_first ? second : first;
  return finish(scanner, time);
}

// "February, 04 2009 12:23:43" or "Feb, 04 2009".
std::optional<std::int64_t> month_name_day_year(std::string_view text) {
  Scanner scanner(text);
  DateTime time;
  const std::string name = to_lower(scanner.word());
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (name == kMonths[i] || name == kMonths[i].substr(0, 3)) time.month = static_cast<std::int64_t>(i + 1);
  if (time.month == 0) scanner.fail();
  scanner.expect(", ");
  time.day = scanner.digits(1, 2);
  scanner.expect(" ");
  time.year = scanner.digits(4, 4);
  return finish(scanner, time);
}

// Hundreds of nanoseconds since 1601-01-01, decimal; in hexadecimal too where a digit or 0x shows that it is.
std::optional<std::int64_t> win_filetime(std::string_view text) {
  constexpr std::int64_t kSecondsFrom1601 = 11'644'473'600;
  const bool prefixed = text.starts_with("0x") || text.starts_with("0X");
  const bool hex = prefixed || text.find_first_of("abcdefABCDEF") != std::string_view::npos;
  if (prefixed) text.remove_prefix(2);
  const std::optional<std::int64_t> ticks = parse_int(text, hex ? 16 : 10);
  if (!ticks || *ticks < 0) return std::nullopt;
  return *ticks / 10'000'000 - kSecondsFrom1601;
}

// "yyyymmddHHMMSS.mmmmmmsUUU" (s: sign of the minutes UUU from UTC), or WQL's "yyyy-mm-dd HH:MM:SS:mmm".
std::optional<std::int64_t> cim_datetime(std::string_view text) {
  Scanner scanner(text);
  DateTime time;
  std::int64_t offset = 0;
  time.year = scanner.digits(4, 4);
  if (scanner.next_is('-')) {
    scanner.expect("-");
    time.month = scanner.digits(2, 2);
    scanner.expect("-");
    time.day = scanner.digits(2, 2);
    scanner.expect(" ");
    read_clock(scanner, time);
    scanner.expect(":");
    scanner.digits(3, 3);
  } else {
    time.month = scanner.digits(2, 2);
    time.day = scanner.digits(2, 2);
    time.hour = scanner.digits(2, 2);
    time.minute = scanner.digits(2, 2);
    time.second = scanner.digits(2, 2);
    scanner.expect(".");
    scanner.digits(6, 6);
    const bool west = scanner.one_of("+-") == '-';
    offset = scanner.digits(3, 3) * (west ? -60 : 60);
  }
  const std::optional<std::int64_t> local = scanner.all_read() ? epoch_of(time) : std::nullopt;
  if (!local) return std::nullopt;
  return *local - offset;
}

}  // namespace

std::optional<std::int64_t> seconds_of(std::string_view text, std::string_view format) {
  text = trim(text);
  if (format == "year_month_day") return year_month_day(text);
  if (format == "day_month_year") return year_last(text, false);
  if (format == "month_day_year") {
    const bool named = !text.empty() && (text.front() < '0' || text.front() > '9');
    return named ? month_name_day_year(text) : year_last(text, true);
  }
  if (format == "win_filetime") return win_filetime(text);
  if (format == "seconds_since_epoch") return parse_int(text);
  return format == "cim_datetime" ? cim_datetime(text) : std::nullopt;
}

}  // namespace assay::evaluate
