#include "engine/scap/cpe.h"

#include <algorithm>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::cpe {
namespace {

constexpr std::size_t kParts = 11;
enum Part : std::size_t { part, vendor, product, version, update, edition, language, sw_edition, target_sw, target_hw, other };

// How a character that is itself, not a wildcard or NA, is kept.
void append_literal(std::string* out, char c) {
  if (c == '*' || c == '?' || c == '\\') *out += '\\';
  *out += c;
}

std::optional<int> hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// A component of a URI (NISTIR 7695, 6.1): percent-encoded, %01 and %02 are the wildcards ? and *.
std::optional<std::string> from_uri(std::string_view text) {
  if (text.empty()) return "*";
  if (text == "-") return "-";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      append_literal(&out, text[i]);
      continue;
    }
    const auto high = i + 2 < text.size() ? hex(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? hex(text[i + 2]) : std::nullopt;
    if (!high || !low) return std::nullopt;
    const int code = *high * 16 + *low;
    i += 2;
    if (code == 1)
      out += '?';
    else if (code == 2)
      out += '*';
    else
      append_literal(&out, static_cast<char>(code));
  }
  return out == "-" ? "\\-" : out;
}

// A component of a formatted string (NISTIR 7695, 6.2): a backslash quotes, bare * and ? are wildcards.
std::optional<std::string> from_formatted(std::string_view text) {
  if (text.empty()) return "*";
  if (text == "-") return "-";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    append_literal(&out, text[i]);
  }
  return out == "-" ? "\\-" : out;
}

std::vector<std::string_view> split_unquoted(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == ':') {
      pieces.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  pieces.push_back(text.substr(std::min(begin, text.size())));
  return pieces;
}

bool set(Name* name, std::size_t index, std::optional<std::string> value) {
  if (!value) return false;
  name->parts[index] = std::move(*value);
  return true;
}

std::optional<Name> parse_uri(std::string_view text) {
  const std::vector<std::string_view> pieces = split(text, ':');
  if (pieces.size() > language + 1) return std::nullopt;
  Name name;
  std::fill(std::begin(name.parts), std::end(name.parts), "*");
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i == edition && pieces[i].starts_with('~')) {  // packed: ~edition~sw_edition~target_sw~target_hw~other
      const std::vector<std::string_view> packed = split(pieces[i].substr(1), '~');
      constexpr std::size_t kOrder[] = {edition, sw_edition, target_sw, target_hw, other};
      if (packed.size() > std::size(kOrder)) return std::nullopt;
      for (std::size_t k = 0; k < packed.size(); ++k)
        if (!set(&name, kOrder[k], from_uri(packed[k]))) return std::nullopt;
    } else if (!set(&name, i, from_uri(pieces[i]))) {
      return std::nullopt;
    }
  }
  return name;
}

std::optional<Name> parse_formatted(std::string_view text) {
  const std::vector<std::string_view> pieces = split_unquoted(text);
  if (pieces.size() != kParts) return std::nullopt;
  Name name;
  for (std::size_t i = 0; i < kParts; ++i)
    if (!set(&name, i, from_formatted(pieces[i]))) return std::nullopt;
  return name;
}

bool is_quote_at(std::string_view text, std::size_t at) { return text[at] == '\\' && at + 1 < text.size(); }

// Glob match of a source part with wildcards against a literal; iterative, at worst quadratic.
bool wildcard_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    const std::size_t unit = is_quote_at(text, t) ? 2 : 1;
    const std::size_t pattern_unit = p < pattern.size() && is_quote_at(pattern, p) ? 2 : 1;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern.substr(p, pattern_unit) == text.substr(t, unit))) {
      p += pattern_unit;
      t += unit;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      resume += is_quote_at(text, resume) ? 2 : 1;
      t = resume;
    } else {
      return false;
    }
  }
  // A ? at the end may stand for nothing (NISTIR 7696: zero or one character there).
  return pattern.find_first_not_of("*?", p) == std::string_view::npos;
}

bool part_matches(const std::string& source, const std::string& target) {
  if (source == "*") return true;
  if (target == "*") return false;
  const std::string a = to_lower(source), b = to_lower(target);
  if (a == b) return true;
  if (a == "-" || b == "-") return false;
  return wildcard_match(a, b);
}

