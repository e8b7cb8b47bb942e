// The functions of OVAL variables on single values (oval-definitions FunctionGroup). Pure; what they do with collections of
// values is in variable.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evaluate {

// Escapes ^$\.[](){}*+?| and nothing else.
std::string escape_regex(std::string_view text);

// A shell pattern as an anchored regular expression: * and ? stay inside a path component and do not match a leading dot.
// `noescape`: a backslash is a character like others.
std::string glob_to_regex(std::string_view glob, bool noescape);

// "-a-a-" by "-" gives "", "a", "a", "". An empty delimiter splits between characters.
std::vector<std::string> split_by(std::string_view text, std::string_view delimiter);

// `start` counts from 1, below 1 means 1; a negative `length`, or one too large, means the rest. Characters are UTF-8's where
// the text is UTF-8, else bytes. Nothing where the text ends before `start`.
std::optional<std::string> substring(std::string_view text, std::int64_t start, std::int64_t length);

// The sum or product, an integer where all operands are. Nothing, with *why set, where one is no number or the result is out of range.
std::optional<std::string> arithmetic(std::span<const std::string* const> operands, bool multiply, std::string* why);

// Seconds since the epoch of a date and time (UTC) in one of the formats of DateTimeFormatEnumeration.
std::optional<std::int64_t> seconds_of(std::string_view text, std::string_view format);

}  // namespace assay::evaluate
