#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/evaluate/judge.h"
#include "engine/evaluate/outcome.h"

namespace assay::evaluate {
namespace {

using xccdf::Outcome;

// Rules of a benchmark, each with its outcome, weight and groups.
class Scored {
 public:
  RuleResult& add(Outcome outcome, double weight = 1, std::vector<const xccdf::Group*> groups = {}) {
    rules_.push_back(std::make_unique<xccdf::Rule>());
    RuleResult result;
    result.rule.rule = rules_.back().get();
    result.rule.selected = outcome != Outcome::notselected;
    result.rule.weight = weight;
    for (const xccdf::Group* group : groups) result.rule.group_weights.push_back(group->weight);
    result.rule.groups = std::move(groups);
    result.outcome = outcome;
    results.rules.push_back(result);
    return results.rules.back();
  }
  double score(std::size_t model) { return scores({}, results.rules).at(model).score; }
  double maximum(std::size_t model) { return scores({}, results.rules).at(model).maximum; }

  Results results;

 private:
  std::vector<std::unique_ptr<xccdf::Rule>> rules_;
};

constexpr std::size_t kDefault = 0, kFlat = 1, kUnweighted = 2, kAbsolute = 3;

xccdf::Group group(double weight) {
  xccdf::Group made;
  made.weight = weight;
  return made;
}

TEST(Score, TheDefaultModelWeighsEachGroupsMean) {
  const xccdf::Group heavy = group(3), inner = group(1);
  Scored scored;
  scored.add(Outcome::pass, 1, {&heavy});
  scored.add(Outcome::fail, 1, {&heavy, &inner});
  scored.add(Outcome::fail, 1);
  scored.add(Outcome::pass, 1);
  // heavy: (100 + 0) / 2 = 50; the benchmark: (50 * 3 + 0 + 100) / 5
  EXPECT_DOUBLE_EQ(scored.score(kDefault), 50);
}

TEST(Score, AGroupWithNothingThatCountsDoesNotCount) {
  const xccdf::Group empty = group(100);
  Scored scored;
  scored.add(Outcome::notchecked, 1, {&empty});
  scored.add(Outcome::pass);
  EXPECT_DOUBLE_EQ(scored.score(kDefault), 100);
}

TEST(Score, ErrorAndUnknownCountAsFailed) {
  Scored scored;
  for (const Outcome outcome : {Outcome::pass, Outcome::fixed, Outcome::error, Outcome::unknown}) scored.add(outcome);
  EXPECT_DOUBLE_EQ(scored.score(kDefault), 50);
  EXPECT_DOUBLE_EQ(scored.score(kUnweighted), 2);
  EXPECT_DOUBLE_EQ(scored.maximum(kUnweighted), 4);
}

TEST(Score, WhatWasNotJudgedAndWhatIsUnscoredDoNotCount) {
  Scored scored;
  for (const Outcome outcome : {Outcome::notapplicable, Outcome::notchecked, Outcome::notselected, Outcome::informational})
    scored.add(outcome);
  scored.add(Outcome::fail).rule.role = xccdf::Role::unscored;
  scored.add(Outcome::pass, 2);
  EXPECT_DOUBLE_EQ(scored.score(kDefault), 100);
  EXPECT_DOUBLE_EQ(scored.maximum(kFlat), 2);
  EXPECT_DOUBLE_EQ(scored.score(kAbsolute), 1);
}

TEST(Score, TheFlatModelAddsWeights) {
  Scored scored;
  scored.add(Outcome::pass, 2.5);
  scored.add(Outcome::fail, 4);
  EXPECT_DOUBLE_EQ(scored.score(kFlat), 2.5);
  EXPECT_DOUBLE_EQ(scored.maximum(kFlat), 6.5);
  EXPECT_DOUBLE_EQ(scored.score(kUnweighted), 1);
  EXPECT_DOUBLE_EQ(scored.score(kAbsolute), 0);
}

TEST(Score, ARuleWithSeveralInstancesCountsOnceAndPassesWhereAllDo) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.results.rules.push_back(scored.results.rules[0]);
  EXPECT_DOUBLE_EQ(scored.maximum(kFlat), 1);
  EXPECT_DOUBLE_EQ(scored.score(kFlat), 1);
  scored.results.rules[1].outcome = Outcome::fail;
  EXPECT_DOUBLE_EQ(scored.score(kFlat), 0);
}

TEST(Score, OfNothingIsNothing) {
  Scored scored;
  scored.add(Outcome::notapplicable);
  EXPECT_DOUBLE_EQ(scored.score(kDefault), 0);
  EXPECT_DOUBLE_EQ(scored.score(kAbsolute), 0);
}

TEST(Score, WeightsOfZeroDoNotDivide) {
  Scored scored;
  scored.add(Outcome::pass, 0);
  EXPECT_DOUBLE_EQ(scored.score(kDefault), 0);
}

// The tables of XCCDF 1.2's complexCheckType, row by row in the order P F U E N K S I.
const std::vector<Outcome> kAxis = {Outcome::pass,          Outcome::fail,       Outcome::unknown,     Outcome::error,
                                    Outcome::notapplicable, Outcome::notchecked, Outcome::notselected, Outcome::informational};

std::string table(Outcome (*combine)(std::span<const Outcome>)) {
  std::string text;
  for (const Outcome a : kAxis)
    for (const Outcome b : kAxis) {
      const std::vector<Outcome> both = {a, b};
      text += "PFUENKSI"[static_cast<std::size_t>(std::find(kAxis.begin(), kAxis.end(), combine(both)) - kAxis.begin())];
    }
  return text;
}

TEST(Outcomes, AndIsTheTableOfTheSpecification) {
  EXPECT_EQ(table(all_of),
            "PFUEPPPP"
            "FFFFFFFF"
            "UFUUUUUU"
            "EFUEEEEE"
            "PFUENNNN"
            "PFUENKKK"
            "PFUENKSS"
            "PFUENKSI");
}

TEST(Outcomes, OrIsTheTableOfTheSpecification) {
  EXPECT_EQ(table(any_of),
            "PPPPPPPP"
            "PFUEFFFF"
            "PUUUUUUU"
            "PEUEEEEE"
            "PFUENNNN"
            "PFUENKKK"
            "PFUENKSS"
            "PFUENKSI");
}

TEST(Outcomes, NotTurnsPassAndFailRoundAndNothingElse) {
  EXPECT_EQ(negate(Outcome::pass), Outcome::fail);
  EXPECT_EQ(negate(Outcome::fail), Outcome::pass);
  for (const Outcome outcome : {Outcome::unknown, Outcome::error, Outcome::notapplicable, Outcome::notchecked, Outcome::informational})
    EXPECT_EQ(negate(outcome), outcome);
}

TEST(Outcomes, OfNothingIsNotChecked) {
  EXPECT_EQ(all_of({}), Outcome::notchecked);
  EXPECT_EQ(any_of({}), Outcome::notchecked);
}

}  // namespace
}  // namespace assay::evaluate
