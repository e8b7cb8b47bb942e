#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/xml/document.h"
#include "tests/unit/reports/formats.h"

namespace assay::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using xccdf::Outcome;

std::string junit(const evaluate::Results& results) { return report("junit", results); }

TEST(JUnitReport, HasASuiteASectionAndACaseASelectedRule) {
  const std::string xml = junit(sample()->results);
  EXPECT_EQ(count(xml, "<testsuite "), 1u);
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""));
  EXPECT_THAT(xml, HasSubstr("<testcase name=\"Good\" classname=\"One &amp; only\" time=\"0\"/>"));
}

TEST(JUnitReport, SaysWhyARuleFails) {
  const std::string xml = junit(sample()->results);
  EXPECT_THAT(xml,
              HasSubstr("<failure message=\"expected: uread equals 0; found: 0644; where: /etc/x:13, /etc/&lt;y&gt;\" type=\"fail\">"));
}

TEST(JUnitReport, SkipsAWaivedRuleAndSaysSo) {
  const auto made = sample();
  waive(made->results);
  const std::string xml = junit(made->results);
  EXPECT_THAT(xml, HasSubstr("failures=\"0\" errors=\"0\" skipped=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<skipped>fail, waiver used, until 2027-03-31 (base images): no shell here"));
}

TEST(JUnitReport, SkipsWhatIsNoWorseThanTheBaseline) {
  const auto made = sample();
  compare(made->results, Outcome::fail);
  EXPECT_THAT(junit(made->results), HasSubstr("<skipped>fail, fail in the baseline too"));
  compare(made->results, Outcome::pass);
  EXPECT_THAT(junit(made->results), HasSubstr("failures=\"1\""));
}

TEST(JUnitReport, HasAnErrorForWhatIsNotKnown) {
  for (const Outcome outcome : {Outcome::error, Outcome::unknown}) {
    const auto made = sample();
    made->results.rules[0].outcome = outcome;
    EXPECT_THAT(junit(made->results), HasSubstr("failures=\"0\" errors=\"1\""));
  }
}

TEST(JUnitReport, SkipsWhatWasNotJudged) {
  for (const Outcome outcome : {Outcome::notapplicable, Outcome::notchecked, Outcome::informational}) {
    const auto made = sample();
    made->results.rules[0].outcome = outcome;
    made->results.rules[0].blocks = false;
    EXPECT_THAT(junit(made->results), HasSubstr("failures=\"0\" errors=\"0\" skipped=\"1\""));
  }
}

TEST(JUnitReport, FailsWhatDoesNotPassWhereResultsReadBackDoNotSayWhatCounts) {
  const auto made = sample();
  made->results.rules[0].blocks = false;
  made->results.read_from = "other.xml";
  EXPECT_THAT(junit(made->results), HasSubstr("failures=\"1\""));
}

TEST(JUnitReport, OfHostileTextIsWellFormed) {
  SampleOptions options;
  options.found = options.host = kHostile;
  const std::string xml = junit(sample(options)->results);
  EXPECT_EQ(xml::parse(*xml::Source::from_bytes("junit.xml", xml)).name, "testsuites");
  EXPECT_THAT(xml, Not(HasSubstr("<img")));
}

TEST(JUnitReport, IsNotGreenWhereAFloorWasNotReached) {
  const auto made = sample();
  made->results.rules[0].outcome = Outcome::pass;
  made->results.rules[0].blocks = false;
  made->results.missed = {"score 50 is below --min-score 80"};
  const std::string xml = junit(made->results);
  EXPECT_THAT(xml, HasSubstr("tests=\"1\" failures=\"1\" errors=\"0\""));
  EXPECT_THAT(xml, HasSubstr("score 50 is below --min-score 80\" type=\"not-compliant\""));
}

TEST(JUnitReport, HasRulesAloneWhereTheTargetComplies) {
  const auto made = sample();
  waive(made->results);
  made->results.verdict = evaluate::Verdict::compliant;
  EXPECT_THAT(junit(made->results), Not(HasSubstr("classname=\"verdict\"")));
}

TEST(JUnitReport, OfNoRulesIsAnError) {
  EXPECT_THAT(junit(evaluate::Results()), HasSubstr("no rule is selected\" type=\"indeterminate\""));
}

}  // namespace
}  // namespace assay::reports
