#include "engine/plan/select.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "engine/scap/xccdf_load.h"

namespace assay::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::shared_ptr<xccdf::Benchmark> benchmark(const std::string& content) {
  const auto source = xml::Source::from_bytes(
      "b.xml",
      "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='xccdf_m_benchmark_b'><status>draft</status><version>1</version>" +
          content + "</Benchmark>");
  xccdf::BenchmarkBuilder builder(source);
  xml::scan(*source, builder);
  return builder.take();
}

std::string profile(const std::string& name, const std::string& content, const std::string& extends = "", const std::string& more = "") {
  return "<Profile id='xccdf_m_profile_" + name + "'" + (extends.empty() ? "" : " extends='xccdf_m_profile_" + extends + "'") + " " + more +
         "><title>" + name + "</title>" + content + "</Profile>";
}

std::string select_of(const std::string& id, bool selected = true) {
  return "<select idref='" + id + "' selected='" + (selected ? "true" : "false") + "'/>";
}

xccdf::Tailoring tailoring(const std::string& profiles) {
  xccdf::Tailoring tailoring;
  tailoring.profiles = benchmark(profiles)->profiles;
  return tailoring;
}

std::vector<std::string> selected(const Selection& selection) {
  std::vector<std::string> ids;
  for (const SelectedRule& rule : selection.rules)
    if (rule.selected) ids.push_back(rule.rule->id.substr(rule.rule->id.rfind('_') + 1));
  return ids;
}

Request asking(std::string profile_name, const xccdf::Tailoring* tailored = nullptr) { return {std::move(profile_name), tailored, {}, {}}; }

template <class Call>
std::string complaint(Call call) {
  try {
    call();
  } catch (const JobError& error) {
    return error.what();
  }
  return "";
}

constexpr const char* kRules =
    "<Rule id='xccdf_m_rule_a'/><Rule id='xccdf_m_rule_b' selected='false'/>"
    "<Group id='xccdf_m_group_g'><Rule id='xccdf_m_rule_c' cluster-id='late'/><Rule id='xccdf_m_rule_d' selected='false' "
    "cluster-id='late'/></Group>";

}  // namespace

TEST(Select, TakesTheBenchmarksOwnFlagsWhereNoProfileIsAskedFor) {
  const auto b = benchmark(kRules);
  const Selection selection = select(*b, {});
  EXPECT_THAT(selected(selection), ElementsAre("a", "c"));
  EXPECT_EQ(selection.profile, nullptr);
  EXPECT_EQ(selection.profile_id, "(default)");
}

TEST(Select, SelectsByIdAndByCluster) {
  const auto b = benchmark(profile("p", select_of("xccdf_m_rule_b") + select_of("late", false)) + kRules);
  EXPECT_THAT(selected(select(*b, asking("xccdf_m_profile_p"))), ElementsAre("a", "b"));
}

TEST(Select, ARuleIsOutWhereItsGroupIs) {
  const auto b = benchmark(profile("p", select_of("xccdf_m_group_g", false) + select_of("xccdf_m_rule_d")) + kRules);
  EXPECT_THAT(selected(select(*b, asking("p"))), ElementsAre("a"));
}

TEST(Select, TheLastOfTwoSelectsCounts) {
  const auto b = benchmark(profile("p", select_of("xccdf_m_rule_a", false) + select_of("xccdf_m_rule_a")) + kRules);
  EXPECT_THAT(selected(select(*b, asking("p"))), ElementsAre("a", "c"));
}

TEST(Select, AProfileOverridesWhatItExtends) {
  const auto b = benchmark(profile("base", select_of("xccdf_m_rule_a", false) + select_of("xccdf_m_rule_b")) +
                           profile("strict", select_of("xccdf_m_rule_a"), "base") + kRules);
  EXPECT_THAT(selected(select(*b, asking("strict"))), ElementsAre("a", "b", "c"));
}

TEST(Select, RefusesAProfileThatExtendsItself) {
  const auto b = benchmark(profile("a", "", "b") + profile("b", "", "a") + kRules);
  EXPECT_THAT(complaint([&] { select(*b, asking("profile_a")); }), HasSubstr("extends itself"));
}

TEST(Select, SaysThatASelectNamesNothing) {
  const auto b = benchmark(profile("p", select_of("xccdf_m_rule_gone")) + kRules);
  EXPECT_THAT(select(*b, asking("p")).notes, ElementsAre(HasSubstr("xccdf_m_rule_gone")));
}

TEST(Select, AnAbstractProfileCannotBeAskedFor) {
  const auto b = benchmark(profile("p", "", "", "abstract='true'") + kRules);
  EXPECT_THAT(complaint([&] { select(*b, asking("p")); }), HasSubstr("abstract"));
}

