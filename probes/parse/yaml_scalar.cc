// YAML 1.2, 10.3.2: tag resolution of the core schema.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "engine/base/text.h"
#include "probes/parse/yaml_document.h"

namespace assay {
namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";
constexpr std::string_view kNull = "(null)";

using Scalar = std::pair<YamlType, std::string>;

bool is_null(std::string_view text) { return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL"; }

std::optional<std::string> as_boolean(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") return "true";
  if (text == "false" || text == "False" || text == "FALSE") return "false";
  return std::nullopt;
}

std::string_view unsigned_part(std::string_view text) { return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text; }

std::optional<std::string> based(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return std::to_string(value);
}

// [-+]?[0-9]+, 0o[0-7]+, 0x[0-9a-fA-F]+; in decimal, of any length.
std::optional<std::string> as_integer(std::string_view text) {
  if (text.starts_with("0o")) return based(text.substr(2), 8);
  if (text.starts_with("0x")) return based(text.substr(2), 16);
  std::string_view digits = unsigned_part(text);
  if (!is_digits(digits)) return std::nullopt;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return (text[0] == '-' && digits != "0" ? "-" : "") + std::string(digits);
}

std::size_t skip_digits(std::string_view text, std::size_t at) { return std::min(text.find_first_not_of("0123456789", at), text.size()); }

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool has_form_of_float(std::string_view text) {
  const std::string_view number = unsigned_part(text);
  const std::size_t whole = skip_digits(number, 0);
  std::size_t at = whole;
  if (at < number.size() && number[at] == '.') {
    at = skip_digits(number, at + 1);
    if (whole == 0 && at == 1) return false;
  } else if (whole == 0) {
    return false;
  }
  if (at < number.size() && (number[at] == 'e' || number[at] == 'E')) {
    ++at;
    if (at < number.size() && (number[at] == '-' || number[at] == '+')) ++at;
    const std::size_t end = skip_digits(number, at);
    if (end == at) return false;
    at = end;
  }
  return at == number.size();
}

std::optional<std::string> as_float(std::string_view text) {
  const std::string_view number = unsigned_part(text);
  if (number == ".inf" || number == ".Inf" || number == ".INF") return text[0] == '-' ? "-INF" : "INF";
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return "NaN";
  if (!has_form_of_float(text)) return std::nullopt;
  const double value = std::strtod(std::string(text).c_str(), nullptr);
  if (std::isinf(value)) return value < 0 ? "-INF" : "INF";
  std::array<char, 400> shortest;
  const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value).ptr;
  return std::string(shortest.data(), end);
}

Scalar resolve_plain(const std::string& text) {
  if (is_null(text)) return {YamlType::string, std::string(kNull)};
  if (auto value = as_boolean(text)) return {YamlType::boolean, *value};
  if (auto value = as_integer(text)) return {YamlType::integer, *value};
  if (auto value = as_float(text)) return {YamlType::floating, *value};
  return {YamlType::string, text};
}

}  // namespace

Result<Scalar> resolve_scalar(const YamlNode& scalar) {
  if (!scalar.tag.starts_with(kTagPrefix))
    return scalar.plain && scalar.tag.empty() ? resolve_plain(scalar.text) : Scalar{YamlType::string, scalar.text};
  const std::string_view tag = std::string_view(scalar.tag).substr(kTagPrefix.size());
  std::optional<Scalar> value;
  if (tag == "null") {
    if (is_null(scalar.text)) value = {YamlType::string, std::string(kNull)};
  } else if (tag == "bool") {
    if (auto text = as_boolean(scalar.text)) value = {YamlType::boolean, *text};
  } else if (tag == "int") {
    if (auto text = as_integer(scalar.text)) value = {YamlType::integer, *text};
  } else if (tag == "float") {
    if (auto text = as_float(scalar.text)) value = {YamlType::floating, *text};
  } else {
    value = {YamlType::string, scalar.text};  // str, timestamp, binary, ...
  }
  if (!value) return fail(EINVAL, "YAML \"" + scalar.text + "\" is no " + std::string(tag));
  return *std::move(value);
}

}  // namespace assay
