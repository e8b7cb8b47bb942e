// The data stream that is made, read again as content.
#include <cstdlib>

#include "benchmarks/compiler/rule_row.h"
#include "engine/plan/select.h"
#include "tests/unit/benchmarks/small_source.h"

namespace assay::benchmarks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr const char* kLua = "urn:assay:check-system:lua:1";

std::size_t occurrences(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

std::vector<std::string> selected(const xccdf::Benchmark& benchmark, const std::string& profile) {
  plan::Request request;
  request.profile = profile;
  std::vector<std::string> ids;
  for (const plan::SelectedRule& rule : plan::select(benchmark, request).rules)
    if (rule.selected) ids.push_back(rule.rule->id);
  return ids;
}

TEST(Compile, ARuleCarriesItsNumberAndRefersToItsDefinition) {
  const auto content = SmallSource().content();
  const auto checklist = content->checklist({});
  const xccdf::Rule* rule = checklist.benchmark->rule("xccdf_org.assay_rule_1.1_a-rule");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->title, "1.1 Title of a-rule");
  ASSERT_THAT(rule->checks, SizeIs(1));
  EXPECT_EQ(rule->checks[0].content_refs.at(0).name, "oval:org.assay.toy-v1:def:1");
  std::string why;
  const oval::Definitions* oval =
      content->oval(checklist.stream, checklist.component_ref_id, rule->checks[0].content_refs.at(0).href, &why);
  ASSERT_NE(oval, nullptr) << why;
  EXPECT_NE(oval->definition("oval:org.assay.toy-v1:def:1"), nullptr);
}

TEST(Compile, ALevelTwoProfileHoldsLevelOneAndZeroIsInNone) {
  SmallSource source;
  for (const char* slug : {"b-rule", "c-rule"}) source.rule(slug, "check: {present: {path: /b}}");
  source.section(
      "- {group: \"1\", title: First}\n- {number: \"1.1\", rule: a-rule, server: 1, workstation: 2, scored: true}\n"
      "- {number: \"1.2\", rule: b-rule, server: 2, workstation: 0, scored: true}\n"
      "- {number: \"1.10\", rule: c-rule, server: 1, workstation: 0, scored: true}\n");
  const auto content = source.content();
  const xccdf::Benchmark& benchmark = *content->checklist({}).benchmark;
  const std::string rule = "xccdf_org.assay_rule_1.";
  EXPECT_THAT(selected(benchmark, "level1-server"), ElementsAre(rule + "1_a-rule", rule + "10_c-rule"));
  EXPECT_THAT(selected(benchmark, "level2-server"), ElementsAre(rule + "1_a-rule", rule + "2_b-rule", rule + "10_c-rule"));
  EXPECT_THAT(selected(benchmark, "level1-workstation"), ElementsAre());
  EXPECT_THAT(selected(benchmark, "level2-workstation"), ElementsAre(rule + "1_a-rule"));
}

TEST(Compile, TheLuaCheckComesFirstAndOvalIsTheFallback) {
  SmallSource source;
  source.module("files", "local paths = use 'paths'\nreturn { there = function() end }");
  source.module("paths", "return {}");
  source.one_template("present", R"(local file = object("unix:file", { filepath = p.path })
    return { oval = test{ object = file }, checked = p.path,
      lua = { module = "files", call = "there", objects = { file = file, now = running() },
              parameters = { path = p.path, names = {"x"}, most = {value = "limit"} } } })");
  const auto content = source.content();
  const xccdf::Rule* rule = content->checklist({}).benchmark->rule("xccdf_org.assay_rule_1.1_a-rule");
  ASSERT_THAT(rule->checks, SizeIs(2));
  EXPECT_EQ(rule->checks[0].system, kLua);
  EXPECT_EQ(rule->checks[0].content_refs.at(0).name, "a-rule");
  ASSERT_THAT(rule->checks[0].exports, SizeIs(1));
  EXPECT_EQ(rule->checks[0].exports[0].export_name, "most");
  EXPECT_EQ(rule->checks[0].exports[0].value_id, "xccdf_org.assay_value_limit");
  EXPECT_EQ(rule->checks[1].system, xccdf::kOvalSystem);
  const std::string bytes = source.bytes();
  EXPECT_THAT(bytes, HasSubstr("<module name=\"paths\">"));
  EXPECT_THAT(bytes, HasSubstr("<parameter name=\"names\" list=\"true\">x</parameter>"));
  EXPECT_EQ(occurrences(bytes, "<unix:file_object id=\"oval:org.assay.toy-v1:"), 1U) << "the object is the same for both checks";
}

