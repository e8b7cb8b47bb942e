#include "engine/collect/path_matcher.h"

#include <gtest/gtest.h>

#include "tests/support/asked.h"

namespace assay::collect {
namespace {

TEST(LiteralPrefix, IsWhatAnAnchoredPatternBeginsWith) {
  EXPECT_EQ(literal_prefix("^/etc/ssh/.*$"), "/etc/ssh/");
  EXPECT_EQ(literal_prefix(R"(^\/etc\/ssh\/sshd_config$)"), "/etc/ssh/sshd_config");
  EXPECT_EQ(literal_prefix("^/etc/(a|b)$"), "/etc/");
}

TEST(LiteralPrefix, LeavesOutACharacterThatMayBeAbsent) {
  EXPECT_EQ(literal_prefix("^/etc/?"), "/etc");
  EXPECT_EQ(literal_prefix("^/etc/a*"), "/etc/");
  EXPECT_EQ(literal_prefix("^/etc/a{0,1}"), "/etc/");
  EXPECT_EQ(literal_prefix("^/etc/a\xC3\xA9?"), "/etc/a");  // a character, not its last byte
}

TEST(LiteralPrefix, IsEmptyWhereNothingIsCertain) {
  EXPECT_EQ(literal_prefix("/etc/ssh"), "");
  EXPECT_EQ(literal_prefix("^/etc|^/usr"), "");
  EXPECT_EQ(literal_prefix("^/etc/[]|]x|/usr"), "");
  EXPECT_EQ(literal_prefix(R"(^\Q/etc|\E)"), "");
  EXPECT_EQ(literal_prefix(R"(^/etc\c(|/usr)"), "");
  EXPECT_EQ(literal_prefix("^/etc/[[:digit:](]|/usr"), "");
  EXPECT_EQ(literal_prefix("^/etc(?#()|/usr"), "");
  EXPECT_EQ(literal_prefix("^/etc(?x) #(\n|/usr"), "");
  EXPECT_EQ(literal_prefix("(?i)^/etc"), "");
}

TEST(LiteralPrefix, IsNotMisledByAlternativesInGroupsAndClasses) {
  EXPECT_EQ(literal_prefix("^/etc/[a|b](c|d)"), "/etc/");
  EXPECT_EQ(literal_prefix(R"(^/etc/a\|b)"), "/etc/a|b");
}

TEST(LiteralPrefix, StopsAtAnEscapeThatIsNotACharacter) { EXPECT_EQ(literal_prefix(R"(^/etc/\d+)"), "/etc/"); }

class Matcher {
 public:
  Matcher(std::vector<std::string> values, oval::Operation operation, oval::Check check = oval::Check::at_least_one)
      : asked_("found"), matcher_(asked_.entity("path", std::move(values), check, operation).query().entities()[0], patterns_) {}
  const PathMatcher* operator->() const { return &matcher_; }

 private:
  test::Asked asked_;
  RegexCache patterns_;
  PathMatcher matcher_;
};

TEST(PathMatcher, StartsInTheDirectoryThatHoldsAllMatches) {
  EXPECT_EQ(Matcher({"^/etc/ssh/x", "^/etc/ssl/x"}, oval::Operation::pattern_match)->common_directory(), "/etc");
  EXPECT_EQ(Matcher({"^/etc/ssh$"}, oval::Operation::pattern_match)->common_directory(), "/etc");
  EXPECT_EQ(Matcher({"^/etc/x", "usr"}, oval::Operation::pattern_match)->common_directory(), "/");
  EXPECT_EQ(Matcher({"^/etc/x"}, oval::Operation::pattern_match, oval::Check::none_satisfy)->common_directory(), "/");
}

TEST(PathMatcher, KnowsWhetherALongerPathMayMatch) {
  const Matcher pattern({"^/etc/ssh/"}, oval::Operation::pattern_match);
  EXPECT_TRUE(pattern->may_continue("/etc/"));
  EXPECT_FALSE(pattern->may_continue("/usr/"));
  const Matcher any_case({"/ETC/ssh"}, oval::Operation::case_insensitive_equals);
  EXPECT_TRUE(any_case->may_continue("/etc/"));
  EXPECT_FALSE(any_case->may_continue("/etc/ssh"));
  EXPECT_TRUE(Matcher({"/etc"}, oval::Operation::not_equal)->may_continue("/usr/"));
}

TEST(PathMatcher, OnlyOneOfTheValuesMayMatch) {
  const Matcher matcher({"^/e", "^/etc"}, oval::Operation::pattern_match, oval::Check::only_one);
  EXPECT_TRUE(matcher->matches("/e").value());
  EXPECT_FALSE(matcher->matches("/etc").value());
}

TEST(PathMatcher, TheLiteralsAreTheValuesThatMatch) {
  const std::vector<std::string> twice = {"/a", "/b", "/a"};
  EXPECT_EQ(*Matcher(twice, oval::Operation::equals)->literals(), (std::vector<std::string>{"/a", "/b"}));
  EXPECT_EQ(*Matcher(twice, oval::Operation::equals, oval::Check::only_one)->literals(), std::vector<std::string>{"/b"});
  EXPECT_TRUE(Matcher(twice, oval::Operation::equals, oval::Check::all)->literals()->empty());
  EXPECT_EQ(*Matcher({"/a", "/a"}, oval::Operation::equals, oval::Check::all)->literals(), std::vector<std::string>{"/a"});
}

// Compared with each other they would cost minutes.
TEST(PathMatcher, AsksForAsManyPathsAsASystemHasUsers) {
  std::vector<std::string> homes;
  for (int i = 0; i < 300'000; ++i) homes.push_back("/home/u" + std::to_string(i));
  const Matcher matcher(std::move(homes), oval::Operation::equals);
  EXPECT_EQ(matcher->literals()->size(), 300'000u);
  EXPECT_TRUE(matcher->matches("/home/u299999").value());
  EXPECT_FALSE(matcher->matches("/home/v").value());
}

TEST(PathMatcher, AnOperationThatHasNoMeaningForAPathIsAnError) {
  EXPECT_FALSE(Matcher({"/etc"}, oval::Operation::greater_than)->matches("/etc").has_value());
}

TEST(PathMatcher, APatternThatDoesNotCompileIsAnError) {
  EXPECT_FALSE(Matcher({"["}, oval::Operation::pattern_match)->matches("/etc").has_value());
}

}  // namespace
}  // namespace assay::collect
