#include "engine/evaluate/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/evaluate/checklist.h"

namespace assay::evaluate {
namespace {

using oval::Flag;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using xccdf::Outcome;

const std::vector<std::string> kTwo = {"compliance", "compliance"};

std::string export_of(const std::string& value) {
  return "<check-export value-id='xccdf_m_value_" + value + "' export-name='oval:x:var:1'/>";
}

std::string value(const std::string& id, const std::string& text) {
  return "<Value id='xccdf_m_value_" + id + "'><value>" + text + "</value></Value>";
}

TEST(Judge, ATruePatchOrVulnerabilityFailsAndTheRestPass) {
  const std::vector<std::string> classes = {"compliance", "inventory", "miscellaneous", "vulnerability", "patch"};
  std::string rules;
  for (int i = 1; i <= 5; ++i) rules += rule(std::to_string(i), oval_check(std::to_string(i)));
  Checklist all_true(rules, oval_file(classes)), all_false(rules, oval_file(classes));
  for (int i = 1; i <= 5; ++i) all_true.found(std::to_string(i));
  EXPECT_THAT(outcomes(all_true.judge()), ElementsAre(Outcome::pass, Outcome::pass, Outcome::pass, Outcome::fail, Outcome::fail));
  EXPECT_THAT(outcomes(all_false.judge()), ElementsAre(Outcome::fail, Outcome::fail, Outcome::fail, Outcome::pass, Outcome::pass));
}

TEST(Judge, WhatIsNeitherTrueNorFalseKeepsItsNameAndSaysWhy) {
  const std::string rules = rule("a", oval_check("1")) + rule("b", oval_check("2")) + rule("c", oval_check("3"));
  Checklist checklist(rules, oval_file({"compliance", "compliance", "compliance"}));
  checklist.found("1", Flag::error, "cannot read /etc/file1").found("2", Flag::not_collected, "no time left");
  checklist.found("3", Flag::not_applicable, "needs a running system");
  const Results results = checklist.judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::error, Outcome::unknown, Outcome::notapplicable));
  EXPECT_THAT(results.rules[0].messages, ElementsAre(HasSubstr("cannot read /etc/file1")));
  EXPECT_THAT(results.rules[1].messages, ElementsAre(HasSubstr("no time left")));
  EXPECT_THAT(results.rules[2].messages, ElementsAre(HasSubstr("needs a running system")));
}

TEST(Judge, ARuleWhoseTestNoProbeAnswersIsNotCheckedAndNamesTheType) {
  const Results results = Checklist(rule("a", oval_check("1")), oval_file({"compliance"}, "unheard_of")).judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notchecked));
  EXPECT_THAT(results.rules[0].messages, ElementsAre(HasSubstr("independent:unheard_of")));
}

TEST(Judge, WhereTheRestDecidesAnUnansweredTestDoesNotMatter) {
  std::string oval = oval_file(kTwo);
  const std::string criterion = "<criteria><criterion test_ref='oval:x:tst:1'/></criteria>";
  oval.replace(oval.find(criterion), criterion.size(),
               "<criteria operator='OR'><criterion test_ref='oval:x:tst:1'/><criterion test_ref='oval:x:tst:2'/></criteria>");
  Checklist checklist(rule("a", oval_check("1")), oval);
  EXPECT_THAT(outcomes(checklist.found("1").found("2", Flag::not_collected).judge()), ElementsAre(Outcome::pass));
}

TEST(Judge, NegateTurnsPassAndFailRound) {
  Checklist checklist(rule("a", oval_check("1", "negate='true'")) + rule("b", oval_check("2", "negate='true'")), oval_file(kTwo));
  EXPECT_THAT(outcomes(checklist.found("1").judge()), ElementsAre(Outcome::fail, Outcome::pass));
}

TEST(Judge, WithoutANameAllDefinitionsMustPass) {
  Checklist checklist(rule("a", oval_check("")), oval_file(kTwo));
  EXPECT_THAT(outcomes(checklist.found("1").judge()), ElementsAre(Outcome::fail));
  EXPECT_THAT(outcomes(checklist.found("2").judge()), ElementsAre(Outcome::pass));
}

TEST(Judge, MultiCheckGivesARowForEachDefinition) {
  Checklist checklist(rule("a", oval_check("", "multi-check='true' negate='true'")), oval_file(kTwo));
  const Results results = checklist.found("1").judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::fail, Outcome::pass));
  EXPECT_EQ(results.rules[1].instance, "oval:x:def:2");
  EXPECT_EQ(results.rules[1].checks[0].name, "oval:x:def:2");
}

TEST(Judge, TheFirstReferenceThatLeadsSomewhereIsUsed) {
  const std::string check =
      "<check system='http://oval.mitre.org/XMLSchema/oval-definitions-5'><check-content-ref href='gone.xml' name='oval:x:def:1'/>"
      "<check-content-ref href='oval.xml' name='oval:x:def:9'/><check-content-ref href='oval.xml' name='oval:x:def:2'/></check>";
  const Results results = Checklist(rule("a", check), oval_file(kTwo)).found("2").judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::pass));
  EXPECT_EQ(results.rules[0].checks[0].name, "oval:x:def:2");
}

TEST(Judge, AReferenceThatLeadsNowhereIsNotCheckedAndSaysWhy) {
  const Results results = Checklist(rule("a", oval_check("9")), oval_file(kTwo)).judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notchecked));
  EXPECT_THAT(results.rules[0].messages, ElementsAre("oval.xml has no definition oval:x:def:9"));
}

