// The reports for people and for programs that are no XML.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "reports/report.h"
#include "reports/summary.h"
#include "tests/unit/reports/sample.h"

namespace assay::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text(const evaluate::Results& results, const TextOptions& options = {}) {
  std::ostringstream out;
  write_text(results, options, out);
  return out.str();
}

std::string html(const evaluate::Results& results) {
  std::ostringstream out;
  find("html")->write(results, out);
  return out.str();
}

TEST(ResultLine, IsWhatScriptsReadLast) {
  EXPECT_EQ(result_line(sample()->results),
            "RESULT not-compliant score=50 coverage=100 pass=1 fail=1 error=0 unknown=0 notapplicable=0 notchecked=0");
}

TEST(Number, NeverRoundsUpToAll) {
  EXPECT_EQ(number(99.999), "99.99");
  EXPECT_EQ(number(100), "100");
  EXPECT_EQ(number(54.166667), "54.16");
}

// The failing rule of the sample, waived.
void waive(evaluate::Results& results, const std::string& reason = "console access only") {
  evaluate::Waiver waiver;
  waiver.rule_id = results.rules[0].rule.rule->id;
  waiver.reason = reason;
  waiver.owner = "base images";
  waiver.expires = "2027-03-31";
  results.waivers = {{waiver, evaluate::WaiverState::used}};
  results.rules[0].waiver = 0;
  results.rules[0].blocks = false;
  results.score_with_waivers = 99.999;
  results.verdict = evaluate::Verdict::compliant;
}

TEST(ResultLine, EndsWithTheWaiversWhereOneIsUsed) {
  const auto waived = sample();
  waive(waived->results);
  EXPECT_THAT(result_line(waived->results), ::testing::EndsWith(" notchecked=0 waived=1 score-with-waivers=99.99"));
}

TEST(Reason, CountsWhatKeepsTheTargetFromComplying) {
  EXPECT_EQ(reason(sample()->results), "not compliant: of 2 selected rules 1 fails (coverage 100 %)");
}

TEST(Reason, NamesTheFloorsThatWereMissed) {
  const auto low = sample();
  waive(low->results);
  low->results.missed = {"score 50 is below --min-score 80"};
  low->results.verdict = evaluate::Verdict::not_compliant;
  EXPECT_EQ(reason(low->results),
            "not compliant: of 2 selected rules 2 could be judged, 1 is waived (coverage 100 %); score 50 is below --min-score 80");
}

TEST(Reason, CountsWhatFailsAsInTheBaselineAndWhatGotWorse) {
  const auto compared = sample();
  compared->results.baseline_name = "before.json";
  EXPECT_THAT(reason(compared->results), ::testing::EndsWith("; before.json: 0 rules fail as in the baseline, 1 got worse"));
  compared->results.rules[0].baseline = xccdf::Outcome::fail;
  EXPECT_THAT(reason(compared->results), ::testing::EndsWith("; before.json: 1 rule fails as in the baseline, 0 got worse"));
}

TEST(RuleLine, NamesOutcomeTitleAndId) {
  const auto made = sample();
  EXPECT_EQ(rule_line(made->results, made->results.rules[0]), "FAIL Mode is right (xccdf_org.example_rule_bad)");
}

TEST(TextReport, ShowsTheWaiverOfARuleAndThoseThatWaiveNothing) {
  const auto waived = sample();
  waive(waived->results, "line\n\x1b[31m");
  waived->results.waivers.push_back({waived->results.waivers[0].waiver, evaluate::WaiverState::expired});
  const std::string report = text(waived->results);
  EXPECT_THAT(report, HasSubstr("Waivers    1 used, 1 expired; score 99.99 with them, 50 without\n"));
  EXPECT_THAT(report, HasSubstr("        waiver    used, until 2027-03-31 (base images): line\\n\\x1B[31m\n"));
  EXPECT_THAT(report, HasSubstr("waiver  xccdf_org.example_rule_bad: expired on 2027-03-31"));
}

TEST(TextReport, ShowsExpectedFoundAndWhereOfAFailingRule) {
  const std::string report = text(sample()->results);
  EXPECT_THAT(report, HasSubstr("FAIL    Mode is right\n"));
  EXPECT_THAT(
      report,
      HasSubstr("        expected  uread equals 0\n        found     0644\n        where     /etc/x:13\n                  /etc/<y>\n"));
}

TEST(TextReport, ShowsFailingRulesBeforePassingOnesAndTheResultLast) {
  const std::string report = text(sample()->results);
  EXPECT_LT(report.find("FAIL"), report.find("pass           Good"));
  EXPECT_TRUE(report.ends_with(result_line(sample()->results) + "\n"));
}

TEST(TextReport, HasNoColourUnlessAsked) {
  TextOptions options;
  EXPECT_THAT(text(sample()->results, options), Not(HasSubstr("\x1b")));
  options.colour = true;
  EXPECT_THAT(text(sample()->results, options), HasSubstr("\x1b[1;31mFAIL"));
}

TEST(TextReport, IsTheResultLineAloneWhereQuiet) {
  TextOptions options;
  options.quiet = true;
  EXPECT_EQ(text(sample()->results, options), result_line(sample()->results) + "\n");
}

TEST(TextReport, ObeysNoControlCharacterOfTheTarget) {
  SampleOptions options;
  options.found =
      "a\x1b[2Jb\nRESULT compliant\xC2\x9B"
      "1m\xE2\x80\xAE";
  const std::string report = text(sample(options)->results);
  EXPECT_THAT(report, HasSubstr("a\\x1B[2Jb\\nRESULT compliant\\xC2\\x9B1m\\xE2\\x80\\xAE"));
}

TEST(TextReport, WrapsAtTheWidthGiven) {
  SampleOptions sample_options;
  for (int i = 0; i < 60; ++i) sample_options.found += " word";
  TextOptions options;
  options.width = 60;
  std::istringstream report(text(sample(sample_options)->results, options));
  for (std::string line; std::getline(report, line);) {
    if (line.find("word") == std::string::npos) continue;
    EXPECT_LE(line.size(), 60u) << line;
  }
}

TEST(HtmlReport, KeepsNoScriptAndNoUnsafeLinkOfTheContent) {
  const std::string page = html(sample()->results);
  EXPECT_THAT(page, Not(HasSubstr("alert(1)")));
  EXPECT_THAT(page, Not(HasSubstr("javascript:")));
  EXPECT_THAT(page, HasSubstr("<a rel=\"noreferrer\" href=\"https://e.org/\">yes</a>"));
}

TEST(HtmlReport, ShowsTheValueASubstitutionStandsFor) {
  EXPECT_THAT(html(sample()->results), HasSubstr("Use <code>chmod</code> as <code>a&lt;b</code> says."));
}

TEST(HtmlReport, EscapesWhatTheTargetSays) {
  SampleOptions options;
  options.found = "<img src=x onerror=alert(2)>";
  const std::string page = html(sample(options)->results);
  EXPECT_THAT(page, HasSubstr("&lt;img src=x onerror=alert(2)&gt;"));
  EXPECT_THAT(page, HasSubstr("<code>/etc/&lt;y&gt;</code>"));
}

TEST(HtmlReport, LoadsNothingFromElsewhere) {
  const std::string page = html(sample()->results);
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
}

TEST(Reports, AreFoundByName) {
  for (const Report& report : all()) EXPECT_EQ(find(report.name), &report);
  EXPECT_EQ(find("nonsense"), nullptr);
}

}  // namespace
}  // namespace assay::reports
