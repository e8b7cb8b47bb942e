#include "engine/evaluate/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

namespace assay::evaluate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using xccdf::Outcome;

constexpr std::int64_t kDay = 1'800'000'000;  // 2027-01-15

// Rules r0, r1, ... with their outcomes, put to a gate.
class Scored {
 public:
  RuleResult& add(Outcome outcome) {
    rules_.push_back(std::make_unique<xccdf::Rule>());
    rules_.back()->id = "r" + std::to_string(rules_.size() - 1);
    RuleResult result;
    result.rule.rule = rules_.back().get();
    result.rule.selected = outcome != Outcome::notselected;
    result.outcome = outcome;
    results.rules.push_back(result);
    return results.rules.back();
  }
  Verdict verdict(JudgeOptions options = {}) {
    results.scores = scores({}, results.rules);
    results.waivers.clear();
    results.missed.clear();
    results.score_with_waivers.reset();
    for (RuleResult& row : results.rules) row.waiver = std::nullopt;
    options.now = kDay;
    decide(results, options);
    return results.verdict;
  }
  std::vector<WaiverState> states() const {
    std::vector<WaiverState> all;
    for (const WaiverUse& use : results.waivers) all.push_back(use.state);
    return all;
  }

  Results results;

 private:
  std::vector<std::unique_ptr<xccdf::Rule>> rules_;
};

Waiver waiver(const std::string& rule, const std::string& expires = "2027-12-31") {
  Waiver made;
  made.rule_id = rule;
  made.reason = "because";
  made.owner = "somebody";
  made.expires = expires;
  return made;
}

JudgeOptions with(std::vector<Waiver> waivers) {
  JudgeOptions options;
  options.waivers = std::move(waivers);
  return options;
}

JudgeOptions against(Outcomes baseline) {
  JudgeOptions options;
  options.baseline_name = "before.json";
  options.baseline = std::move(baseline);
  return options;
}

TEST(Gate, IsNotCompliantWhereARuleFailedAndCompliantWhereNoneDid) {
  Scored good, bad;
  good.add(Outcome::pass);
  bad.add(Outcome::pass);
  bad.add(Outcome::fail);
  EXPECT_EQ(good.verdict(), Verdict::compliant);
  EXPECT_EQ(bad.verdict(), Verdict::not_compliant);
}

TEST(Gate, IsIndeterminateWhereNothingWasJudged) {
  Scored nothing, errors;
  nothing.add(Outcome::notapplicable);
  errors.add(Outcome::error);
  errors.add(Outcome::unknown);
  EXPECT_EQ(Scored().verdict(), Verdict::indeterminate);
  EXPECT_EQ(nothing.verdict(), Verdict::indeterminate);
  EXPECT_EQ(errors.verdict(), Verdict::indeterminate);
}

TEST(Gate, WhatTheCallerTakesOutOfTheVerdictIsSaid) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.verdict();
  EXPECT_THAT(scored.results.notes, IsEmpty());
  JudgeOptions options;
  options.fail_on = {Outcome::unknown};
  options.min_severity = xccdf::Severity::high;
  scored.verdict(options);
  EXPECT_THAT(scored.results.notes, ElementsAre(testing::HasSubstr("(--fail-on): fail, error"), testing::HasSubstr("below severity high")));
}

TEST(Gate, AnErrorBesideAPassIsNotCompliantUnlessItIsNotToFail) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::error);
  JudgeOptions lenient;
  lenient.fail_on = {Outcome::fail};
  EXPECT_EQ(scored.verdict(), Verdict::not_compliant);
  EXPECT_EQ(scored.verdict(lenient), Verdict::compliant);
}

TEST(Gate, CoverageBelowTheFloorIsIndeterminateButAFailIsAFail) {
  Scored good, bad;
  good.add(Outcome::pass);
  bad.add(Outcome::fail);
  good.results.coverage = bad.results.coverage = 79.9;
  JudgeOptions floor;
  floor.min_coverage = 80;
  EXPECT_EQ(good.verdict(floor), Verdict::indeterminate);
  EXPECT_EQ(bad.verdict(floor), Verdict::not_compliant);
  good.results.coverage = 80;
  EXPECT_EQ(good.verdict(floor), Verdict::compliant);
}

