// Bytes as values: compared under every datatype and operation, and put through the functions of variables.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/evaluate/function.h"
#include "engine/evaluate/value.h"

namespace {

using namespace assay;

void check(bool holds) {
  if (!holds) __builtin_trap();
}

// What must hold of any two values: an error has a reason, and an order is the same from both sides.
void compare_all(std::string_view a, std::string_view b, RegexCache& patterns) {
  for (const auto& [datatype, name] : oval::kDatatypeText) {
    for (const auto& [operation, word] : oval::kOperationText) {
      std::string why;
      const oval::Truth result = evaluate::compare(a, operation, b, datatype, patterns, &why);
      check(result == oval::Truth::true_ || result == oval::Truth::false_ || (result == oval::Truth::error && !why.empty()));
    }
    const oval::Truth less = evaluate::compare(a, oval::Operation::less_than, b, datatype, patterns);
    const oval::Truth greater = evaluate::compare(b, oval::Operation::greater_than, a, datatype, patterns);
    check(less == greater);
    if (less == oval::Truth::true_) check(evaluate::compare(a, oval::Operation::equals, b, datatype, patterns) == oval::Truth::false_);
  }
  check((evaluate::compare_evr(a, b) < 0) == (evaluate::compare_evr(b, a) > 0));
  check((evaluate::compare_debian_evr(a, b) < 0) == (evaluate::compare_debian_evr(b, a) > 0));
}

void run_functions(std::string_view a, std::string_view b, std::int64_t start, std::int64_t length, RegexCache& patterns) {
  // A text matches its own escaped pattern.
  const std::string escaped = "^" + evaluate::escape_regex(a) + "\\z";
  if (a.find('\0') == std::string_view::npos)
    check(evaluate::compare(a, oval::Operation::pattern_match, escaped, oval::Datatype::string, patterns) != oval::Truth::error);
  for (const bool noescape : {false, true}) {
    const auto regex = evaluate::glob_to_regex(a, noescape);
    check(regex.starts_with('^') && regex.ends_with('$'));
  }
  std::string joined;
  for (const std::string& piece : evaluate::split_by(a, b)) joined += (joined.empty() ? "" : std::string(b)) + piece;
  check(joined.size() <= a.size());
  if (const auto part = evaluate::substring(a, start, length)) check(a.find(*part) != std::string_view::npos);
  for (const char* format : {"year_month_day", "month_day_year", "day_month_year", "win_filetime", "seconds_since_epoch", "cim_datetime"})
    evaluate::seconds_of(a, format);
  const std::string x(a), y(b);
  const std::string* operands[] = {&x, &y};
  std::string why;
  for (const bool multiply : {false, true}) check(evaluate::arithmetic(operands, multiply, &why) || !why.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  RegexCache patterns;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  const std::size_t cut = bytes.empty() ? 0 : data[0] % (bytes.size() + 1);
  const std::string_view a = bytes.substr(0, cut), b = bytes.substr(cut);
  compare_all(a, b, patterns);
  run_functions(a, b, static_cast<std::int8_t>(data[1]), static_cast<std::int8_t>(data[2]), patterns);
  return 0;
}