bool flag(const xml::Source& source, const xml::Element& element, std::string_view name) {
  const std::string word = element.attr_or(name, "false");
  if (word != "true" && word != "false" && word != "1" && word != "0")
    throw ContentError(source.name(), element.line(), {}, std::string(name) + " is no boolean: \"" + printable(word) + "\"");
  return element.attr_bool(name, false);
}

LogicalTest load_test(const xml::Source& source, const xml::Element& element) {
  LogicalTest test;
  const std::string operation = element.attr_or("operator", element.attr_or("op", ""));
  if (operation != "AND" && operation != "OR")
    throw ContentError(source.name(), element.line(), {}, "unknown operator \"" + printable(operation) + "\" of a logical-test");
  test.operation = operation == "AND" ? LogicalTest::Operator::AND : LogicalTest::Operator::OR;
  test.negate = flag(source, element, "negate");
  for (const xml::Element* child : element.elements()) {
    if (child->name == "logical-test") test.tests.push_back(load_test(source, *child));
    if (child->name == "fact-ref") test.fact_refs.push_back(child->attr_or("name", ""));
    if (child->name == "check-fact-ref")
      test.check_fact_refs.push_back({child->attr_or("system", ""), child->attr_or("href", ""), child->attr_or("id-ref", "")});
  }
  return test;
}

std::string title_of(const xml::Element& element) {
  const xml::Element* title = element.child("title");
  return title ? std::string(trim(title->text())) : std::string();
}

}  // namespace

std::optional<Name> Name::parse(std::string_view text) {
  text = trim(text);
  const std::string start = to_lower(text.substr(0, 8));
  std::optional<Name> name;
  if (start.starts_with("cpe:/")) name = parse_uri(text.substr(5));
  if (start.starts_with("cpe:2.3:")) name = parse_formatted(text.substr(8));
  if (!name) return name;
  const std::string kind = to_lower(name->parts[part]);
  if (kind != "a" && kind != "o" && kind != "h" && kind != "*" && kind != "-") return std::nullopt;
  return name;
}

bool matches(const Name& source, const Name& target) {
  return std::equal(std::begin(source.parts), std::end(source.parts), std::begin(target.parts), part_matches);
}

std::vector<const DictionaryItem*> Dictionary::find_all(std::string_view name) const {
  std::vector<const DictionaryItem*> equal, covered;
  const std::optional<Name> source = Name::parse(name);
  for (const DictionaryItem& item : items) {
    const std::optional<Name> target = source ? Name::parse(item.name) : std::nullopt;
    const bool covers = target && matches(*source, *target);
    if (item.name == name || (covers && matches(*target, *source)))
      equal.push_back(&item);
    else if (covers)
      covered.push_back(&item);
  }
  return equal.empty() ? covered : equal;
}

const DictionaryItem* Dictionary::find(std::string_view name) const {
  const std::vector<const DictionaryItem*> found = find_all(name);
  return found.empty() ? nullptr : found.front();
}

Dictionary load_dictionary(const xml::Source& source, const xml::Element& cpe_list) {
  const bool is_language = cpe_list.name == "platform-specification";
  if (cpe_list.name != "cpe-list" && !is_language)
    throw ContentError(source.name(), cpe_list.line(), {}, "<" + printable(cpe_list.name) + "> is no CPE dictionary");
  Dictionary dictionary;
  if (is_language) dictionary.platforms = load_platforms(source, cpe_list);
  for (const xml::Element* element : cpe_list.children("cpe-item")) {
    DictionaryItem item{element->attr_or("name", ""), title_of(*element), {}};
    if (item.name.empty()) throw ContentError(source.name(), element->line(), {}, "a cpe-item without a name");
    for (const xml::Element* check : element->children("check"))
      item.checks.push_back({check->attr_or("system", ""), check->attr_or("href", ""), std::string(trim(check->text()))});
    dictionary.items.push_back(std::move(item));
  }
  return dictionary;
}

std::vector<Platform> load_platforms(const xml::Source& source, const xml::Element& platform_specification) {
  std::vector<Platform> platforms;
  for (const xml::Element* element : platform_specification.children("platform")) {
    Platform platform{element->attr_or("id", ""), title_of(*element), {}};
    if (platform.id.empty()) throw ContentError(source.name(), element->line(), {}, "a platform without an id");
    const xml::Element* test = element->child("logical-test");
    if (!test) throw ContentError(source.name(), element->line(), platform.id, "a platform without a logical-test");
    platform.test = load_test(source, *test);
    platforms.push_back(std::move(platform));
  }
  return platforms;
}

}  // namespace assay::cpe
