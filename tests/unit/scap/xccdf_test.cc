#include "engine/scap/xccdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scap/sample.h"

namespace assay::xccdf {
namespace {

using sample::loaded_benchmark;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string refusal(const std::string& content) {
  return sample::refusal([&] { loaded_benchmark(content); });
}
std::string_view text_of(const Benchmark& benchmark, const xml::Fragment& range) {
  return benchmark.source->bytes().substr(range.begin, range.end - range.begin);
}

TEST(Benchmark, KeepsWhatItSaysOfItself) {
  const auto made = loaded_benchmark(R"(<status date="2020-01-01">draft</status><status date="2021-01-01">accepted</status>
    <title>The T</title><description>D</description><notice id="n">N</notice><front-matter>F</front-matter><rear-matter>R</rear-matter>
    <plain-text id="p">plain</plain-text><platform idref="cpe:/o:x"/><version>1.2</version><model system="urn:m"/>)");
  EXPECT_EQ(made->title, "The T");
  EXPECT_EQ(made->status, "accepted");
  EXPECT_EQ(made->version, "1.2");
  EXPECT_THAT(made->platforms, ElementsAre("cpe:/o:x"));
  EXPECT_THAT(made->scoring_models, ElementsAre("urn:m"));
  EXPECT_EQ(made->plain_texts.at(0).second, "plain");
  EXPECT_EQ(text_of(*made, made->descriptions.at(0)), "<description>D</description>");
  EXPECT_EQ(made->notices.size() + made->front_matter.size() + made->rear_matter.size(), 3u);
  EXPECT_TRUE(text_of(*made, made->fragment).starts_with("<Benchmark"));
}
TEST(Benchmark, KeepsItsAttributes) {
  const auto made =
      sample::load(
          R"(<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="b" resolved="1" style="S" style-href="H" xml:lang="de"/>)")
          .parts.at(0)
          .benchmark;
  EXPECT_TRUE(made->resolved);
  EXPECT_EQ(made->style + made->style_href + made->lang, "SHde");
}
TEST(Benchmark, OfXccdf11Loads) {
  const auto made =
      sample::load(sample::benchmark("<Rule id='r'><title>T</title></Rule>", "http://checklists.nist.gov/xccdf/1.1")).parts.at(0).benchmark;
  EXPECT_EQ(made->rule("r")->title, "T");
}
TEST(Benchmark, ListsRulesInDocumentOrderThroughItsGroups) {
  const auto made =
      loaded_benchmark("<Rule id='a'/><Group id='g'><Group id='h'><Rule id='b'/></Group><Rule id='c'/></Group><Rule id='d'/>");
  std::vector<std::string> ids;
  for (const Rule* rule : made->rules()) ids.push_back(rule->id);
  EXPECT_THAT(ids, ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(made->group("h")->rules.size(), 1u);
}
TEST(Benchmark, KnowsNothingOfOtherNamespaces) { EXPECT_EQ(loaded_benchmark("<x:Rule xmlns:x='urn:x' id='r'/>")->rule("r"), nullptr); }
TEST(Benchmark, RefusesIdsUsedTwice) {
  EXPECT_THAT(refusal("<Rule id='a'/>\n<Group id='a'/>"), HasSubstr("t.xml:2: a: an id that is used twice"));
  EXPECT_THAT(refusal("<Rule id='a'/><Value id='a'><value/></Value>"), HasSubstr("used twice"));
  EXPECT_THAT(refusal("<Profile id='p'/><Profile id='p'/>"), HasSubstr("used twice"));
}
TEST(Benchmark, RefusesItemsWithoutAnId) {
  EXPECT_THAT(refusal("<Rule/>"), HasSubstr("<Rule> without id"));
  EXPECT_THAT(refusal("<Group/>"), HasSubstr("a Group without an id"));
  EXPECT_THAT(sample::refusal([] { sample::load("<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2'/>"); }),
              HasSubstr("without an id"));
}
TEST(Benchmark, IsNotEndedByOneItHolds) { EXPECT_NE(loaded_benchmark("<Benchmark id='x'/><Rule id='r'/>")->rule("r"), nullptr); }

TEST(Group, KeepsItsAttributesAndConditions) {
  const auto made =
      loaded_benchmark(R"(<Group id="g" selected="false" weight="0.5" cluster-id="c" hidden="1" prohibitChanges="1" abstract="1">
    <title>T</title><platform idref="#p"/><requires idref="a b"/><requires idref="c"/><conflicts idref="d"/></Group>)");
  const Group& group = *made->group("g");
  EXPECT_FALSE(group.selected);
  EXPECT_EQ(group.weight, 0.5);
  EXPECT_TRUE(group.hidden && group.prohibit_changes && group.abstract);
  EXPECT_EQ(group.cluster_id + group.title, "cT");
  EXPECT_THAT(group.requires_, ElementsAre(ElementsAre("a", "b"), ElementsAre("c")));
  EXPECT_THAT(group.conflicts, ElementsAre("d"));
  EXPECT_THAT(group.platforms, ElementsAre("#p"));
}

TEST(Rule, HasTheDefaultsOfTheSpecification) {
  const auto made = loaded_benchmark("<Rule id='r'/>");
  const Rule& rule = *made->rule("r");
  EXPECT_TRUE(rule.selected);
  EXPECT_EQ(rule.weight, 1.0);
  EXPECT_EQ(rule.role, Role::full);
  EXPECT_EQ(rule.severity, Severity::unknown);
  EXPECT_FALSE(rule.multiple || rule.abstract);
}
TEST(Rule, KeepsWhatReportsPrint) {
  const auto made = loaded_benchmark(R"(<Rule id="r" severity="high" role="unscored" multiple="1"><title xml:lang="de">Titel</title>
    <title xml:lang="en-US">Title</title><reference href="h">5.2 &amp; more</reference><rationale>why</rationale>
    <ident system="cce">CCE-1</ident><impact-metric>AV</impact-metric><fixtext>do</fixtext>
    <fix id="f" system="urn:sh" reboot="true" complexity="low">echo <sub idref="v"/></fix></Rule>)");
  const Rule& rule = *made->rule("r");
  EXPECT_EQ(rule.title, "Title");
  EXPECT_EQ(rule.severity, Severity::high);
  EXPECT_EQ(rule.role, Role::unscored);
  EXPECT_EQ(rule.references.at(0).href, "h");
  EXPECT_EQ(rule.references.at(0).text, "5.2 & more");
  EXPECT_EQ(rule.idents.at(0).text, "CCE-1");
  EXPECT_EQ(rule.impact_metric, "AV");
  EXPECT_TRUE(rule.fixes.at(0).reboot);
  EXPECT_EQ(text_of(*made, rule.fixes.at(0).content),
            R"(<fix id="f" system="urn:sh" reboot="true" complexity="low">echo <sub idref="v"/></fix>)");
  EXPECT_EQ(rule.rationales.size() + rule.fixtexts.size(), 2u);
}
TEST(Rule, TellsATitleWithSubstitutions) {
  const auto made = loaded_benchmark("<Rule id='r'><title>Set <sub idref='v'/></title></Rule><Rule id='s'><title>plain</title></Rule>");
  EXPECT_EQ(text_of(*made, made->rule("r")->title_with_sub.value()), "<title>Set <sub idref='v'/></title>");
  EXPECT_FALSE(made->rule("s")->title_with_sub);
}
TEST(Rule, KeepsItsChecks) {
  const auto made = loaded_benchmark(R"(<Rule id="r"><check system="s" selector="x" id="i" negate="true" multi-check="1">
    <check-import import-name="n" import-xpath="/p"/><check-export value-id="v" export-name="e"/>
    <check-content-ref href="a.xml" name="d"/><check-content-ref href="b.xml"/><check-content>inline</check-content></check></Rule>)");
  const Check& check = made->rule("r")->checks.at(0);
  EXPECT_EQ(check.system + check.selector + check.id, "sxi");
  EXPECT_TRUE(check.negate && check.multi_check && check.has_inline_content);
  EXPECT_EQ(check.exports.at(0).export_name, "e");
  EXPECT_EQ(check.imports.at(0).import_name, "n");
  EXPECT_EQ(check.content_refs.at(0).name, "d");
  EXPECT_EQ(check.content_refs.at(1).name, "");
}
TEST(Rule, NestsComplexChecks) {
  const auto made = loaded_benchmark(R"(<Rule id="r"><complex-check operator="OR" negate="1"><check system="a"/>
    <complex-check operator="AND"><check system="b"/></complex-check></complex-check></Rule>)");
  const Check& check = made->rule("r")->checks.at(0);
  EXPECT_TRUE(check.complex && check.negate);
  EXPECT_FALSE(check.all);
  EXPECT_TRUE(check.children.at(1).all);
  EXPECT_EQ(check.children.at(1).children.at(0).system, "b");
}
TEST(Rule, RefusesWordsNobodyKnows) {
  EXPECT_THAT(refusal("<Rule id='r' severity='severe'/>"), HasSubstr("r: unknown severity \"severe\""));
  EXPECT_THAT(refusal("<Rule id='r' role='main'/>"), HasSubstr("unknown role"));
  EXPECT_THAT(refusal("<Rule id='r' selected='yes'/>"), HasSubstr("selected is no boolean"));
  EXPECT_THAT(refusal("<Rule id='r' weight='-1'/>"), HasSubstr("weight is no number"));
  EXPECT_THAT(refusal("<Rule id='r' weight='nan'/>"), HasSubstr("weight is no number"));
  EXPECT_THAT(refusal("<Rule id='r'><check/></Rule>"), HasSubstr("<check> without system"));
  EXPECT_THAT(refusal("<Rule id='r'><complex-check operator='XOR'><check system='s'/></complex-check></Rule>"),
              HasSubstr("unknown operator"));
  EXPECT_THAT(refusal("<Rule id='r'><complex-check operator='OR'/></Rule>"), HasSubstr("an empty complex-check"));
}

TEST(Value, KeepsItsChoicesBySelector) {
  const auto made = loaded_benchmark(R"(<Group id="g"><Value id="v" type="number" operator="less than"><title>T</title><value> 5 </value>
    <value selector="strict">3</value><default>9</default></Value></Group><Value id="w"><complex-value selector="c"><item>a</item><item> b</item>
    </complex-value><value> keep </value></Value>)");
  const Value& value = *made->value("v");
  EXPECT_EQ(value.type + "/" + value.operation, "number/less than");
  EXPECT_THAT(value.values.at(0).values, ElementsAre("5"));
  EXPECT_EQ(value.values.at(1).selector, "strict");
  EXPECT_THAT(value.defaults.at(0).values, ElementsAre("9"));
  EXPECT_THAT(made->value("w")->values.at(0).values, ElementsAre("a", " b"));
  EXPECT_TRUE(made->value("w")->values.at(0).complex);
  EXPECT_THAT(made->value("w")->values.at(1).values, ElementsAre(" keep "));
  EXPECT_EQ(made->value("w")->operation, "equals");
}

TEST(Profile, KeepsItsSelectors) {
  const auto made = loaded_benchmark(R"(<Profile id="p" extends="q" abstract="1"><title>T</title><platform idref="cpe:/o:x"/>
    <select idref="r" selected="false"/><set-value idref="v">7</set-value><set-complex-value idref="w"><item>1</item><item>2</item></set-complex-value>
    <refine-value idref="v" selector="s" operator="equals"/><refine-rule idref="r" selector="c" weight="2.5" severity="low" role="unchecked"/></Profile>)");
  const Profile& profile = *made->profile("p");
  EXPECT_EQ(profile.extends + profile.title, "qT");
  EXPECT_TRUE(profile.abstract);
  EXPECT_FALSE(profile.selects.at(0).selected);
  EXPECT_THAT(profile.set_values.at(0).values, ElementsAre("7"));
  EXPECT_TRUE(profile.set_values.at(1).complex);
  EXPECT_EQ(profile.refine_values.at(0).selector, "s");
  EXPECT_EQ(profile.refine_rules.at(0).weight, 2.5);
  EXPECT_EQ(profile.refine_rules.at(0).severity, Severity::low);
  EXPECT_EQ(profile.refine_rules.at(0).role, Role::unchecked);
}
TEST(Profile, RefinesOnlyWhatItSays) {
  const RefineRule refine = loaded_benchmark("<Profile id='p'><refine-rule idref='r'/></Profile>")->profile("p")->refine_rules.at(0);
  EXPECT_FALSE(refine.weight || refine.severity || refine.role);
}
TEST(Profile, RefusesASelectThatDoesNotSay) {
  EXPECT_THAT(refusal("<Profile id='p'><select idref='r'/></Profile>"), HasSubstr("<select> without selected"));
}

TEST(Extends, RepeatsTheBaseAndKeepsWhatIsSaid) {
  const auto made = loaded_benchmark(R"(<Rule id="derived" extends="base" severity="high"><title>Mine</title><ident system="s">2</ident>
    <rationale>r</rationale></Rule>
    <Rule id="base" abstract="1" severity="low" weight="3" selected="0" cluster-id="c"><title>Base</title><rationale>b</rationale><platform idref="p"/>
    <ident system="s">1</ident><check system="s"/></Rule>)");
  const Rule& rule = *made->rule("derived");
  EXPECT_EQ(rule.title, "Mine");
  EXPECT_EQ(rule.severity, Severity::high);
  EXPECT_EQ(rule.weight, 3.0);
  EXPECT_FALSE(rule.selected);
  EXPECT_FALSE(rule.abstract);
  EXPECT_EQ(rule.cluster_id, "");
  EXPECT_EQ(rule.checks.size(), 1u);
  EXPECT_THAT(rule.platforms, ElementsAre("p"));
  EXPECT_EQ(rule.rationales.size(), 2u);
  EXPECT_EQ(rule.idents.at(0).text + rule.idents.at(1).text, "12");
}
TEST(Extends, ReplacesChecksAndWhatIsMarkedOverride) {
  const auto made = loaded_benchmark(R"(<Rule id="base"><platform idref="p"/><check system="a"/></Rule>
    <Rule id="d" extends="base"><platform idref="q" override="true"/><check system="b"/></Rule>)");
  EXPECT_THAT(made->rule("d")->platforms, ElementsAre("q"));
  ASSERT_EQ(made->rule("d")->checks.size(), 1u);
  EXPECT_EQ(made->rule("d")->checks[0].system, "b");
}
TEST(Extends, OfGroupsRepeatsTheirPropertiesNotTheirContent) {
  const auto made = loaded_benchmark(R"(<Group id="base" selected="0"><platform idref="p"/><Rule id="r"/></Group>
    <Group id="d" extends="base" weight="2"/>)");
  EXPECT_FALSE(made->group("d")->selected);
  EXPECT_EQ(made->group("d")->weight, 2.0);
  EXPECT_THAT(made->group("d")->platforms, ElementsAre("p"));
  EXPECT_THAT(made->group("d")->rules, IsEmpty());
}
TEST(Extends, OfValuesKeepsTheOwnChoiceOfASelector) {
  const auto made =
      loaded_benchmark(R"(<Value id="base" type="number" operator="greater than"><value>1</value><value selector="s">2</value></Value>
    <Value id="d" extends="base"><value>9</value></Value>)");
  const Value& value = *made->value("d");
  EXPECT_EQ(value.type + value.operation, "numbergreater than");
  ASSERT_EQ(value.values.size(), 2u);
  EXPECT_THAT(value.values[0].values, ElementsAre("9"));
  EXPECT_EQ(value.values[1].selector, "s");
}
TEST(Extends, FollowsLongChainsInAnyOrder) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "<Rule id='r" + std::to_string(i) + "' extends='r" + std::to_string(i + 1) + "'/>";
  const auto made = loaded_benchmark(text + "<Rule id='r5000' severity='high'/>");
  EXPECT_EQ(made->rule("r0")->severity, Severity::high);
}
TEST(Extends, RefusesCyclesAndUnknownIds) {
  EXPECT_THAT(refusal("<Rule id='a' extends='b'/><Rule id='b' extends='a'/>"), HasSubstr("extends itself"));
  EXPECT_THAT(refusal("<Rule id='a' extends='a'/>"), HasSubstr("a: extends itself"));
  EXPECT_THAT(refusal("<Rule id='a' extends='none'/>"), HasSubstr("extends \"none\", which is not there"));
  EXPECT_THAT(refusal("<Rule id='a' extends='g'/><Group id='g'/>"), HasSubstr("which is not there"));
}

std::shared_ptr<Tailoring> tailoring(const std::string& content) {
  return sample::load("<Tailoring xmlns='http://checklists.nist.gov/xccdf/1.2' id='t'>" + content + "</Tailoring>").parts.at(0).tailoring;
}

TEST(Tailoring, KeepsItsBenchmarkVersionAndProfiles) {
  const auto made = tailoring(R"(<benchmark href="b.xml" id="bid"/><version time="2020-01-01T00:00:00">3</version>
    <Profile id="p" extends="q"><title>T</title><select idref="r" selected="1"/></Profile>)");
  EXPECT_EQ(made->benchmark_href + made->benchmark_id + made->version + made->version_time, "b.xmlbid32020-01-01T00:00:00");
  EXPECT_EQ(made->profiles.at(0).extends, "q");
  EXPECT_EQ(made->profiles.at(0).selects.size(), 1u);
}
TEST(Tailoring, RefusesWhatTailorsNothing) {
  EXPECT_THAT(sample::refusal([] { tailoring(""); }), HasSubstr("a Tailoring without a Profile"));
  EXPECT_THAT(sample::refusal([] { tailoring("<Profile id='p'/><Profile id='p'/>"); }), HasSubstr("used twice"));
}

}  // namespace
}  // namespace assay::xccdf
