// XCCDF results and ARF, of this program and of others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "engine/base/error.h"
#include "reports/report.h"
#include "reports/saved.h"
#include "tests/unit/reports/sample.h"

namespace assay::reports {
namespace {

using evaluate::Verdict;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using xccdf::Outcome;

constexpr const char* kStart = "<TestResult xmlns='http://checklists.nist.gov/xccdf/1.2' id='t' end-time='2024-01-01T00:00:00Z'";

evaluate::Results read(const std::string& bytes) { return read_results(*xml::Source::from_bytes("r.xml", bytes)); }

std::string written(const evaluate::Results& results, const std::string& format) {
  std::ostringstream out;
  find(format)->write(results, out);
  return std::move(out).str();
}

std::string refusal(const std::string& bytes) {
  try {
    read(bytes);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "accepted";
}

std::string alone(const std::string& content, const std::string& attributes = "") {
  return kStart + std::string(" ") + attributes + ">" + content + "</TestResult>";
}
std::string with_result(const std::string& id, const std::string& result, const std::string& attributes = "") {
  return "<rule-result idref='" + id + "' " + attributes + "><result>" + result + "</result></rule-result>";
}
// A benchmark of rules a (in a group), b and c, with a TestResult at its end.
std::string held(const std::string& content) {
  return "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='bm'><title>The benchmark</title>"
         "<Value id='v'><value>1</value><value selector='x'>2</value></Value>"
         "<Group id='g'><title>G</title><Rule id='a' severity='high'><title>Rule A</title><fix system='sh'>set <sub "
         "idref='v'/></fix></Rule>"
         "</Group><Rule id='b' weight='3'><title>Rule B</title></Rule><Rule id='c'/>" +
         alone(content) + "</Benchmark>";
}

TEST(SavedXccdf, IsReadWithItsBenchmark) {
  const auto results =
      read(held(with_result("b", "pass", "severity='low' weight='2'") + with_result("a", "fail") + "<set-value idref='v'>9</set-value>"));
  EXPECT_EQ(results.checklist.benchmark->title, "The benchmark");
  ASSERT_EQ(results.rules.size(), 2u);  // in the order of the benchmark
  EXPECT_EQ(results.rules[0].rule.rule->title, "Rule A");
  EXPECT_EQ(results.rules[0].rule.severity, xccdf::Severity::high);
  EXPECT_EQ(results.rules[0].rule.groups.at(0)->title, "G");
  EXPECT_EQ(results.rules[0].fixes.at(0).text, "set 9");
  EXPECT_EQ(results.rules[1].rule.severity, xccdf::Severity::low);
  EXPECT_EQ(results.rules[1].rule.weight, 2);
  EXPECT_EQ(results.counts.pass + results.counts.fail, 2u);
  EXPECT_EQ(results.coverage, 100);
  EXPECT_THAT(results.notes, ElementsAre("rules of the benchmark without a result: 1"));
}

TEST(SavedXccdf, WithoutABenchmarkHasIdsForTitles) {
  const auto results = read(
      alone("<benchmark href='b.xml' id='xccdf_x_benchmark_b'/><target>host</target>" + with_result("a", "fail") + with_result("a", "pass"),
            "test-system='cpe:/a:maker:tool:3.1'"));
  EXPECT_EQ(results.checklist.benchmark->id, "xccdf_x_benchmark_b");
  ASSERT_EQ(results.rules.size(), 2u);
  EXPECT_EQ(results.rules[0].rule.rule->title, "a");
  EXPECT_EQ(results.tool_name + results.tool_version, "tool3.1");
  EXPECT_EQ(results.target.label, "host");
  EXPECT_FALSE(results.target.live_known);
  EXPECT_EQ(results.content_name.file, "b.xml");
  EXPECT_EQ(results.end_time, 1704067200);
}

TEST(SavedXccdf, WithRulesItsBenchmarkDoesNotHaveKeepsThem) {
  const auto results = read(held(with_result("a", "pass") + with_result("x", "fail") + with_result("y", "pass")));
  ASSERT_EQ(results.rules.size(), 3u);
  EXPECT_EQ(results.rules[0].rule.rule->title, "Rule A");
  EXPECT_EQ(results.rules[1].rule.rule->title, "x");
  EXPECT_EQ(results.verdict, Verdict::not_compliant);
  EXPECT_THAT(results.notes, ::testing::Contains(HasSubstr("does not hold 2 of the rules judged: x")));
}

TEST(SavedXccdf, HasAVerdictOfItsOutcomes) {
  const auto verdict = [](const std::string& content) { return read(alone(content)).verdict; };
  EXPECT_EQ(verdict(with_result("a", "pass")), Verdict::compliant);
  EXPECT_EQ(verdict(with_result("a", "pass") + with_result("b", "error")), Verdict::not_compliant);
  EXPECT_EQ(verdict(with_result("a", "pass") + with_result("b", "unknown")), Verdict::not_compliant);
  EXPECT_EQ(verdict(with_result("a", "notchecked")), Verdict::indeterminate);
  EXPECT_EQ(verdict(with_result("a", "notselected")), Verdict::indeterminate);
  EXPECT_EQ(verdict("<target>nothing was judged</target>"), Verdict::indeterminate);
}

TEST(SavedXccdf, KeepsAVerdictOfTheScanThatIsWorseThanItsOutcomes) {
  const auto said = [](const std::string& verdict, const std::string& result) {
    return read(
        alone("<target-facts><fact name='urn:assay:fact:verdict'>" + verdict + "</fact></target-facts>" + with_result("a", result)));
  };
  EXPECT_EQ(said("not-compliant", "pass").verdict, Verdict::not_compliant);
  EXPECT_THAT(said("not-compliant", "pass").missed, ElementsAre(HasSubstr("the scan itself said not-compliant")));
  EXPECT_EQ(said("indeterminate", "pass").verdict, Verdict::indeterminate);
  EXPECT_EQ(said("compliant", "fail").verdict, Verdict::not_compliant);
  EXPECT_THAT(said("compliant", "fail").notes, ElementsAre(HasSubstr("the scan itself said compliant")));
  EXPECT_THAT(said("compliant", "pass").notes, IsEmpty());
}

TEST(SavedXccdf, PutsTheDefaultScoreFirstAndComputesItWhereItIsMissing) {
  const std::string results = with_result("a", "pass") + with_result("b", "fail");
  const std::string absolute = "<score system='urn:xccdf:scoring:absolute' maximum='1'>0</score>";
  const auto given = read(alone(results + absolute + "<score system='urn:xccdf:scoring:default'>77</score>"));
  EXPECT_EQ(given.scores.at(0).score, 77);
  EXPECT_EQ(given.scores.at(1).system, "urn:xccdf:scoring:absolute");
  const auto computed = read(alone(results + absolute));
  EXPECT_EQ(computed.scores.at(0).score, 50);
  EXPECT_EQ(computed.scores.size(), 2u);
}

TEST(SavedXccdf, TakesNoScoreThatItsModelCannotGive) {
  for (const char* score : {"<score>5000</score>", "<score>-1</score>", "<score maximum='0'>50</score>", "<score>nan</score>"}) {
    const auto results = read(held(with_result("a", "fail") + with_result("b", "pass") + score));
    ASSERT_EQ(results.scores.size(), 1u) << score;
    EXPECT_EQ(results.scores[0].score, 75) << score;
  }
}

TEST(SavedXccdf, ReadsTheFactsOfOtherTools) {
  const auto results = read(alone(
      "<target-facts><fact name='urn:scap:fact:asset:identifier:host_name'>H</fact><fact "
      "name='urn:scap:fact:asset:identifier:os_name'>OS</fact>"
      "<fact name='urn:scap:fact:asset:identifier:interface_name'>lo</fact><fact "
      "name='urn:scap:fact:asset:identifier:ipv4'>127.0.0.1</fact>"
      "<fact name='urn:scap:fact:asset:identifier:interface_name'>e0</fact><fact name='urn:scap:fact:asset:identifier:mac'>00:11</fact>"
      "</target-facts><identity privileged='1'>root</identity>" +
      with_result("a", "pass")));
  EXPECT_EQ(results.target.system.primary_host_name + results.target.system.os_name, "HOS");
  ASSERT_EQ(results.target.system.interfaces.size(), 2u);
  EXPECT_EQ(results.target.system.interfaces[0].ip_address + results.target.system.interfaces[1].mac_address, "127.0.0.100:11");
  EXPECT_THAT(results.notes, ElementsAre("tested as root (privileged)"));
  EXPECT_EQ(results.tool_name, "an unnamed tool");
}

TEST(SavedXccdf, OfAFileWithSeveralSaysWhichItIs) {
  const std::string two = held(with_result("a", "pass"));
  std::string three = two;
  three.insert(three.rfind("</Benchmark>"),
               "<TestResult id='later' end-time='2025-01-01T00:00:00Z'>" + with_result("a", "fail") + "</TestResult>");
  const auto results = read(three);
  EXPECT_EQ(results.verdict, Verdict::not_compliant);
  EXPECT_THAT(results.notes, ::testing::Contains(HasSubstr("holds 2 TestResults; this is the last of them by its end time: later")));
  EXPECT_EQ(results.checklist.benchmark->source->bytes().find("TestResult"), std::string::npos);
}

TEST(SavedXccdf, IsRefusedWhereThereIsNoResult) {
  EXPECT_THAT(refusal("<x/>"), HasSubstr("r.xml: no results in it"));
  EXPECT_THAT(refusal("<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='b'/>"), HasSubstr("no results in it"));
  EXPECT_THAT(refusal("\xFD"
                      "7zXZ..."),
              HasSubstr("packed by xz"));
}

TEST(SavedXccdf, IsRefusedWhereItsBenchmarkCannotBeRead) {
  std::string twice = held(with_result("a", "pass"));
  twice.insert(twice.find("<Rule id='b'"), "<Rule id='a'/>");
  EXPECT_THAT(refusal(twice), ::testing::AllOf(::testing::StartsWith("r.xml:1: t: its benchmark cannot be read"), HasSubstr("used twice")));
  EXPECT_THAT(refusal(held(with_result("g", "pass"))), HasSubstr("used twice"));  // a group is no rule
}

TEST(SavedXccdf, OfOurOwnHasTheOutcomesOfTheScan) {
  for (const std::string format : {"xccdf", "arf"}) {
    const auto made = sample();
    made->results.verdict = Verdict::not_compliant;
    const auto results = read(written(made->results, format));
    ASSERT_EQ(results.rules.size(), 3u) << format;
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(results.rules[i].outcome, made->results.rules[i].outcome) << format;
    EXPECT_EQ(results.verdict, Verdict::not_compliant);
    EXPECT_EQ(results.tool_name + results.tool_version, "assay0.1.0");
    EXPECT_EQ(results.selection.profile_title, "P");
    EXPECT_EQ(results.target.system.interfaces.at(0).mac_address, "00:11:22:aa:bb:cc");
    EXPECT_TRUE(results.target.live_known && !results.target.live);
    EXPECT_EQ(results.rules[1].checks.size(), 2u);
    EXPECT_TRUE(results.rules[1].complex_check);
  }
}

TEST(SavedXccdf, RewrittenAsJsonCanBeReadBack) {
  for (const char* verdict : {"compliant", "not-compliant", "indeterminate"})
    for (const char* result : {"pass", "fail", "notchecked"}) {
      const std::string json = written(read(alone("<target-facts><fact name='urn:assay:fact:verdict'>" + std::string(verdict) +
                                                  "</fact></target-facts>" + with_result("a", result))),
                                       "json");
      EXPECT_EQ(written(read(json), "json"), json) << verdict << " " << result;
    }
}

TEST(SavedXccdf, OfATimeNoToolCanHaveRunAtHasNone) {
  for (const char* time : {"0242-01-01T00:00:00Z", "0000-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00", "yesterday"})
    EXPECT_EQ(read("<TestResult xmlns='http://checklists.nist.gov/xccdf/1.2' id='t' end-time='" + std::string(time) + "'/>").end_time, 0)
        << time;
}

TEST(SavedXccdf, RewrittenAsXccdfHasOneTestResult) {
  for (const bool old : {false, true}) {
    SampleOptions options;
    options.old = old;
    const std::string once = written(sample(options)->results, "xccdf");
    const std::string again = written(read(once), "xccdf");
    EXPECT_EQ(again.find("<TestResult"), again.rfind("<TestResult"));
    EXPECT_EQ(written(read(again), "json"), written(read(once), "json"));
  }
}

}  // namespace
}  // namespace assay::reports
