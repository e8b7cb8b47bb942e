// The path language; the documents are in yaml_document.cc.
#include "probes/parse/yaml_path.h"

#include <optional>

#include "engine/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kMaxSegments = 256;

tl::unexpected<Failure> bad_path(std::string_view text, const char* why) {
  return fail(EINVAL, "YAML path \"" + std::string(text) + "\" is invalid: " + why);
}

std::optional<std::size_t> number(std::string_view text) {
  if (!is_digits(text)) return std::nullopt;
  const auto value = parse_int(text);
  return value ? std::optional(static_cast<std::size_t>(*value)) : std::nullopt;
}

// "'a','b'" without the brackets; `at` moves behind it. False: a quotation mark or comma is missing.
bool read_quoted(std::string_view text, std::size_t& at, YamlPath::Keys& keys) {
  for (;;) {
    const char quote = at < text.size() ? text[at] : '\0';
    if (quote != '\'' && quote != '"') return false;
    const std::size_t end = text.find(quote, at + 1);
    if (end == text.npos) return false;
    keys.names.emplace_back(text.substr(at + 1, end - at - 1));
    at = end + 1;
    if (at >= text.size() || text[at] != ',') break;
    ++at;
  }
  keys.set = keys.names.size() > 1;
  return true;
}

// "1:3", ":", "::2" between brackets.
std::optional<YamlPath::Slice> read_slice(std::string_view inside) {
  const auto parts = split(inside, ':');
  const std::size_t count = parts.size();
  if (count > 3) return std::nullopt;
  YamlPath::Slice slice;
  std::size_t* const fields[] = {&slice.begin, &slice.end, &slice.step};
  for (std::size_t i = 0; i < count; ++i) {
    if (parts[i].empty()) continue;
    const auto value = number(parts[i]);
    if (!value) return std::nullopt;
    *fields[i] = *value;
  }
  if (slice.step == 0) return std::nullopt;
  return slice;
}

std::optional<YamlPath::Indices> read_indices(std::string_view inside) {
  YamlPath::Indices indices;
  for (const std::string_view part : split(inside, ',')) {
    const auto value = number(part);
    if (!value) return std::nullopt;
    indices.numbers.push_back(*value);
  }
  indices.set = indices.numbers.size() > 1;
  return indices;
}

// From "[" to behind "]".
Result<YamlPath::Segment> read_brackets(std::string_view text, std::size_t& at) {
  ++at;
  if (at < text.size() && (text[at] == '\'' || text[at] == '"')) {
    YamlPath::Keys keys;
    if (!read_quoted(text, at, keys)) return bad_path(text, "a quotation mark is missing");
    if (at >= text.size() || text[at] != ']') return bad_path(text, "a ] is missing");
    ++at;
    return keys;
  }
  const std::size_t end = text.find(']', at);
  if (end == text.npos) return bad_path(text, "a ] is missing");
  const std::string_view inside = text.substr(at, end - at);
  at = end + 1;
  if (inside.find(':') != inside.npos) {
    if (const auto slice = read_slice(inside)) return *slice;
  } else if (auto indices = read_indices(inside)) {
    return *std::move(indices);
  }
  return bad_path(text, "an index is no number");
}

// A bare name, to the next "." or "[".
std::string_view read_name(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find_first_of(".[", at), text.size());
  const std::string_view name = text.substr(at, end - at);
  at = end;
  return name;
}

}  // namespace

Result<YamlPath> YamlPath::parse(std::string_view text) {
  if (text.empty()) return bad_path(text, "it is empty");
  YamlPath path;
  std::size_t at = 0;
  if (text.starts_with('$') && (text.size() == 1 || text[1] == '.' || text[1] == '[')) {
    at = 1;
  } else if (text.starts_with('&')) {
    at = 1;
    path.anchor_ = read_name(text, at);
    if (path.anchor_.empty()) return bad_path(text, "an anchor is missing");
  } else if (text[0] != '.' && text[0] != '[') {
    path.segments_.push_back(Keys{{std::string(read_name(text, at))}});
  }
  while (at < text.size()) {
    if (path.segments_.size() >= kMaxSegments) return bad_path(text, "it is too long");
    if (text[at] == '[') {
      auto segment = read_brackets(text, at);
      if (!segment) return tl::make_unexpected(segment.error());
      path.segments_.push_back(*std::move(segment));
    } else if (text[at] == '.') {
      ++at;
      const std::string_view name = read_name(text, at);
      if (name.empty()) return bad_path(text, "a key is missing");
      path.segments_.push_back(Keys{{std::string(name)}});
    } else {
      return bad_path(text, "a . or [ is missing");
    }
  }
  return path;
}

}  // namespace assay
