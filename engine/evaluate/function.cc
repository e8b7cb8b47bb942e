#include "engine/evaluate/function.h"

#include <array>
#include <charconv>
#include <cmath>

#include "engine/base/text.h"
#include "engine/evaluate/value_detail.h"

namespace assay::evaluate {
namespace {

constexpr std::string_view kMetacharacters = "^$\\.[](){}*+?|";

void append_literal(std::string& regex, char c) {
  if (kMetacharacters.find(c) != std::string_view::npos) regex += '\\';
  regex += c;
}

// A bracket expression at glob[at] == '['; the index of its closing bracket, or npos.
std::size_t closing_bracket(std::string_view glob, std::size_t at, bool noescape) {
  std::size_t i = at + 1;
  if (i < glob.size() && (glob[i] == '!' || glob[i] == '^')) ++i;
  if (i < glob.size() && glob[i] == ']') ++i;  // the first one is a member
  for (; i < glob.size() && glob[i] != ']'; ++i) {
    if (glob[i] == '\\' && !noescape) {
      ++i;
    } else if (glob[i] == '[' && i + 1 < glob.size() && glob[i + 1] == ':') {
      const std::size_t end = glob.find(":]", i + 2);
      if (end != std::string_view::npos) i = end + 1;
    }
  }
  return i < glob.size() ? i : std::string_view::npos;
}

// The members between the brackets, as PCRE writes them.
void append_members(std::string& regex, std::string_view members, bool noescape) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const char c = members[i];
    if (c == '[' && members.substr(i).starts_with("[:")) {
      if (const std::size_t end = members.find(":]", i + 2); end != std::string_view::npos) {
        regex += members.substr(i, end + 2 - i);
        i = end + 1;
        continue;
      }
    }
    const bool escaped = c == '\\' && !noescape && i + 1 < members.size();
    const char member = escaped ? members[++i] : c;
    if (member == '\\' || member == ']' || member == '[' || member == '^' || (escaped && member == '-')) regex += '\\';
    regex += member;
  }
}

void append_bracket(std::string& regex, std::string_view members, bool at_start, bool noescape) {
  regex += '[';
  if (!members.empty() && (members.front() == '!' || members.front() == '^')) {
    regex += at_start ? "^/." : "^/";  // what * and ? may not match, the complement may not either
    members.remove_prefix(1);
  }
  append_members(regex, members, noescape);
  regex += ']';
}

// Fifteen digits: what a decimal fraction keeps in a double, so that 1.1 * 1.1 is 1.21.
std::string float_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-INF" : "INF";
  std::array<char, 40> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 15).ptr;
  return {text.data(), end};
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Where the character after the one at `at` begins.
std::size_t next_character(std::string_view text, std::size_t at, bool utf8) {
  ++at;
  while (utf8 && at < text.size() && is_continuation(text[at])) ++at;
  return at;
}

}  // namespace

std::string escape_regex(std::string_view text) {
  std::string regex;
  for (const char c : text) append_literal(regex, c);
  return regex;
}

std::string glob_to_regex(std::string_view glob, bool noescape) {
  std::string regex = "^";
  bool at_start = true;  // of a path component
  for (std::size_t i = 0; i < glob.size(); ++i) {
    const char c = glob[i];
    if (c == '*') {
      while (i + 1 < glob.size() && glob[i + 1] == '*') ++i;  // many stars match what one does, only slower
      regex += at_start ? "(?=[^.])[^/]*" : "[^/]*";
    } else if (c == '?') {
      regex += at_start ? "[^./]" : "[^/]";
    } else if (c == '[') {
      const std::size_t end = closing_bracket(glob, i, noescape);
      if (end == std::string_view::npos) {  // it matches itself (POSIX.1-2017, XCU 2.13.1)
        append_literal(regex, c);
      } else {
        append_bracket(regex, glob.substr(i + 1, end - i - 1), at_start, noescape);
        i = end;
      }
    } else {
      const bool escape = c == '\\' && !noescape && i + 1 < glob.size();
      append_literal(regex, escape ? glob[++i] : c);
    }
    at_start = glob[i] == '/';
  }
  return regex + '$';
}

std::vector<std::string> split_by(std::string_view text, std::string_view delimiter) {
  std::vector<std::string> pieces;
  if (delimiter.empty()) {
    const bool utf8 = is_utf8(text);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t next = next_character(text, at, utf8);
      pieces.emplace_back(text.substr(at, next - at));
      at = next;
    }
    if (pieces.empty()) pieces.emplace_back();
    return pieces;
  }
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(delimiter, begin);
    pieces.emplace_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return pieces;
    begin = end + delimiter.size();
  }
}

std::optional<std::string> substring(std::string_view text, std::int64_t start, std::int64_t length) {
  const bool utf8 = is_utf8(text);
  std::size_t begin = 0;
  for (std::int64_t skipped = 1; skipped < start; ++skipped) {
    if (begin >= text.size()) return std::nullopt;
    begin = next_character(text, begin, utf8);
  }
  if (begin >= text.size() && start > 1) return std::nullopt;
  std::size_t end = begin;
  for (std::int64_t taken = 0; end < text.size() && (length < 0 || taken < length); ++taken) end = next_character(text, end, utf8);
  return std::string(text.substr(begin, end - begin));
}

std::optional<std::string> arithmetic(std::span<const std::string* const> operands, bool multiply, std::string* why) {
  bool integers = true, overflow = false;
  std::int64_t whole = multiply ? 1 : 0;
  double sum = multiply ? 1 : 0;
  for (const std::string* const operand : operands) {
    const std::string_view text = trim(*operand);
    const std::optional<double> value = float_value(text);
    if (!value) {
      *why = "\"" + printable(text) + "\" is no number";
      return std::nullopt;
    }
    sum = multiply ? sum * *value : sum + *value;
    integers = integers && is_integer(text);
    const std::optional<std::int64_t> integer = integers ? parse_int(text) : std::nullopt;
    overflow = overflow || (integers && !integer) ||
               (integer && (multiply ? __builtin_mul_overflow(whole, *integer, &whole) : __builtin_add_overflow(whole, *integer, &whole)));
  }
  if (!integers) return float_text(sum);
  if (!overflow) return std::to_string(whole);
  *why = "the result of the arithmetic does not fit into 64 bits";
  return std::nullopt;
}

}  // namespace assay::evaluate
