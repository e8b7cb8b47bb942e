#include "engine/evaluate/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::evaluate {
namespace {

using xccdf::Outcome;

TEST(Differences, TellWhatGotWorseFirstAndLeaveOutWhatIsTheSame) {
  const Outcomes before = {{"a", Outcome::fail}, {"b", Outcome::pass}, {"c", Outcome::pass}, {"d", Outcome::pass}, {"e", Outcome::pass}};
  const Outcomes after = {
      {"a", Outcome::pass}, {"b", Outcome::fail}, {"c", Outcome::notapplicable}, {"d", Outcome::pass}, {"f", Outcome::pass}};
  std::vector<std::string> found;
  for (const Difference& one : differences(before, after)) found.push_back(std::string(text_of(one.change)) + " " + one.key);
  EXPECT_THAT(found, ::testing::ElementsAre("worse b", "better a", "changed c", "new f", "gone e"));
}

TEST(Differences, KeepBothOutcomes) {
  const auto found = differences({{"a", Outcome::notchecked}}, {{"a", Outcome::error}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].before, Outcome::notchecked);
  EXPECT_EQ(found[0].after, Outcome::error);
}

TEST(Badness, RisesFromPassOverNotcheckedAndErrorToFail) {
  EXPECT_EQ(badness(Outcome::pass), badness(Outcome::notapplicable));
  EXPECT_LT(badness(Outcome::pass), badness(Outcome::notchecked));
  EXPECT_LT(badness(Outcome::notchecked), badness(Outcome::unknown));
  EXPECT_EQ(badness(Outcome::unknown), badness(Outcome::error));
  EXPECT_LT(badness(Outcome::error), badness(Outcome::fail));
}

RuleResult row(const xccdf::Rule& rule, Outcome outcome, const std::string& instance = "") {
  RuleResult result;
  result.rule.rule = &rule;
  result.outcome = outcome;
  result.instance = instance;
  return result;
}

TEST(OutcomesByRule, HaveInstancesApartAndNothingNotSelected) {
  xccdf::Rule one, two;
  one.id = "one";
  two.id = "two";
  Results results;
  results.rules = {row(one, Outcome::pass, "i"), row(one, Outcome::fail, "j"), row(two, Outcome::notselected)};
  EXPECT_EQ(outcomes_by_rule(results), (Outcomes{{"one i", Outcome::pass}, {"one j", Outcome::fail}}));
}

TEST(OutcomesByRule, OfTwoResultsOfOneRuleHaveTheWorse) {
  xccdf::Rule rule;
  rule.id = "r";
  Results results;
  results.rules = {row(rule, Outcome::pass), row(rule, Outcome::fail), row(rule, Outcome::error)};
  EXPECT_EQ(outcomes_by_rule(results), (Outcomes{{"r", Outcome::fail}}));
}

}  // namespace
}  // namespace assay::evaluate