TEST(Judge, ARuleWithoutACheckItCanUseIsNotChecked) {
  const std::string ocil = "<check system='http://scap.nist.gov/schema/ocil/2'><check-content-ref href='o.xml'/></check>";
  const std::string inline_check =
      "<check system='http://oval.mitre.org/XMLSchema/oval-definitions-5'><check-content><x xmlns='urn:x'/></check-content></check>";
  const std::string foreign = "<check system='urn:foreign' negate='true'><check-content-ref href='oval.xml'/></check>";
  const Results results =
      Checklist(rule("none", "") + rule("ocil", ocil) + rule("inline", inline_check) + rule("foreign", foreign), oval_file(kTwo)).judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notchecked, Outcome::notchecked, Outcome::notchecked, Outcome::notchecked));
  EXPECT_THAT(results.rules[0].messages, ElementsAre("No candidate or applicable check found."));
  EXPECT_THAT(results.rules[1].messages, ElementsAre(HasSubstr("OCIL")));
  EXPECT_THAT(results.rules[2].messages, ElementsAre(HasSubstr("written in the rule itself")));
  EXPECT_THAT(results.rules[3].messages, ElementsAre(HasSubstr("urn:foreign")));
}

TEST(JudgeSelector, ChoosesTheCheckThatHasIt) {
  const std::string profile =
      "<Profile id='xccdf_m_profile_p'><title>p</title><refine-rule idref='xccdf_m_rule_a' selector='two'/></Profile>";
  Checklist checklist(profile + rule("a", oval_check("1") + oval_check("2", "selector='two'")), oval_file(kTwo));
  EXPECT_THAT(outcomes(checklist.profile("p").found("2").judge()), ElementsAre(Outcome::pass));
}

TEST(JudgeSelector, ThatNoCheckHasFallsBackToTheCheckWithoutOne) {
  const std::string profile =
      "<Profile id='xccdf_m_profile_p'><title>p</title><refine-rule idref='xccdf_m_rule_a' selector='bad'/></Profile>";
  Checklist checklist(profile + rule("a", oval_check("1", "selector='one'") + oval_check("2")), oval_file(kTwo));
  EXPECT_THAT(outcomes(checklist.profile("p").found("2").judge()), ElementsAre(Outcome::pass));
}

TEST(JudgeSelector, NoneChosenAndAllChecksWithOneLeavesNoCheck) {
  const std::string foreign = "<check system='urn:foreign'><check-content-ref href='file'/></check>";
  const Results results = Checklist(rule("a", foreign + oval_check("1", "selector='one'")), oval_file(kTwo)).found("1").judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notchecked));
  EXPECT_THAT(results.rules[0].messages, ElementsAre("No candidate or applicable check found."));
}

TEST(JudgeComplexCheck, IsUsedBeforeAnyOtherAndCombinesItsChecks) {
  const std::string either = "<complex-check operator='OR'>" + oval_check("1") + oval_check("2") + "</complex-check>";
  const std::string both = "<complex-check operator='AND' negate='true'>" + oval_check("1") + oval_check("2") + "</complex-check>";
  Checklist checklist(rule("a", either) + rule("b", both), oval_file(kTwo));
  const Results results = checklist.found("2").judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::pass, Outcome::pass));
  EXPECT_TRUE(results.rules[0].complex_check);
  EXPECT_EQ(results.rules[0].checks.size(), 2u);
}

TEST(JudgeComplexCheck, WhoseChecksLeadNowhereIsNotChecked) {
  const std::string check = "<complex-check operator='AND'>" + oval_check("8") + oval_check("9") + "</complex-check>";
  const Results results = Checklist(rule("a", check), oval_file(kTwo)).judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notchecked));
  EXPECT_EQ(results.rules[0].checks.size(), 2u);
}

TEST(JudgeRole, UncheckedIsNotCheckedAndUnscoredIsInformationalButSaysWhatItWouldBe) {
  const Results results =
      Checklist(rule("a", oval_check("1"), "role='unchecked'") + rule("b", oval_check("2"), "role='unscored'"), oval_file(kTwo)).judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notchecked, Outcome::informational));
  EXPECT_THAT(results.rules[1].messages, ElementsAre(HasSubstr("fail")));
}

TEST(JudgeRole, ARuleThatIsNotSelectedIsARowWithoutWords) {
  const Results results = Checklist("<Rule id='xccdf_m_rule_a' selected='false' role='unchecked'/>", oval_file(kTwo)).judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notselected));
  EXPECT_THAT(results.rules[0].messages, IsEmpty());
}

TEST(JudgeUnits, RulesThatExportAlikeShareAUnitAndOthersDoNot) {
  const std::string rules = value("one", "1") + value("uno", "1") + value("two", "2") + rule("a", oval_check("1", "", export_of("one"))) +
                            rule("b", oval_check("2", "", export_of("uno"))) + rule("c", oval_check("2", "", export_of("two"))) +
                            rule("d", oval_check("1"));
  const Results results = Checklist(rules, oval_file(kTwo)).judge();
  ASSERT_EQ(results.plan->units.size(), 2u);
  EXPECT_EQ(results.rules[1].checks[0].unit, results.rules[0].checks[0].unit);
  EXPECT_THAT(results.plan->units[results.rules[2].checks[0].unit].external.at("oval:x:var:1"), ElementsAre("2"));
}

TEST(JudgeCounts, CoverageIsWhatWasJudgedOfWhatWasSelected) {
  const Results results =
      Checklist(rule("a", oval_check("1")) + rule("b", "") + rule("c", oval_check("2")) + rule("d", ""), oval_file(kTwo))
          .found("1")
          .judge();
  EXPECT_EQ(results.counts.pass, 1u);
  EXPECT_EQ(results.counts.fail, 1u);
  EXPECT_EQ(results.counts.notchecked, 2u);
  EXPECT_EQ(results.coverage, 50.0);
  EXPECT_EQ(results.verdict, Verdict::not_compliant);
}

}  // namespace
}  // namespace assay::evaluate
