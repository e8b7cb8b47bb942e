#include "engine/collect/path_matcher.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "engine/base/text.h"
#include "engine/evaluate/value.h"

namespace assay::collect {
namespace {

using oval::Check;
using oval::Operation;
using oval::Truth;

// Patterns content uses to say "any"; as a regular expression each costs a search an entry.
constexpr std::array<std::string_view, 10> kAnything = {".*", "^.*$", "^.*", ".*$", ".+", "^.+$", "^.+", ".+$", "", "^"};

bool is_quantifier(char c) { return c == '*' || c == '?' || c == '+' || c == '{'; }

// Constructs whose brackets and bars are not what they seem: quoted and control characters, classes in classes, comments, verbs and the
// option that allows comments.
bool hides_brackets(std::string_view pattern) {
  for (const std::string_view sign : {"\\Q", "\\c", "[:", "[.", "[=", "(?#", "(*"})
    if (pattern.find(sign) != std::string_view::npos) return true;
  for (std::size_t at = pattern.find("(?"); at != std::string_view::npos; at = pattern.find("(?", at + 1))
    if (pattern.substr(at, pattern.find_first_of(":)", at) - at).find('x') != std::string_view::npos) return true;
  return false;
}

// Is there an alternative outside all groups, that could do without what the pattern begins with?
bool has_outer_alternative(std::string_view pattern) {
  if (pattern.find('|') == std::string_view::npos) return false;
  if (hides_brackets(pattern)) return true;
  int groups = 0;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      if (i + 1 < pattern.size() && pattern[i + 1] == '^') ++i;
      if (i + 1 < pattern.size() && pattern[i + 1] == ']') ++i;  // first in a class it is itself
    } else if (c == '(') {
      ++groups;
    } else if (c == ')') {
      --groups;
    } else if (c == '|' && groups <= 0) {
      return true;
    }
  }
  return false;
}

// A quantifier is of a whole character, which in UTF-8 may be several bytes.
void remove_last_character(std::string& text) {
  while (text.size() > 1 && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
  if (!text.empty()) text.pop_back();
}

bool starts_with_ignore_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && equals_ignore_case(text.substr(0, start.size()), start);
}

// The directory part of a prefix, that the names in it may go on from.
std::string directory_of(std::string_view prefix) {
  const std::size_t slash = prefix.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? "/" : std::string(prefix.substr(0, slash));
}

std::string common_prefix(const std::string& a, const std::string& b) {
  return {a.begin(), std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first};
}

}  // namespace

std::string literal_prefix(std::string_view pattern) {
  if (!pattern.starts_with('^') || has_outer_alternative(pattern)) return {};
  constexpr std::string_view kSpecial = "[](){}.*+?^$|\\#";
  std::string prefix;
  for (std::size_t i = 1; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (c == '\\') {
      if (i + 1 == pattern.size() || static_cast<unsigned char>(pattern[i + 1]) > 127) break;
      c = pattern[i + 1];
      const bool letter_or_digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (letter_or_digit) break;
      ++i;
    } else if (kSpecial.find(c) != std::string_view::npos) {
      if (is_quantifier(c)) remove_last_character(prefix);
      return prefix;
    }
    prefix += c;
  }
  return prefix;
}

PathMatcher::PathMatcher(const BoundEntity& entity, RegexCache& patterns)
    : entity_(&entity), cache_(&patterns), check_(entity.spec().var_ref.empty() ? Check::all : entity.spec().var_check) {
  const bool one_value = entity.values().size() == 1 && check_ != Check::none_satisfy;
  if (entity.operation() == Operation::pattern_match) {
    for (const std::string& value : entity.values()) {
      std::string error;
      patterns_.push_back(patterns.get(value, {.singleline = true}, &error));
      if (patterns_.back() == nullptr && pattern_error_.empty()) pattern_error_ = error;
    }
    anything_ = one_value && std::find(kAnything.begin(), kAnything.end(), entity.values()[0]) != kAnything.end();
  }
  if (entity.operation() != Operation::equals || check_ == Check::none_satisfy) return;
  find_literals();
}

// A value matches itself, unless all must be equal to it, or none but one.
void PathMatcher::find_literals() {
  std::unordered_map<std::string_view, std::size_t> times;
  for (const std::string& value : entity_->values()) ++times[value];
  literals_.emplace();
  for (const std::string& value : entity_->values()) {
    const bool alone = check_ == Check::all ? times.size() == 1 : check_ != Check::only_one || times[value] == 1;
    if (alone && literal_set_.insert(value).second) literals_->push_back(value);
  }
}

Result<bool> PathMatcher::matches_value(std::size_t index, std::string_view seen) const {
  if (entity_->operation() == Operation::pattern_match) {
    if (patterns_[index] == nullptr) return fail(EINVAL, pattern_error_);
    return patterns_[index]->search(seen);
  }
  std::string why;
  const Truth found = evaluate::compare(seen, entity_->operation(), entity_->values()[index], oval::Datatype::string, *cache_, &why);
  if (found == Truth::error) return fail(EINVAL, entity_->spec().name + ": " + why);
  return found == Truth::true_;
}

Result<bool> PathMatcher::matches(std::string_view seen) const {
  if (anything_) return !seen.empty();
  if (literals_) return literal_set_.find(seen) != literal_set_.end();
  const std::size_t all = entity_->values().size();
  std::size_t yes = 0;
  for (std::size_t i = 0; i < all; ++i) {
    const Result<bool> one = matches_value(i, seen);
    if (!one) return one;
    yes += *one ? 1 : 0;
  }
  switch (check_) {
    case Check::all: return all > 0 && yes == all;
    case Check::at_least_one: return yes > 0;
    case Check::none_satisfy: return all > 0 && yes == 0;
    case Check::only_one: return yes == 1;
  }
  return false;
}

bool PathMatcher::value_may_continue(std::size_t index, std::string_view prefix) const {
  const std::string& value = entity_->values()[index];
  switch (entity_->operation()) {
    case Operation::equals: return value.size() > prefix.size() && std::string_view(value).starts_with(prefix);
    case Operation::case_insensitive_equals: return value.size() > prefix.size() && starts_with_ignore_case(value, prefix);
    case Operation::pattern_match: return patterns_[index] == nullptr || patterns_[index]->prefix(prefix) == Regex::Prefix::can_match;
    case Operation::not_equal:
    case Operation::case_insensitive_not_equal:
    case Operation::greater_than:
    case Operation::less_than:
    case Operation::greater_than_or_equal:
    case Operation::less_than_or_equal:
    case Operation::bitwise_and:
    case Operation::bitwise_or:
    case Operation::subset_of:
    case Operation::superset_of: break;
  }
  return true;
}

bool PathMatcher::may_continue(std::string_view prefix) const {
  if (anything_ || check_ == Check::none_satisfy) return true;
  for (std::size_t i = 0; i < entity_->values().size(); ++i)
    if (value_may_continue(i, prefix)) return true;
  return false;
}

std::string PathMatcher::common_directory() const {
  if (entity_->operation() != Operation::pattern_match || check_ == Check::none_satisfy || entity_->values().empty()) return "/";
  std::string common = literal_prefix(entity_->values()[0]);
  for (const std::string& value : entity_->values()) common = common_prefix(common, literal_prefix(value));
  return common.starts_with('/') ? directory_of(common) : "/";
}

}  // namespace assay::collect