TEST(Gate, AScoreBelowTheFloorIsNotCompliant) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::fail);
  JudgeOptions options;
  options.fail_on = {};
  options.min_score = 50;
  EXPECT_EQ(scored.verdict(options), Verdict::compliant);
  options.min_score = 50.1;
  EXPECT_EQ(scored.verdict(options), Verdict::not_compliant);
}

TEST(Gate, LowerSeveritiesAreIgnoredWhereAskedButNeverUnknownOnes) {
  Scored scored;
  scored.add(Outcome::pass).rule.severity = xccdf::Severity::high;
  scored.add(Outcome::fail).rule.severity = xccdf::Severity::low;
  JudgeOptions options;
  options.min_severity = xccdf::Severity::medium;
  EXPECT_EQ(scored.verdict(options), Verdict::compliant);
  scored.add(Outcome::fail).rule.severity = xccdf::Severity::unknown;
  EXPECT_EQ(scored.verdict(options), Verdict::not_compliant);
}

TEST(Gate, IsIndeterminateWhereNoRuleOfTheSeverityWasJudged) {
  Scored scored;
  scored.add(Outcome::pass).rule.severity = xccdf::Severity::low;
  JudgeOptions options;
  options.min_severity = xccdf::Severity::high;
  EXPECT_EQ(scored.verdict(options), Verdict::indeterminate);
}

TEST(Gate, NamesTheFloorThatWasMissed) {
  Scored scored;
  for (int i = 0; i < 3; ++i) scored.add(Outcome::pass);
  scored.add(Outcome::fail);
  scored.results.coverage = 61.239;
  JudgeOptions options;
  options.fail_on = {};
  options.min_score = 79.5;
  options.min_coverage = 62;
  EXPECT_EQ(scored.verdict(options), Verdict::indeterminate);
  EXPECT_THAT(scored.results.missed, ElementsAre("coverage 61.23 is below --min-coverage 62", "score 75 is below --min-score 79.5"));
}

TEST(Waiver, TakesAFailOutOfTheVerdictAndNotOutOfTheOutcomes) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::fail);
  EXPECT_EQ(scored.verdict(with({waiver("r1")})), Verdict::compliant);
  EXPECT_EQ(scored.results.rules[1].outcome, Outcome::fail);
  EXPECT_EQ(scored.results.rules[1].waiver, 0u);
  EXPECT_FALSE(scored.results.rules[1].blocks);
  EXPECT_THAT(scored.states(), ElementsAre(WaiverState::used));
}

TEST(Waiver, GivesTheScoreASecondTimeWithoutTheWaivedRules) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::fail);
  JudgeOptions options = with({waiver("r1")});
  options.min_score = 90;
  EXPECT_EQ(scored.verdict(options), Verdict::compliant);
  EXPECT_DOUBLE_EQ(scored.results.scores[0].score, 50);
  EXPECT_DOUBLE_EQ(scored.results.score_with_waivers.value(), 100);
}

TEST(Waiver, OfARuleThatPassesOrWasNotJudgedIsNotNeeded) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::notchecked);
  EXPECT_EQ(scored.verdict(with({waiver("r0"), waiver("r1")})), Verdict::compliant);
  EXPECT_THAT(scored.states(), ElementsAre(WaiverState::not_needed, WaiverState::not_needed));
  EXPECT_FALSE(scored.results.score_with_waivers);
}

TEST(Waiver, CoversErrorAndUnknownAndWhateverElseIsToFail) {
  Scored scored;
  scored.add(Outcome::pass);
  for (const Outcome outcome : {Outcome::error, Outcome::unknown, Outcome::notchecked}) scored.add(outcome);
  JudgeOptions options = with({waiver("r1"), waiver("r2"), waiver("r3")});
  options.fail_on = {Outcome::fail, Outcome::error, Outcome::unknown, Outcome::notchecked};
  EXPECT_EQ(scored.verdict(options), Verdict::compliant);
}

