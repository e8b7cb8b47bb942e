// Small text tools that the standard library of C++20 lacks. Bytes in, values out; nothing here knows a locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// The bytes XML 1.0 calls white space (S ::= #x20 | #x9 | #xD | #xA).
constexpr std::string_view kXmlSpace = " \t\r\n";

std::string_view trim(std::string_view text, std::string_view what = kXmlSpace);

// The pieces between separators; "a,,b" has three, "" has one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);
// Words separated by any run of `spaces`; "" has none.
std::vector<std::string_view> words(std::string_view text, std::string_view spaces = " \t\r\n");
// Lines without their newline; a last line without newline counts, an empty end does not.
std::vector<std::string_view> lines(std::string_view text);

std::string join(const std::vector<std::string>& parts, std::string_view separator);
// ASCII only.
std::string to_lower(std::string_view text);
bool equals_ignore_case(std::string_view a, std::string_view b);
bool is_digits(std::string_view text);

// A whole decimal number (optional sign), nothing else around it; nothing on overflow.
std::optional<std::int64_t> parse_int(std::string_view text, int base = 10);

// Does a pattern of "*" (any text, "/" too) and "?" (any byte) cover all of `text`?
bool covers(std::string_view glob, std::string_view text);

bool is_utf8(std::string_view bytes);
// Well-formed text for XML, JSON and terminals: bytes that are no UTF-8, and characters XML 1.0 cannot hold, become
// `\xHH` (a visible escape, two upper-case hex digits a byte). Text that is fine comes back unchanged.
std::string printable(std::string_view bytes);

// ISO 8601 UTC, as XML Schema's dateTime: 2024-05-06T07:08:09Z. `epoch` in seconds.
std::string utc_time(std::int64_t epoch);

}  // namespace assay