TEST(Compile, AValueIsExportedToItsVariable) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path,
    oval = test{ object = object("unix:file", { filepath = p.path }), state = state("unix:file", { size = op("less than", value("limit")) }) } })");
  const auto content = source.content();
  const xccdf::Benchmark& benchmark = *content->checklist({}).benchmark;
  const xccdf::Rule* rule = benchmark.rule("xccdf_org.assay_rule_1.1_a-rule");
  ASSERT_THAT(rule->checks.at(0).exports, SizeIs(1));
  EXPECT_EQ(rule->checks[0].exports[0].export_name, "oval:org.assay.toy-v1:var:1");
  EXPECT_NE(benchmark.value("xccdf_org.assay_value_limit"), nullptr);
}

TEST(Compile, TwoValuesOfOneTypeAreTwoVariables) {
  SmallSource source;
  source.file("/b/values.yaml", "a: {title: A, type: number, default: 1}\nb: {title: B, type: number, default: 1}\n");
  source.one_template("present", R"(local file = object("unix:file", { filepath = p.path })
    return { checked = p.path, oval = all{ test{ object = file, state = state("unix:file", { size = value("a") }) },
                                           test{ object = file, state = state("unix:file", { user_id = value("b") }) } } })");
  EXPECT_EQ(occurrences(source.bytes(), "<external_variable "), 2U);
}

TEST(Compile, ABenchmarkMayHaveItsOwnDefault) {
  SmallSource source;
  source.file("/b/toy/benchmark.yaml", R"(
id: toy-v1
title: A toy
version: 1.0.0
date: 2026-01-02
description: For tests.
notice: Nobody vouches for it.
platform: {id: toyos, version: "1.5", cpe: "cpe:/o:toy:toyos:1.5", title: Toy OS 1.5}
values: {limit: 7}
)");
  source.one_template("present", R"(return { checked = p.path, oval = test{ object = object("unix:file", { filepath = p.path }) },
    fix = { text = "Keep to ${value:limit}.", shell = "limit ${value:limit} " .. p.path } })");
  const std::string bytes = source.bytes();
  EXPECT_THAT(bytes, HasSubstr("<value>7</value>"));
  EXPECT_THAT(bytes, HasSubstr("limit <sub idref=\"xccdf_org.assay_value_limit\" use=\"value\"/> /etc/a</fix>"));
}

TEST(Compile, EqualPartsAreWrittenOnce) {
  SmallSource source;
  source.rule("b-rule", "check: {present: {path: /etc/a}}");
  source.section(
      "- {group: \"1\", title: First}\n- {number: \"1.1\", rule: a-rule, server: 1, workstation: 1, scored: true}\n"
      "- {number: \"1.2\", rule: b-rule, server: 1, workstation: 1, scored: true}\n");
  const std::string bytes = source.bytes();
  EXPECT_EQ(occurrences(bytes, "<unix:file_test id=\"oval:org.assay.toy-v1:"), 1U);
  EXPECT_EQ(occurrences(bytes, "class=\"compliance\""), 2U);
}