TEST(Waiver, HoldsOnItsLastDayAndNoLonger) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::fail);
  EXPECT_EQ(scored.verdict(with({waiver("r1", "2027-01-15")})), Verdict::compliant);
  EXPECT_EQ(scored.verdict(with({waiver("r1", "2027-01-14")})), Verdict::not_compliant);
  EXPECT_THAT(scored.states(), ElementsAre(WaiverState::expired));
  EXPECT_FALSE(scored.results.score_with_waivers);
}

TEST(Waiver, IsForItsTargetsAndItsProfileAlone) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::fail);
  scored.results.selection.profile_id = "xccdf_org.example_profile_server";
  scored.results.target.system.primary_host_name = "web1.example.com";
  bool live = true;
  const auto verdict_in = [&](const std::string& target, const std::string& profile) {
    Waiver scoped = waiver("r1");
    scoped.scope_target = target;
    scoped.scope_profile = profile;
    JudgeOptions options = with({scoped});
    options.target_label = "images/base.qcow2";
    options.target_live = live;
    return scored.verdict(options);
  };
  EXPECT_EQ(verdict_in("images/*.qcow2", ""), Verdict::compliant);
  EXPECT_EQ(verdict_in("web?.example.com", "server"), Verdict::compliant);
  live = false;  // an image calls itself what it likes
  EXPECT_EQ(verdict_in("web?.example.com", "server"), Verdict::not_compliant);
  EXPECT_EQ(verdict_in("db*", ""), Verdict::not_compliant);
  EXPECT_EQ(verdict_in("", "workstation"), Verdict::not_compliant);
  EXPECT_THAT(scored.states(), ElementsAre(WaiverState::out_of_scope));
}

TEST(Waiver, OfEverythingThatWasJudgedLeavesNothingToPassOn) {
  Scored scored;
  scored.add(Outcome::fail);
  scored.add(Outcome::notapplicable);
  EXPECT_EQ(scored.verdict(with({waiver("r0")})), Verdict::indeterminate);
}

TEST(Waiver, CoversEveryInstanceOfItsRuleWhichThenDoesNotScore) {
  Scored scored;
  scored.add(Outcome::fail);
  scored.results.rules.push_back(scored.results.rules[0]);
  scored.results.rules[1].outcome = Outcome::pass;
  scored.results.rules[1].instance = "i";
  scored.results.rules.push_back(scored.results.rules[0]);
  scored.add(Outcome::pass);
  EXPECT_EQ(scored.verdict(with({waiver("r0")})), Verdict::compliant);
  EXPECT_TRUE(scored.results.rules[0].waiver && !scored.results.rules[1].waiver && scored.results.rules[2].waiver);
  EXPECT_DOUBLE_EQ(scored.results.score_with_waivers.value(), 100);
}

TEST(Baseline, LetsFailWhatFailedBefore) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::fail);
  EXPECT_EQ(scored.verdict(against({{"r0", Outcome::pass}, {"r1", Outcome::fail}})), Verdict::compliant);
  EXPECT_EQ(scored.results.rules[1].baseline, Outcome::fail);
  EXPECT_EQ(scored.results.baseline_name, "before.json");
}

TEST(Baseline, StopsWhatGotWorseAndWhatItDoesNotKnow) {
  for (const Outcome before : {Outcome::pass, Outcome::notapplicable, Outcome::notchecked, Outcome::unknown, Outcome::error}) {
    Scored scored;
    scored.add(Outcome::pass);
    scored.add(Outcome::fail);
    EXPECT_EQ(scored.verdict(against({{"r1", before}})), Verdict::not_compliant) << text_of(before);
    EXPECT_TRUE(scored.results.rules[1].blocks);
  }
  Scored unknown;
  unknown.add(Outcome::pass);
  unknown.add(Outcome::fail);
  EXPECT_EQ(unknown.verdict(against({{"r0", Outcome::pass}})), Verdict::not_compliant);
}

TEST(Baseline, AnErrorWhereARuleFailedIsNotWorse) {
  Scored scored;
  scored.add(Outcome::pass);
  scored.add(Outcome::error);
  EXPECT_EQ(scored.verdict(against({{"r1", Outcome::fail}})), Verdict::compliant);
}

}  // namespace
}  // namespace assay::evaluate
