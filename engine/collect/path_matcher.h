// What a path, filename or filepath entity of a file object accepts, and what a walk can conclude from it before it has looked.
//
// It differs from BoundEntity::matches in two ways: a pattern that runs out of its match limit says so instead of "no match", and
// "." of a pattern also matches a newline, so that "^.*$" is every name (a name may hold any byte but "/" and NUL).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/collect/probe.h"

namespace assay::collect {

class PathMatcher {
 public:
  // `entity` and `patterns` must outlive the matcher.
  PathMatcher(const BoundEntity& entity, RegexCache& patterns);

  // Error: a match limit was reached (EOVERFLOW) or a pattern does not compile (EINVAL).
  Result<bool> matches(std::string_view seen) const;
  // May some string that is longer than `prefix` and starts with it match? Errs towards yes.
  bool may_continue(std::string_view prefix) const;
  // The strings that match, where only they can; nothing where the tree must be searched.
  const std::optional<std::vector<std::string>>& literals() const { return literals_; }
  // The deepest directory that holds everything that can match a path or filepath entity: "/etc/ssh" for "^/etc/ssh/.*\.conf$".
  std::string common_directory() const;

 private:
  void find_literals();
  Result<bool> matches_value(std::size_t index, std::string_view seen) const;
  bool value_may_continue(std::size_t index, std::string_view prefix) const;

  const BoundEntity* entity_;
  RegexCache* cache_;
  oval::Check check_;
  bool anything_ = false;  // every non-empty string matches
  std::vector<const Regex*> patterns_;
  std::string pattern_error_;
  std::optional<std::vector<std::string>> literals_;
  std::unordered_set<std::string_view> literal_set_;  // the same, for a question with as many values as a system has users
};

// What every match of an anchored pattern begins with: "/etc/ssh/" for "^/etc/ssh/(a|b)$"; "" where nothing is certain.
std::string literal_prefix(std::string_view pattern);

}  // namespace assay::collect
