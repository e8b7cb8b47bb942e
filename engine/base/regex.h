// Perl-compatible patterns (PCRE2, JIT where there is one) with bounded work: a pattern that would backtrack for ever ends
// with an error, which callers turn into a flag, never into "no match".
//
// A Regex is immutable and may be searched from several threads at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/result.h"

namespace assay {

class Regex {
 public:
  // The options OVAL 5.11.2 textfilecontent54 behaviors name, and what we need ourselves.
  struct Options {
    bool ignore_case = false;
    bool multiline = false;   // ^ and $ match at line ends
    bool singleline = false;  // . matches a newline
    bool metered = false;     // for find() with an Effort; slower, without JIT
    auto operator<=>(const Options&) const = default;
  };

  // A half-open byte range of the subject; `begin == npos` for a group that took no part.
  struct Range {
    std::size_t begin = std::string_view::npos;
    std::size_t end = std::string_view::npos;
    bool matched() const { return begin != std::string_view::npos; }
    std::string_view in(std::string_view subject) const { return matched() ? subject.substr(begin, end - begin) : std::string_view{}; }
  };
  using Captures = std::vector<Range>;  // [0] is the whole match, then one per group of the pattern

  // What searches may still do, in steps: turns of the matcher and characters it passed. The match limit alone does not bound a
  // search: it begins anew at every character of the subject, and does not count what a simple repeat passes.
  struct Effort {
    std::uint64_t left = 0;
  };

  enum class Prefix { can_match, cannot_match };

  using Time = std::chrono::steady_clock::time_point;

  // Patterns are UTF-8 where they are valid UTF-8 with bytes above 127, else bytes. Error: EINVAL with PCRE2's message and offset.
  // A search of a large subject ends with ETIMEDOUT when `deadline` is over.
  static Result<Regex> compile(std::string_view pattern, Options options, Time deadline = kLimits.deadline);
  static Result<Regex> compile(std::string_view pattern) { return compile(pattern, Options{}); }

  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();

  // Unanchored search. Errors: EOVERFLOW where a match limit was reached, ETIMEDOUT.
  Result<bool> search(std::string_view subject) const;
  // The first match at or after `from`, with its captures; an empty vector where there is none.
  Result<Captures> find(std::string_view subject, std::size_t from = 0) const;
  // The same of a metered pattern, as long as `effort` lasts; EOVERFLOW where it does not.
  Result<Captures> find(std::string_view subject, std::size_t from, Effort& effort) const;
  // May some string that starts with `prefix` still match? (PCRE2 partial matching; the walk prunes by it.) Errs towards can_match.
  Prefix prefix(std::string_view prefix) const;

  std::size_t group_count() const;
  const std::string& pattern() const;

 private:
  struct Impl;
  explicit Regex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Compiles each pattern once; hands out stable pointers. Safe to use from several threads.
class RegexCache {
 public:
  explicit RegexCache(Regex::Time deadline = kLimits.deadline);
  ~RegexCache();
  // Null with `*error` set where the pattern does not compile.
  const Regex* get(std::string_view pattern, Regex::Options options, std::string* error);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay
