#include "engine/evaluate/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "engine/base/text.h"
#include "engine/evaluate/value_detail.h"

namespace assay::evaluate {
namespace {

using oval::Datatype;
using oval::Operation;
using oval::Truth;

Truth truth(bool value) { return value ? Truth::true_ : Truth::false_; }

Truth compare_string(std::string_view found, Operation operation, std::string_view expected, RegexCache& patterns, std::string* why) {
  switch (operation) {
    case Operation::equals: return truth(found == expected);
    case Operation::not_equal: return truth(found != expected);
    case Operation::case_insensitive_equals: return truth(equals_ignore_case(found, expected));
    case Operation::case_insensitive_not_equal: return truth(!equals_ignore_case(found, expected));
    case Operation::pattern_match: {
      std::string error;
      const Regex* regex = patterns.get(expected, {}, &error);
      const Result<bool> matched = regex == nullptr ? Result<bool>(fail(EINVAL, error)) : regex->search(found);
      if (matched) return truth(*matched);
      if (why != nullptr) *why = matched.error().detail;
      return Truth::error;
    }
    case Operation::greater_than:
    case Operation::less_than:
    case Operation::greater_than_or_equal:
    case Operation::less_than_or_equal:
    case Operation::bitwise_and:
    case Operation::bitwise_or:
    case Operation::subset_of:
    case Operation::superset_of: break;
  }
  return not_defined(operation, Datatype::string, why);
}

bool boolean_value(std::string_view text) { return text == "true" || text == "1"; }

bool is_binary(std::string_view text) {
  return text.size() % 2 == 0 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Types of which values are only the same or not.
Truth compare_sameness(bool same, Operation operation, Datatype datatype, std::string* why) {
  if (operation == Operation::equals) return truth(same);
  if (operation == Operation::not_equal) return truth(!same);
  return not_defined(operation, datatype, why);
}

Truth compare_boolean(std::string_view found, Operation operation, std::string_view expected, std::string* why) {
  found = trim(found), expected = trim(expected);
  for (const std::string_view value : {found, expected})
    if (!is_boolean(value)) return not_of_type(value, Datatype::boolean, why);
  return compare_sameness(boolean_value(found) == boolean_value(expected), operation, Datatype::boolean, why);
}

Truth compare_binary(std::string_view found, Operation operation, std::string_view expected, std::string* why) {
  found = trim(found), expected = trim(expected);
  for (const std::string_view value : {found, expected})
    if (!is_binary(value)) return not_of_type(value, Datatype::binary, why);
  return compare_sameness(equals_ignore_case(found, expected), operation, Datatype::binary, why);
}

std::optional<std::int64_t> bits(std::string_view text, std::string* why) {
  if (!is_integer(trim(text))) return not_of_type(text, Datatype::int_, why), std::nullopt;
  const std::optional<std::int64_t> value = parse_int(trim(text));
  if (!value && why != nullptr) *why = "\"" + printable(text) + "\" has more than 64 bits";
  return value;
}

Truth compare_bits(std::string_view found, Operation operation, std::string_view expected, std::string* why) {
  const std::optional<std::int64_t> value = bits(found, why), mask = value ? bits(expected, why) : std::nullopt;
  if (!value || !mask) return Truth::error;
  return truth((operation == Operation::bitwise_and ? *value & *mask : *value | *mask) == *mask);
}

using OrderFunction = Order (*)(std::string_view, std::string_view, std::string*);

Truth compare_order(OrderFunction order_of, std::string_view found, Operation operation, std::string_view expected, Datatype datatype,
                    std::string* why) {
  const bool ordering = operation == Operation::greater_than || operation == Operation::less_than ||
                        operation == Operation::greater_than_or_equal || operation == Operation::less_than_or_equal;
  if (!ordering && operation != Operation::equals && operation != Operation::not_equal) return not_defined(operation, datatype, why);
  const Order order = order_of(found, expected, why);
  if (!order) return Truth::error;
  if (operation == Operation::equals) return truth(*order == 0);
  if (operation == Operation::not_equal) return truth(*order != 0);
  if (*order == std::partial_ordering::unordered && datatype != Datatype::float_) {
    if (why != nullptr) *why = "\"" + printable(found) + "\" and \"" + printable(expected) + "\" have no order";
    return Truth::error;
  }
  if (operation == Operation::greater_than) return truth(*order > 0);
  if (operation == Operation::less_than) return truth(*order < 0);
  return truth(operation == Operation::greater_than_or_equal ? *order >= 0 : *order <= 0);
}

std::string_view digits_of(std::string_view text, bool* negative) {
  *negative = text.front() == '-';
  if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
  const std::size_t first = text.find_first_not_of('0');
  text.remove_prefix(first == std::string_view::npos ? text.size() : first);
  if (text.empty()) *negative = false;
  return text;
}

}  // namespace

Truth not_of_type(std::string_view value, Datatype datatype, std::string* why) {
  if (why != nullptr) *why = "\"" + printable(value) + "\" is no value of datatype " + std::string(text_of(datatype));
  return Truth::error;
}

Truth not_defined(Operation operation, Datatype datatype, std::string* why) {
  if (why != nullptr)
    *why = "operation \"" + std::string(text_of(operation)) + "\" is not defined for datatype " + std::string(text_of(datatype));
  return Truth::error;
}

bool is_integer(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return is_digits(text);
}

bool is_boolean(std::string_view text) { return text == "true" || text == "false" || text == "1" || text == "0"; }

// XML Schema's float: sign, digits with a point, exponent; INF, -INF, NaN.
bool is_float(std::string_view text) {
  if (text == "INF" || text == "-INF" || text == "NaN") return true;
  if (const std::size_t exponent = text.find_first_of("eE"); exponent != std::string_view::npos) {
    if (!is_integer(text.substr(exponent + 1))) return false;
    text = text.substr(0, exponent);
  }
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return is_digits(text);
  const std::string_view whole = text.substr(0, point), fraction = text.substr(point + 1);
  return (whole.empty() || is_digits(whole)) && (fraction.empty() || is_digits(fraction)) && text.size() > 1;
}

std::optional<double> float_value(std::string_view text) {
  if (!is_float(text)) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::strong_ordering compare_digits(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

Order order_int(std::string_view found, std::string_view expected, std::string* why) {
  found = trim(found), expected = trim(expected);
  for (const std::string_view value : {found, expected})
    if (!is_integer(value)) return not_of_type(value, Datatype::int_, why), std::nullopt;
  bool negative_found = false, negative_expected = false;
  const std::string_view a = digits_of(found, &negative_found), b = digits_of(expected, &negative_expected);
  if (negative_found != negative_expected) return negative_found ? std::partial_ordering::less : std::partial_ordering::greater;
  return negative_found ? compare_digits(b, a) : compare_digits(a, b);
}

Order order_float(std::string_view found, std::string_view expected, std::string* why) {
  const std::optional<double> a = float_value(trim(found)), b = float_value(trim(expected));
  if (!a) return not_of_type(found, Datatype::float_, why), std::nullopt;
  if (!b) return not_of_type(expected, Datatype::float_, why), std::nullopt;
  if (std::isnan(*a) && std::isnan(*b)) return std::partial_ordering::equivalent;  // as XML Schema has it
  return *a <=> *b;
}

Truth compare(std::string_view found, Operation operation, std::string_view expected, Datatype datatype, RegexCache& patterns,
              std::string* why) {
  const auto ordered = [&](OrderFunction order_of) { return compare_order(order_of, found, operation, expected, datatype, why); };
  switch (datatype) {
    case Datatype::string: return compare_string(found, operation, expected, patterns, why);
    case Datatype::binary: return compare_binary(found, operation, expected, why);
    case Datatype::boolean: return compare_boolean(found, operation, expected, why);
    case Datatype::int_:
      if (operation == Operation::bitwise_and || operation == Operation::bitwise_or) return compare_bits(found, operation, expected, why);
      return ordered(order_int);
    case Datatype::float_: return ordered(order_float);
    case Datatype::version: return ordered(order_version);
    case Datatype::evr_string: return ordered(order_evr);
    case Datatype::debian_evr_string: return ordered(order_debian_evr);
    case Datatype::fileset_revision: return ordered(order_fileset_revision);
    case Datatype::ios_version: return ordered(order_ios_version);
    case Datatype::ipv4_address:
    case Datatype::ipv6_address: return compare_address(found, operation, expected, datatype, why);
    case Datatype::record: break;
  }
  return not_defined(operation, datatype, why);
}

}  // namespace assay::evaluate
