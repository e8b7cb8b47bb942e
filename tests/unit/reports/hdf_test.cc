#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reports/formats.h"

namespace assay::reports {
namespace {

using Json = nlohmann::json;
using xccdf::Outcome;

Json profile(const evaluate::Results& results) { return json_report("hdf", results)["profiles"][0]; }
Json control(const evaluate::Results& results) { return profile(results)["controls"][0]; }

Json control_with(Outcome outcome) {
  const auto made = sample();
  made->results.rules[0].outcome = outcome;
  return control(made->results);
}

TEST(HdfReport, HasAControlASelectedRule) {
  const Json controls = profile(sample()->results)["controls"];
  ASSERT_EQ(controls.size(), 2u);
  EXPECT_EQ(controls[0]["id"], "xccdf_org.example_rule_bad");
  EXPECT_EQ(controls[0]["results"][0]["status"], "failed");
  EXPECT_EQ(controls[1]["results"][0]["status"], "passed");
}

TEST(HdfReport, HasCheckFixAndRationale) {
  const Json descriptions = control(sample()->results)["descriptions"];
  EXPECT_EQ(descriptions[0], Json({{"label", "check"}, {"data", "uread equals 0\n"}}));
  EXPECT_EQ(descriptions[1], Json({{"label", "fix"}, {"data", "chmod 600 /etc/x && true"}}));
  EXPECT_EQ(descriptions[2], Json({{"label", "rationale"}, {"data", "Because."}}));
}

TEST(HdfReport, GivesNoImpactToWhatDoesNotApplyAloneForThatIsWhatReadersTakeItFor) {
  EXPECT_EQ(control_with(Outcome::notapplicable)["impact"], 0.0);
  EXPECT_EQ(control_with(Outcome::fail)["impact"], 0.7);
  const auto made = sample();
  made->results.rules[0].rule.severity = xccdf::Severity::info;
  EXPECT_GT(control(made->results)["impact"].get<double>(), 0);
}

TEST(HdfReport, SkipsWhatWasNotJudgedAndErrsWhereNothingIsKnown) {
  EXPECT_EQ(control_with(Outcome::notchecked)["results"][0]["status"], "skipped");
  EXPECT_EQ(control_with(Outcome::unknown)["results"][0]["status"], "error");
  EXPECT_EQ(control_with(Outcome::error)["results"][0]["status"], "error");
}

TEST(HdfReport, ShowsAWaiverWithoutHidingTheResult) {
  const auto made = sample();
  waive(made->results);
  const Json waived = control(made->results);
  EXPECT_EQ(waived["results"][0]["status"], "failed");
  EXPECT_EQ(waived["waiver_data"]["expiration_date"], "2027-03-31");
  EXPECT_EQ(waived["waiver_data"]["skipped_due_to_waiver"], false);
}

TEST(HdfReport, JoinsTheInstancesOfARuleInOneControl) {
  const auto made = sample();
  made->results.rules[1].rule = made->results.rules[0].rule;
  made->results.rules[1].instance = "oval:a:def:2";
  const Json controls = profile(made->results)["controls"];
  ASSERT_EQ(controls.size(), 1u);
  EXPECT_EQ(controls[0]["results"].size(), 2u);
}

TEST(HdfReport, CountsWhatItHolds) {
  const Json controls = json_report("hdf", sample()->results)["statistics"]["controls"];
  EXPECT_EQ(controls["passed"]["total"], 1);
  EXPECT_EQ(controls["failed"]["total"], 1);
}

TEST(HdfReport, OfHostileTextIsWellFormed) {
  SampleOptions options;
  options.found = options.host = kHostile;
  EXPECT_EQ(profile(sample(options)->results)["controls"].size(), 2u);
}

TEST(HdfReport, OfNoRulesIsStillADocument) { EXPECT_EQ(profile(evaluate::Results())["controls"], Json::array()); }

}  // namespace
}  // namespace assay::reports
