#include "engine/certify/statement.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "tests/unit/reports/sample.h"

namespace assay::certify {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kIssued = 1'800'000'000, kExpires = 1'900'000'000;
const std::string kDigest(64, 'a');

Statement of(const evaluate::Results& results, const Binding& binding = {kDigest, ""}) {
  return make_statement(results, {"base.qcow2", "sha256", kDigest}, binding, kIssued, kExpires);
}

json document(const evaluate::Results& results) { return json::parse(to_json(of(results))); }

std::string refusal(const json& changed) {
  try {
    parse_statement("c.json", changed.dump());
  } catch (const ContentError& error) {
    return error.what();
  }
  return "";
}

TEST(Statement, IsAnInTotoStatementOfATestResult) {
  const auto sample = reports::sample();
  const json statement = document(sample->results);
  EXPECT_EQ(statement["_type"], "https://in-toto.io/Statement/v1");
  EXPECT_EQ(statement["subject"], json::parse(R"([{"name":"base.qcow2","digest":{"sha256":")" + kDigest + R"("}}])"));
  EXPECT_EQ(statement["predicateType"], "https://in-toto.io/attestation/test-result/v0.1");
  const json& predicate = statement["predicate"];
  EXPECT_EQ(predicate["result"], "FAILED");
  EXPECT_EQ(predicate["passedTests"], json({"xccdf_org.example_rule_good"}));
  EXPECT_EQ(predicate["failedTests"], json({"xccdf_org.example_rule_bad"}));
  EXPECT_EQ(predicate["warnedTests"], json::array());
}

TEST(Statement, TheResultIsTheVerdict) {
  const auto sample = reports::sample();
  sample->results.verdict = evaluate::Verdict::compliant;
  EXPECT_EQ(document(sample->results)["predicate"]["result"], "PASSED");
  sample->results.verdict = evaluate::Verdict::indeterminate;
  EXPECT_EQ(document(sample->results)["predicate"]["result"], "WARNED");
}

TEST(Statement, ConfigurationIsTheContentByItsDigest) {
  const auto sample = reports::sample();
  sample->results.content_name = {"ds.xml", std::string(64, 'b'), "", ""};
  const json content = document(sample->results)["predicate"]["configuration"][0];
  EXPECT_EQ(content["name"], "ds.xml");
  EXPECT_EQ(content["digest"]["sha256"], std::string(64, 'b'));
  EXPECT_EQ(content["annotations"]["role"], "content");
  sample->results.content_name.sha256 = "";
  EXPECT_EQ(document(sample->results)["predicate"]["configuration"][0]["uri"], "urn:assay:content:xccdf_org.example_benchmark_one");
}

TEST(Statement, ATailoringIsPartOfTheConfiguration) {
  const auto sample = reports::sample();
  auto tailoring = std::make_shared<xccdf::Tailoring>();
  tailoring->id = "xccdf_org.example_tailoring_t";
  sample->results.tailoring = tailoring;
  sample->results.tailoring_href = "site.xml";
  EXPECT_EQ(document(sample->results)["predicate"]["configuration"][1]["uri"], "urn:assay:content:xccdf_org.example_tailoring_t");
  sample->results.tailoring_sha256 = std::string(64, 'c');
  const std::string bytes = to_json(of(sample->results));
  const json named = json::parse(bytes)["predicate"]["configuration"][1];
  EXPECT_EQ(named["name"], "site.xml");
  EXPECT_EQ(named["digest"]["sha256"], std::string(64, 'c'));
  EXPECT_EQ(to_json(parse_statement("c.json", bytes)), bytes);
}

TEST(Statement, AWaivedRuleIsWarnedAndItsWaiverShown) {
  const auto sample = reports::sample();
  evaluate::Waiver waiver{"xccdf_org.example_rule_bad", "legacy", "release manager", "2027-03-31", "", "", "w.yaml:1"};
  sample->results.waivers = {{waiver, evaluate::WaiverState::used}};
  sample->results.rules.at(0).waiver = 0;
  sample->results.score_with_waivers = 100;
  const json predicate = document(sample->results)["predicate"];
  EXPECT_EQ(predicate["warnedTests"], json({"xccdf_org.example_rule_bad"}));
  EXPECT_EQ(predicate["failedTests"], json::array());
  EXPECT_EQ(predicate["assay"]["waivers"][0]["owner"], "release manager");
  EXPECT_EQ(predicate["assay"]["score_with_waivers"], 100.0);
  EXPECT_EQ(predicate["configuration"][1]["name"], "waivers");
}

TEST(Statement, WhatWasNotJudgedIsNamedWithTheReason) {
  const auto sample = reports::sample();
  sample->results.rules.at(1).outcome = xccdf::Outcome::notapplicable;
  sample->results.rules.at(1).messages = {"needs a running system"};
  const json extension = document(sample->results)["predicate"]["assay"];
  EXPECT_EQ(extension["not_judged"], json({"xccdf_org.example_rule_good"}));
  EXPECT_EQ(extension["rules"][1]["why"], "needs a running system");
}

TEST(Statement, SaysWhetherTheResultsAreThoseOfTheSubject) {
  const auto sample = reports::sample();
  const std::string proven = to_json(of(sample->results)), open = to_json(of(sample->results, {"", "of a running system"}));
  EXPECT_EQ(json::parse(proven)["predicate"]["assay"]["binding"], json({{"assayEntries1", kDigest}}));
  EXPECT_EQ(json::parse(open)["predicate"]["assay"]["binding"], json({{"unproven", "of a running system"}}));
  EXPECT_EQ(to_json(parse_statement("c.json", proven)), proven);
  EXPECT_EQ(to_json(parse_statement("c.json", open)), open);
}

TEST(Statement, WhatAPersonAnsweredIsTold) {
  const auto sample = reports::sample();
  sample->results.rules.at(1).overrides = {{"2024-05-31", "release manager", "notchecked", "pass", "only our mirror"}};
  EXPECT_EQ(document(sample->results)["predicate"]["assay"]["rules"][1]["answered"], "release manager, 2024-05-31, only our mirror");
}

TEST(Statement, OneThatContradictsItselfIsNone) {
  const auto sample = reports::sample();
  json changed = document(sample->results);
  changed["predicate"]["result"] = "PASSED";
  EXPECT_THAT(refusal(changed), HasSubstr("/predicate/result: contradicts the verdict"));
  changed["predicate"]["assay"]["verdict"] = "compliant";
  changed["predicate"]["assay"]["rules"][0]["blocks"] = true;
  EXPECT_THAT(refusal(changed), HasSubstr("/predicate/assay/verdict: is contradicted by the rules"));
}

TEST(Statement, FloorsThatWereNotReachedAreSaid) {
  const auto sample = reports::sample();
  sample->results.missed = {"score 50 is below --min-score 80"};
  EXPECT_EQ(document(sample->results)["predicate"]["assay"]["missed"], json({"score 50 is below --min-score 80"}));
}

TEST(Statement, ScoresAreNeverRoundedUp) {
  const auto sample = reports::sample();
  sample->results.scores = {{"urn:xccdf:scoring:default", 99.999, 100}};
  EXPECT_EQ(document(sample->results)["predicate"]["assay"]["scores"][0]["score"], 99.99);
}

TEST(Statement, TheSameResultsGiveTheSameBytesAndAreReadBack) {
  const auto sample = reports::sample();
  const std::string bytes = to_json(of(sample->results));
  EXPECT_EQ(bytes, to_json(of(sample->results)));
  const Statement read = parse_statement("c.json", bytes);
  EXPECT_EQ(read.verdict, evaluate::Verdict::not_compliant);
  EXPECT_EQ(read.subject.digest, kDigest);
  EXPECT_EQ(read.benchmark.title, "One & only");
  EXPECT_EQ(read.profile.id, "xccdf_org.example_profile_p");
  EXPECT_EQ(read.target, "images/base");
  EXPECT_EQ(read.scores.at(0).score, 50);
  EXPECT_EQ(read.counts.fail, 1u);
  EXPECT_EQ(read.issued, kIssued);
  EXPECT_EQ(read.expires, kExpires);
  EXPECT_EQ(to_json(read), bytes);
}

TEST(Statement, UnknownFieldsAreIgnored) {
  const auto sample = reports::sample();
  json changed = document(sample->results);
  changed["predicate"]["url"] = "https://example.com/";
  changed["predicate"]["assay"]["more"] = json::array();
  EXPECT_EQ(refusal(changed), "");
}

TEST(Statement, AWrongFieldIsNamed) {
  const auto sample = reports::sample();
  const json good = document(sample->results);
  const auto with = [&](const char* pointer, const json& value) {
    json changed = good;
    changed[json::json_pointer(pointer)] = value;
    return refusal(changed);
  };
  EXPECT_THAT(with("/_type", "x"), HasSubstr("/_type: is no in-toto Statement v1"));
  EXPECT_THAT(with("/predicateType", "x"), HasSubstr("is not test-result v0.1"));
  EXPECT_THAT(with("/subject", json::array()), HasSubstr("does not name one image"));
  EXPECT_THAT(with("/subject/0/digest", json::parse(R"({"md5":"x"})")), HasSubstr("no algorithm that is known"));
  EXPECT_THAT(with("/subject/0/digest/sha256", "AA"), HasSubstr("is no SHA-256 in lower-case hex"));
  EXPECT_THAT(with("/predicate/assay/binding", json::object()), HasSubstr("/predicate/assay/binding: has to hold"));
  EXPECT_THAT(with("/predicate/assay/verdict", "fine"), HasSubstr("/predicate/assay/verdict: is none of the words it may be"));
  EXPECT_THAT(with("/predicate/assay/expires", "2027"), HasSubstr("/predicate/assay/expires: is no time"));
  EXPECT_THAT(with("/predicate/assay/coverage", "100"), HasSubstr("is no number"));
  EXPECT_THAT(with("/predicate/assay/counts/pass", -1), HasSubstr("/predicate/assay/counts/pass: is no whole number"));
  EXPECT_THAT(with("/predicate/assay/rules", 1), HasSubstr("/predicate/assay/rules: is no array"));
  EXPECT_THAT(with("/predicate/assay/notes", json({1})), HasSubstr("/predicate/assay/notes/0: is no text"));
  EXPECT_THAT(with("/predicate", 1), HasSubstr("is no object"));
}

}  // namespace
}  // namespace assay::certify