TEST(Select, AnItemWhoseRequirementIsNotSelectedIsOutAndSoIsWhatRequiresItFurtherOn) {
  const auto b = benchmark(
      "<Rule id='xccdf_m_rule_a'><requires idref='xccdf_m_rule_b'/></Rule><Rule id='xccdf_m_rule_b'><requires idref='xccdf_m_rule_c "
      "xccdf_m_rule_d'/></Rule><Rule id='xccdf_m_rule_c' selected='false'/><Rule id='xccdf_m_rule_d' selected='false'/>"
      "<Rule id='xccdf_m_rule_e'><requires idref='xccdf_m_rule_b'/></Rule>");
  const Selection selection = select(*b, {});
  EXPECT_THAT(selected(selection), ElementsAre("a"));
  EXPECT_EQ(selection.notes.size(), 2u);
}

TEST(Select, OfTwoThatConflictTheFirstIsOut) {
  const auto b = benchmark(
      "<Rule id='xccdf_m_rule_a'><conflicts idref='xccdf_m_rule_b'/></Rule><Rule id='xccdf_m_rule_b'><conflicts "
      "idref='xccdf_m_rule_a'/></Rule>");
  EXPECT_THAT(selected(select(*b, {})), ElementsAre("b"));
}

TEST(Select, RefineRuleChangesWhatItNamesAndInheritsTheRest) {
  const auto b = benchmark(profile("base", "<refine-rule idref='xccdf_m_rule_c' selector='strict' weight='5' role='unscored'/>") +
                           profile("p", "<refine-rule idref='late' severity='high' role='full'/>", "base") + kRules);
  const Selection selection = select(*b, asking("_p"));
  const SelectedRule& c = selection.rules[2];
  EXPECT_EQ(c.check_selector, "strict");
  EXPECT_EQ(c.weight, 5.0);
  EXPECT_EQ(c.severity, xccdf::Severity::high);
  EXPECT_EQ(c.role, xccdf::Role::full);
}

TEST(Select, RefineRuleOfAGroupChangesItsWeightAlone) {
  const auto b = benchmark(profile("p", "<refine-rule idref='xccdf_m_group_g' weight='3' severity='high'/>") + kRules);
  const Selection selection = select(*b, asking("_p"));
  EXPECT_THAT(selection.rules[2].group_weights, ElementsAre(3.0));
  EXPECT_EQ(selection.rules[2].severity, xccdf::Severity::unknown);
}

namespace {
constexpr const char* kValue =
    "<Value id='xccdf_m_value_v' operator='equals'><value selector='x'>1</value><value>2</value><value selector='y'>3</value></Value>";
}

TEST(SelectValue, WithoutASelectorTheOneWithoutCounts) {
  const auto b = benchmark(kValue);
  EXPECT_THAT(select(*b, {}).value("xccdf_m_value_v")->values, ElementsAre("2"));
}

TEST(SelectValue, WithoutOneWithoutASelectorTheFirstCounts) {
  const auto b = benchmark("<Value id='xccdf_m_value_v'><value selector='x'>1</value><value selector='y'>3</value></Value>");
  EXPECT_THAT(select(*b, {}).value("xccdf_m_value_v")->values, ElementsAre("1"));
}

TEST(SelectValue, RefineValueChoosesBySelectorAndSetsTheOperator) {
  const auto b = benchmark(profile("p", "<refine-value idref='xccdf_m_value_v' selector='y' operator='greater than'/>") + kValue);
  const Selection selection = select(*b, asking("p"));
  EXPECT_THAT(selection.value("xccdf_m_value_v")->values, ElementsAre("3"));
  EXPECT_EQ(selection.value("xccdf_m_value_v")->operation, "greater than");
}

TEST(SelectValue, ASelectorThatNothingHasFallsBack) {
  const auto b = benchmark(profile("p", "<refine-value idref='xccdf_m_value_v' selector='z'/>") + kValue);
  EXPECT_THAT(select(*b, asking("p")).value("xccdf_m_value_v")->values, ElementsAre("2"));
}

TEST(SelectValue, SetValueWinsOverRefineValueInWhateverOrder) {
  const auto b = benchmark(
      profile("p", "<set-value idref='xccdf_m_value_v'>9</set-value><refine-value idref='xccdf_m_value_v' selector='y'/>") + kValue);
  const Selection selection = select(*b, asking("p"));
  EXPECT_THAT(selection.value("xccdf_m_value_v")->values, ElementsAre("9"));
  EXPECT_TRUE(selection.value("xccdf_m_value_v")->set_by_profile);
}

TEST(SelectValue, AComplexValueHasSeveral) {
  const auto b =
      benchmark(profile("p", "<set-complex-value idref='xccdf_m_value_v'><item>8</item><item>9</item></set-complex-value>") + kValue);
  EXPECT_THAT(select(*b, asking("p")).value("xccdf_m_value_v")->values, ElementsAre("8", "9"));
}

TEST(FindProfile, AnExactIdWinsOverSuffixes) {
  const auto b = benchmark(profile("common", "") + profile("x_xccdf_m_profile_common", ""));
  EXPECT_EQ(find_profile(*b, nullptr, "xccdf_m_profile_common").title, "common");
}

