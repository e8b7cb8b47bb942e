#include "engine/base/regex.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Regex compiled(std::string_view pattern, Regex::Options options = {}) { return std::move(Regex::compile(pattern, options).value()); }

}  // namespace

TEST(Regex, ReportsWhereAPatternIsBroken) {
  const auto broken = Regex::compile("a(b");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().detail.find("offset 3"), std::string::npos);
}

TEST(Regex, KnowsLookAroundAndBackReferences) {
  EXPECT_TRUE(compiled(R"((?<=a)b(?!c))").search("abd").value());
  EXPECT_TRUE(compiled(R"((\w+) \1)").search("hello hello").value());
}

TEST(Regex, ARunawayPatternEndsWithAnErrorNotWithNoMatch) {
  const auto answer = compiled("(a|aa)+$").search(std::string(5000, 'a') + "b");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, EOVERFLOW);
}

TEST(Regex, AnswersWhereASubjectOutgrowsTheStackOfTheCompiledCode) {
  EXPECT_TRUE(compiled("^(?:a|bc)*$").search(std::string(50'000, 'a')).value());
}

TEST(Regex, GivesUnmatchedGroupsNoRange) {
  const auto captures = compiled("(a)|(b)").find("b").value();
  ASSERT_EQ(captures.size(), 3u);
  EXPECT_FALSE(captures[1].matched());
  EXPECT_EQ(captures[2].in("b"), "b");
}

TEST(Regex, GivesMoreThanSixtyFourGroups) {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "(a)";
  EXPECT_EQ(compiled(pattern).find(std::string(100, 'a')).value().size(), 101u);
}

TEST(Regex, PrunesDirectoriesThatCannotLeadToAMatch) {
  const Regex regex = compiled(R"(^/etc/.*\.conf$)");
  EXPECT_EQ(regex.prefix("/etc/"), Regex::Prefix::can_match);
  EXPECT_EQ(regex.prefix("/etc/ssh/"), Regex::Prefix::can_match);
  EXPECT_EQ(regex.prefix("/usr/"), Regex::Prefix::cannot_match);
}

TEST(Regex, APatternThatMayMatchAnywhereNeverPrunes) {
  EXPECT_EQ(compiled("ssh/key$").prefix("/usr/"), Regex::Prefix::can_match);
  EXPECT_EQ(compiled("^/etc|usr").prefix("/opt/"), Regex::Prefix::can_match);
  EXPECT_EQ(compiled("^/etc|^/usr").prefix("/opt/"), Regex::Prefix::cannot_match);
}

TEST(RegexPrefix, OfBytesThatAreNoUtf8IsNeverGivenUp) {
  EXPECT_EQ(compiled("^\xD1\xBB?").prefix("\xFF/"), Regex::Prefix::can_match);
  EXPECT_EQ(compiled("^/\xD1\xBB").prefix("/usr/"), Regex::Prefix::cannot_match);
}

TEST(Regex, SearchesBytesThatAreNoUtf8) { EXPECT_TRUE(compiled("b\xC3\xA4r").search("\xFF b\xC3\xA4r").value()); }

TEST(Regex, MatchesTextAfterANulByte) { EXPECT_TRUE(compiled("b").search(std::string_view("a\0b", 3)).value()); }

TEST(Regex, ADollarDoesNotMatchBeforeACarriageReturn) { EXPECT_FALSE(compiled("^a$", {.multiline = true}).search("a\r\n").value()); }

// Its time is up before it begins.
static Regex late(std::string_view pattern, Regex::Options options = {}) {
  return std::move(Regex::compile(pattern, options, std::chrono::steady_clock::now()).value());
}

TEST(RegexDeadline, EndsASearchOfALargeSubject) {
  const auto answer = late("(?:a|aa)+[cd]").search(std::string(1 << 20, 'b'));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ETIMEDOUT);
  EXPECT_EQ(answer.error().detail, kTimeIsOver);
}

TEST(RegexDeadline, StopsASearchThatIsSlowEverywhere) {
  std::string lines;
  while (lines.size() < (4u << 20)) lines += std::string(27, 'a') + "b\n";
  const auto begun = std::chrono::steady_clock::now();
  const Regex regex = std::move(Regex::compile("^(?:a|aa)+[cd]$", {.multiline = true}, begun + std::chrono::milliseconds(50)).value());
  EXPECT_EQ(regex.find(lines).error().code, ETIMEDOUT);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

TEST(RegexDeadline, LeavesWhatIsSmallToBeJudged) { EXPECT_TRUE(late("b$").search("ab").value()); }

// Those that are cut into pieces find what those that are not find.
TEST(RegexDeadline, ChangesNoAnswer) {
  const Regex::Time much_later = std::chrono::steady_clock::now() + std::chrono::hours(1);
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "k\xC3\xA4y" + std::to_string(i) + " = value\n";
  for (const char* pattern : {"^k\xC3\xA4y2999 = (\\w+)$", "(?<=k\xC3\xA4y15)00 ", "\\A=", "\\Z", "$", "\\G.*2999", "(*COMMIT)2999",
                              ".*2999 =", "nowhere", "\xA4y1900"})
    for (const Regex::Options options : {Regex::Options{}, Regex::Options{.multiline = true}, Regex::Options{.singleline = true}}) {
      const auto whole = Regex::compile(pattern, options)->find(text);
      const auto cut = Regex::compile(pattern, options, much_later)->find(text);
      ASSERT_EQ(whole->size(), cut->size()) << pattern;
      for (std::size_t i = 0; i < whole->size(); ++i) EXPECT_EQ((*whole)[i].begin, (*cut)[i].begin) << pattern;
    }
}

TEST(RegexCache, CompilesAPatternOnceForEachSetOfOptions) {
  RegexCache cache;
  std::string error;
  EXPECT_EQ(cache.get("a", {}, &error), cache.get("a", {}, &error));
  EXPECT_NE(cache.get("a", {.ignore_case = true}, &error), cache.get("a", {}, &error));
  EXPECT_EQ(cache.get("(", {}, &error), nullptr);
  EXPECT_FALSE(error.empty());
}

// What a search of a metered pattern took of a million steps; 0: it did not end within them.
static std::uint64_t steps(std::string_view pattern, const std::string& subject) {
  constexpr std::uint64_t kAll = 1'000'000;
  Regex::Effort effort{kAll};
  const auto found = compiled(pattern, {.metered = true}).find(subject, 0, effort);
  if (found) return kAll - effort.left;
  EXPECT_EQ(found.error().code, EOVERFLOW);
  return 0;
}

TEST(MeteredRegex, FindsWhatOthersFind) {
  const Regex regex = compiled("(b+)(c)?", {.metered = true});
  Regex::Effort effort{1000};
  const auto found = regex.find("abba", 0, effort);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 3u);
  EXPECT_EQ((*found)[1].in("abba"), "bb");
  EXPECT_FALSE((*found)[2].matched());
  EXPECT_TRUE(regex.find("xyz", 0, effort)->empty());
}

TEST(MeteredRegex, CostsLittleWhereItFindsSoon) { EXPECT_LT(steps("^root:[^:]*:0:", "root:x:0:0:root:/root:/bin/sh"), 20u); }

TEST(MeteredRegex, EndsWhatTheMatchLimitDoesNotCount) {
  const std::string many(1 << 18, 'a');
  EXPECT_EQ(steps("a*[bc]", many), 0u);
  EXPECT_EQ(steps("(?:a{0,9}){0,6}[bc]", many), 0u);
  EXPECT_EQ(steps("a{60000}[bc]", many), 0u);
  EXPECT_EQ(steps("(a+)\\1[bd]", many + "c" + many), 0u);
}

TEST(MeteredRegex, LeavesNothingBehindForOtherSearches) {
  steps("a*[bc]", std::string(1 << 18, 'a'));
  EXPECT_TRUE(compiled("a*[bc]").search("aab").value());
}

}  // namespace assay