TEST(Compile, EntitiesStandInTheOrderOfTheSchema) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path, oval = test{
      object = object("ind:textfilecontent54", { pattern = match("x"), instance = 1, filename = "a", path = "/etc", behaviors = { singleline = true } }),
    } })");
  const std::string bytes = source.bytes();
  const std::size_t object = bytes.find("<ind:textfilecontent54_object");
  std::size_t before = object;
  for (const char* name : {"<ind:behaviors", "<ind:path>/etc", "<ind:filename>a", "<ind:pattern operation=\"pattern match\">x",
                           "<ind:instance datatype=\"int\">1"}) {
    const std::size_t at = bytes.find(name, object);
    EXPECT_GT(at, before) << name;
    before = at;
  }
}

TEST(Compile, TheSameSourceGivesTheSameBytes) { EXPECT_EQ(SmallSource().bytes(), SmallSource().bytes()); }

TEST(Compile, TheTimeIsThatOfTheSourceOrOfTheReproducibleBuild) {
  EXPECT_THAT(SmallSource().bytes(), HasSubstr("timestamp=\"2026-01-02T00:00:00Z\""));
  ::setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
  const std::string bytes = SmallSource().bytes();
  ::unsetenv("SOURCE_DATE_EPOCH");
  EXPECT_THAT(bytes, HasSubstr("timestamp=\"2001-09-09T01:46:40Z\""));
}

TEST(Compile, AManualRuleHasNoCheckThatAnotherScannerWouldTakeForAVerdict) {
  SmallSource source;
  source.module("files", "return { show = function() end }");
  source.rule("a-rule", "manual: true\nquestion: Is it right?\ncheck: {present: {path: /etc/a}}");
  source.one_template("present", R"(local file = object("unix:file", { filepath = p.path })
    return { oval = test{ object = file }, checked = p.path, lua = { module = "files", call = "show", objects = { file = file } } })");
  const auto content = source.content();
  const xccdf::Benchmark& benchmark = *content->checklist({}).benchmark;
  const xccdf::Rule* rule = benchmark.rule("xccdf_org.assay_rule_1.1_a-rule");
  ASSERT_THAT(rule->checks, SizeIs(1));
  EXPECT_EQ(rule->checks[0].system, kLua);
  EXPECT_FALSE(read_row(benchmark, *rule)->automated);
}

TEST(Compile, TheRowOfARuleIsReadAgain) {
  SmallSource source;
  source.rule("a-rule", "check: {present: {path: /etc/a}}\nslip: It names a file that is not there.");
  source.section(
      "- {group: \"1\", title: First}\n- {number: \"1.1\", rule: a-rule, server: 2, workstation: 0, scored: false, "
      "confidence: low, doubt: \"two sources, two answers\"}\n");
  const auto content = source.content();
  const std::vector<RuleRow> rows = read_rows(*content->checklist({}).benchmark);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].number, "1.1");
  EXPECT_EQ(rows[0].server, 2);
  EXPECT_EQ(rows[0].workstation, 0);
  EXPECT_FALSE(rows[0].scored);
  EXPECT_EQ(rows[0].confidence, "low");
  EXPECT_EQ(rows[0].doubt, "two sources, two answers");
  EXPECT_EQ(rows[0].slip, "It names a file that is not there.");
  EXPECT_EQ(rows[0].checked, "the file /etc/a");
  EXPECT_THAT(framework_titles(*content->checklist({}).benchmark), ElementsAre(testing::Pair("https://nist.example/", "NIST")));
}

TEST(Compile, WithChangesAParameterInOneBenchmark) {
  SmallSource source;
  source.section(
      "- {group: \"1\", title: First}\n"
      "- {number: \"1.1\", rule: a-rule, server: 1, workstation: 1, scored: true, with: {path: /etc/other}}\n");
  EXPECT_THAT(source.bytes(), HasSubstr("<unix:filepath>/etc/other</unix:filepath>"));
}

}  // namespace
}  // namespace assay::benchmarks
