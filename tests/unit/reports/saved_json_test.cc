// Our own JSON, read back and written again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/base/error.h"
#include "reports/report.h"
#include "reports/saved.h"
#include "tests/unit/reports/sample.h"

namespace assay::reports {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

std::string written(const evaluate::Results& results, const std::string& format = "json") {
  std::ostringstream out;
  find(format)->write(results, out);
  return std::move(out).str();
}

evaluate::Results read(const std::string& bytes) { return read_results(*xml::Source::from_bytes("r.json", bytes)); }

std::string refusal(const std::string& bytes) {
  try {
    read(bytes);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "accepted";
}

// Results with every part that JSON has a place for.
std::unique_ptr<Sample> full_sample() {
  SampleOptions options;
  options.before_end =
      "<Group id='xccdf_org.example_group_g'><title>G &amp; <sub idref='xccdf_org.example_value_v'/></title>"
      "<Group id='xccdf_org.example_group_h'><Rule id='xccdf_org.example_rule_in' weight='0.333' role='unscored'><version>7</version>"
      "<title>In</title><warning>w</warning><question>q?</question><reference href='urn:a&#10;b'> AC-1 </reference><rationale>r</rationale>"
      "<fixtext>do <h:br/>it</fixtext></Rule></Group></Group>";
  auto made = sample(options);
  evaluate::Results& results = made->results;
  auto tailoring = std::make_shared<xccdf::Tailoring>();
  tailoring->id = "t";
  tailoring->version_time = "2024-01-01T00:00:00";
  results.tailoring = tailoring;
  results.tailoring_href = "t.xml";
  results.tailoring_sha256 = std::string(64, 'b');
  results.target.entries_digest = std::string(64, 'c');
  results.content_name = {"dir/one-xccdf.xml", std::string(64, 'a'), "ds", "ref"};
  results.platforms[1].message = "why";
  results.missed = {"score 50 is below --min-score 60"};
  results.baseline_name = "base.json";
  results.waivers = {{{"xccdf_org.example_rule_bad", "accepted", "somebody", "2027-03-31", "img-*", "p", ""}, evaluate::WaiverState::used},
                     {{"xccdf_org.example_rule_good", "r", "o", "2020-01-01", "", "", ""}, evaluate::WaiverState::expired}};
  results.score_with_waivers = 66.66666666666667;
  evaluate::RuleResult& bad = results.rules[0];
  bad.overrides = {{"2024-01-01T00:00:00Z", "me", "fail", "pass", "accepted \"so\""}};
  bad.instance = "oval:a:def:1";
  bad.messages = {"m\n\tn", "\x1b[31m", "]]>"};
  bad.waiver = 0;
  bad.baseline = xccdf::Outcome::pass;
  evaluate::RuleResult again = bad;
  again.instance = "oval:a:def:2";
  again.blocks = true;
  results.rules.insert(results.rules.begin() + 1, again);
  results.counts = {};
  for (const evaluate::RuleResult& row : results.rules) ++results.counts.of(row.outcome);
  return made;
}

TEST(SavedJson, ReadAndWrittenAgainIsTheSameBytes) {
  for (const bool old : {false, true}) {
    SampleOptions options;
    options.old = old;
    const auto made = sample(options);
    made->results.rules[0].blocks = true;
    const std::string json = written(made->results);
    EXPECT_EQ(written(read(json)), json);
  }
  const std::string json = written(full_sample()->results);
  EXPECT_EQ(written(read(json)), json);
}

TEST(SavedJson, GivesTheReportsThatTheScanGives) {
  const auto made = full_sample();
  evaluate::Results saved = read(written(made->results));
  EXPECT_EQ(saved.read_from, "r.json");
  saved.read_from.clear();  // the reports say where they come from
  for (const std::string format : {"text", "html", "csv", "junit", "sarif", "hdf", "markdown"})
    EXPECT_EQ(written(saved, format), written(made->results, format)) << format;
}

TEST(SavedJson, GivesAnXccdfReportThatCanBeReadBack) {
  const auto made = full_sample();
  const evaluate::Results saved = read_results(*xml::Source::from_bytes("r.xml", written(read(written(made->results)), "xccdf")));
  ASSERT_EQ(saved.rules.size(), made->results.rules.size());
  EXPECT_EQ(saved.rules[0].rule.rule->title, "Mode is right");
  EXPECT_EQ(saved.rules[4].rule.groups.size(), 2u);
  EXPECT_EQ(saved.rules[4].rule.groups[0]->title, "G & a<b");
}

// The document with `value` in place of what `pointer` points at.
std::string changed(const std::string& pointer, const Json& value) {
  Json json = Json::parse(written(full_sample()->results));
  json[Json::json_pointer(pointer)] = value;
  return json.dump();
}

TEST(SavedJson, OfAnotherTypeThanItMustBeIsRefusedWithItsPlace) {
  EXPECT_THAT(refusal(changed("/rules/1/where", 1)), "accepted");  // nobody knows this member: a later version may
  EXPECT_THAT(refusal(changed("/rules/0/evidence/0/where", 1)), HasSubstr("r.json: /rules/0/evidence/0/where: is no array"));
  EXPECT_THAT(refusal(changed("/rules/0/title", Json::array())), HasSubstr("/rules/0/title: is no text"));
  EXPECT_THAT(refusal(changed("/rules/0/selected", "yes")), HasSubstr("/rules/0/selected: is neither true nor false"));
  EXPECT_THAT(refusal(changed("/rules/0/result", "passed")), HasSubstr("/rules/0/result: is none of the words"));
  EXPECT_THAT(refusal(changed("/rules/0/weight", "1")), HasSubstr("/rules/0/weight: is no number"));
  EXPECT_THAT(refusal(changed("/rules/0/waiver", 2)), HasSubstr("/rules/0/waiver: is none of the waivers"));
  EXPECT_THAT(refusal(changed("/rules/0/waiver", -1)), HasSubstr("is no whole number"));
  EXPECT_THAT(refusal(changed("/rules/0", nullptr)), HasSubstr("/rules/0: is no object"));
  EXPECT_THAT(refusal(changed("/rules", Json::object())), HasSubstr("/rules: is no array"));
  EXPECT_THAT(refusal(changed("/end_time", "today")), HasSubstr("/end_time: is no time"));
  EXPECT_THAT(refusal(changed("/end_time", "0242-01-01T00:00:00Z")), HasSubstr("/end_time: is no time"));
  EXPECT_THAT(refusal(changed("/target", 1)), HasSubstr("/target: is no object"));
  EXPECT_THAT(refusal(changed("/benchmark/namespace", "urn:x")), HasSubstr("/benchmark/namespace: is no version of XCCDF"));
  EXPECT_THAT(refusal(changed("/format", "assay-results/2")), HasSubstr("/format: is not \"assay-results/1\""));
}

TEST(SavedJson, WithoutWhatItMustHaveIsRefused) {
  EXPECT_THAT(refusal("{}"), HasSubstr("r.json: the document: has no member \"format\""));
  EXPECT_THAT(refusal(R"({"format": "assay-results/1"})"), HasSubstr("has no member"));
  EXPECT_THAT(refusal("[]"), HasSubstr("is no object"));
}

TEST(SavedJson, ThatIsNoJsonIsRefused) {
  for (const char* bytes : {"{", "{\"format\": \"assay-results/1\",}", "nul", "\"", "{\"a\": \"\xff\"}", "1e999"})
    EXPECT_THAT(refusal(bytes), ::testing::StartsWith("r.json:")) << bytes;
}

TEST(SavedJson, WithANameTwiceIsRefused) {
  EXPECT_THAT(refusal(R"({"verdict": "compliant", "verdict": "not-compliant"})"), HasSubstr("\"verdict\" is used twice"));
}

TEST(SavedJson, IsHeldToItsBudgets) {
  EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("nested more than"));
  std::string many = "[0";
  for (int i = 0; i < 4'000'001; ++i) many += ",0";
  EXPECT_THAT(refusal(many + "]"), HasSubstr("more than 4000000 values"));
}

TEST(SavedJson, WhoseMarkupIsNotWholeIsRefused) {
  for (const char* text : {"<p>", "</text><text>", "<x:Rule/>", "&undefined;", "<!DOCTYPE x>", "<![CDATA[", "<!--"})
    EXPECT_THAT(refusal(changed("/rules/0/description", Json::array({text}))), HasSubstr("/rules/0/description/0: is no XHTML")) << text;
}

TEST(SavedJson, WhoseMarkupIsHostileGivesHarmlessHtml) {
  const auto saved = read(changed("/rules/0/description", Json::array({"<script xmlns='http://www.w3.org/1999/xhtml'>evil()</script>"
                                                                       "<p onclick='evil()'>fine<a href='javascript:evil()'>x</a></p>"})));
  const std::string html = written(saved, "html");
  EXPECT_EQ(html.find("evil()"), std::string::npos);
  EXPECT_NE(html.find("fine"), std::string::npos);
}

TEST(SavedJson, WhoseIdsCannotBeInOneBenchmarkIsRefused) {
  EXPECT_THAT(refusal(changed("/values/0/id", "xccdf_org.example_rule_bad")), HasSubstr("an id that is used twice"));
  EXPECT_THAT(refusal(changed("/rules/0/id", "")), HasSubstr("without id"));
}

TEST(SavedJson, WhoseVerdictItsRulesContradictIsRefused) {
  EXPECT_THAT(refusal(changed("/verdict", "compliant")), HasSubstr("/verdict: is contradicted by the rules"));
  Json json = Json::parse(written(sample()->results));
  for (Json& rule : json["rules"]) rule["blocks"] = false;
  EXPECT_THAT(refusal(json.dump()), HasSubstr("none of them blocks"));
  json["verdict"] = "compliant";
  EXPECT_EQ(refusal(json.dump()), "accepted");
  json["rules"] = Json::array();
  EXPECT_THAT(refusal(json.dump()), HasSubstr("none of them was judged"));
}

TEST(SavedJson, CountsWhatItsRulesSay) {
  const auto saved = read(changed("/counts", Json::object({{"pass", 1000}})));
  EXPECT_EQ(saved.counts.pass, 1u);
  EXPECT_EQ(saved.counts.fail, 2u);
}

}  // namespace
}  // namespace assay::reports