TEST(FindProfile, AnAmbiguousSuffixNamesTheCandidates) {
  const auto b = benchmark(profile("common", "") + profile("uncommon", ""));
  const std::string said = complaint([&] { find_profile(*b, nullptr, "mmon"); });
  EXPECT_THAT(said, HasSubstr("xccdf_m_profile_common"));
  EXPECT_THAT(said, HasSubstr("xccdf_m_profile_uncommon"));
}

TEST(FindProfile, ANameBetweenUnderscoresBeatsOneThatOnlyEndsInIt) {
  const auto b = benchmark(profile("common", "") + profile("uncommon", ""));
  EXPECT_EQ(find_profile(*b, nullptr, "common").title, "common");
}

TEST(FindRule, TakesTheNumberOrTheNameWithinTheId) {
  const auto b =
      benchmark("<Rule id='xccdf_m_rule_1.1.3_tmp-nodev'><title/></Rule><Rule id='xccdf_m_rule_1.1.31_var-tmp-nodev'><title/></Rule>");
  EXPECT_EQ(find_rule(*b, "1.1.3").id, "xccdf_m_rule_1.1.3_tmp-nodev");
  EXPECT_EQ(find_rule(*b, "tmp-nodev").id, "xccdf_m_rule_1.1.3_tmp-nodev");
  EXPECT_EQ(find_rule(*b, "31_var-tmp-nodev").id, "xccdf_m_rule_1.1.31_var-tmp-nodev");
  EXPECT_THAT(complaint([&] { find_rule(*b, "1.1"); }), HasSubstr("1.1"));
}

TEST(FindProfile, ASuffixThatFitsNothingIsAnError) {
  const auto b = benchmark(profile("common", ""));
  EXPECT_THAT(complaint([&] { find_profile(*b, nullptr, "xcommon"); }), HasSubstr("xcommon"));
}

TEST(FindProfile, LooksThroughTheTailoringFirst) {
  const auto b = benchmark(profile("common", "") + profile("uncommon", ""));
  const xccdf::Tailoring t = tailoring(profile("verycommon", ""));
  EXPECT_EQ(find_profile(*b, &t, "common").title, "verycommon");
  EXPECT_EQ(find_profile(*b, &t, "_common").title, "common");
}

TEST(Tailoring, AProfileMayExtendItsNamesakeOfTheBenchmark) {
  const auto b = benchmark(profile("p", select_of("xccdf_m_rule_b")) + kRules);
  const xccdf::Tailoring t = tailoring(profile("p", select_of("xccdf_m_rule_a", false), "p"));
  EXPECT_THAT(selected(select(*b, asking("xccdf_m_profile_p", &t))), ElementsAre("b", "c"));
}

TEST(Tailoring, CannotChangeWhatProhibitsChanges) {
  const auto b = benchmark("<Rule id='xccdf_m_rule_a' prohibitChanges='true'/>");
  const xccdf::Tailoring t = tailoring(profile("p", select_of("xccdf_m_rule_a", false)));
  const Selection selection = select(*b, asking("p", &t));
  EXPECT_THAT(selected(selection), ElementsAre("a"));
  EXPECT_THAT(selection.notes, ElementsAre(HasSubstr("prohibits changes")));
}

TEST(Tailoring, HasNoEffectWithoutAProfileAndSaysSo) {
  const auto b = benchmark(kRules);
  const xccdf::Tailoring t = tailoring(profile("p", select_of("xccdf_m_rule_a", false)));
  const Selection selection = select(*b, asking("", &t));
  EXPECT_THAT(selected(selection), ElementsAre("a", "c"));
  EXPECT_EQ(selection.notes.size(), 1u);
}

TEST(AskedRules, AreJudgedWhetherSelectedOrNotAndNothingElse) {
  const auto b = benchmark(kRules);
  EXPECT_THAT(selected(select(*b, {"", nullptr, {"rule_b", "xccdf_m_rule_c"}, {}})), ElementsAre("b", "c"));
}

TEST(AskedRules, CanBeSkipped) {
  const auto b = benchmark(kRules);
  EXPECT_THAT(selected(select(*b, {"", nullptr, {}, {"rule_a"}})), ElementsAre("c"));
}

TEST(AskedRules, WhatIsNotJudgedThoughTheProfileSelectsItIsSaid) {
  const auto b = benchmark(kRules);
  EXPECT_THAT(select(*b, {"", nullptr, {"rule_b"}, {}}).notes, ElementsAre(HasSubstr("only the rules named by --rule were judged (1)")));
  EXPECT_THAT(select(*b, {"", nullptr, {}, {"rule_a", "rule_b"}}).notes, ElementsAre("left out by --skip-rule (1): xccdf_m_rule_a"));
}

TEST(AskedRules, ThatFitNothingAreAnErrorThatNamesThem) {
  const auto b = benchmark(kRules);
  EXPECT_THAT(complaint([&] { select(*b, {"", nullptr, {"nonesuch"}, {}}); }), HasSubstr("nonesuch"));
  EXPECT_THAT(complaint([&] { select(*b, {"", nullptr, {}, {"nonesuch"}}); }), HasSubstr("nonesuch"));
}

}  // namespace assay::plan
