#include "engine/scap/test_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scap/sample.h"

namespace assay::xccdf {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* k12 = "http://checklists.nist.gov/xccdf/1.2";

TestedFile load(const std::string& bytes) { return load_test_results(*xml::Source::from_bytes("t.xml", bytes)); }
std::string refusal(const std::string& bytes) {
  return sample::refusal([&] { load(bytes); });
}

std::string test_result(const std::string& content, const std::string& attributes = "id='t' end-time='2024-01-01T00:00:00'") {
  return "<TestResult xmlns='" + std::string(k12) + "' " + attributes + ">" + content + "</TestResult>";
}
std::string rule_result(const std::string& content, const std::string& attributes = "idref='r'") {
  return "<rule-result " + attributes + ">" + content + "</rule-result>";
}
RuleTested only_rule(const std::string& content, const std::string& attributes = "idref='r'") {
  return load(test_result(rule_result(content, attributes))).latest.value().rules.at(0);
}

TEST(TestResult, MayStandAlone) {
  const TestedFile file = load(test_result("<target>host</target><rule-result idref='r'><result>pass</result></rule-result>"));
  ASSERT_TRUE(file.latest);
  EXPECT_EQ(file.latest->id, "t");
  EXPECT_THAT(file.latest->targets, ElementsAre("host"));
  EXPECT_EQ(file.latest->rules.at(0).outcome, Outcome::pass);
  EXPECT_EQ(file.benchmark(), nullptr);
}

TEST(TestResult, KeepsWhatItSaysOfTheRun) {
  const auto result = load(test_result(R"(<benchmark href="b.xml" id="b"/><tailoring-file href="t.xml" id="t" version="2" time="2024"/>
    <title>T</title><remark> one </remark><organization>O</organization><identity authenticated="1" privileged="true">root</identity>
    <profile idref="p"/><target>a</target><target>b</target><target-address>192.0.2.1</target-address>
    <target-facts><fact name="n"> </fact><fact name="n" type="string">v</fact></target-facts><platform idref="cpe:/o:x"/>
    <set-value idref="v"> x </set-value><set-complex-value idref="w"><item>1</item><item>2</item></set-complex-value>
    <score maximum="5">2.5</score><score system="urn:s">nan</score>)",
                                       "start-time='1' end-time='2' test-system='cpe:/a:x:y:1' version='3'"))
                          .latest.value();
  EXPECT_EQ(result.start_time + result.end_time + result.test_system + result.benchmark_version, "12cpe:/a:x:y:13");
  EXPECT_EQ(result.benchmark_href + result.benchmark_id + result.profile, "b.xmlbp");
  EXPECT_EQ(result.tailoring_href + result.tailoring_id + result.tailoring_version + result.tailoring_time, "t.xmlt22024");
  EXPECT_THAT(result.remarks, ElementsAre("one"));
  EXPECT_THAT(result.organizations, ElementsAre("O"));
  EXPECT_TRUE(result.identities.at(0).name == "root" && result.identities.at(0).privileged && result.identities.at(0).authenticated);
  EXPECT_THAT(result.targets, ElementsAre("a", "b"));
  EXPECT_THAT(result.addresses, ElementsAre("192.0.2.1"));
  EXPECT_EQ(result.fact("n"), "v");
  EXPECT_EQ(result.fact("other"), "");
  EXPECT_THAT(result.platforms, ElementsAre("cpe:/o:x"));
  EXPECT_THAT(result.set_values.at(0).values, ElementsAre(" x "));
  EXPECT_THAT(result.set_values.at(1).values, ElementsAre("1", "2"));
  ASSERT_EQ(result.scores.size(), 1u);  // one that is no number is none
  EXPECT_EQ(result.scores[0].system, "urn:xccdf:scoring:default");
  EXPECT_EQ(result.scores[0].score + result.scores[0].maximum, 7.5);
}

TEST(RuleResult, KeepsWhatItSaysOfTheRule) {
  const RuleTested rule = only_rule(R"(<result> fail </result>
    <override time="2024" authority="me"><old-result>pass</old-result><new-result>fail</new-result><remark>why</remark></override>
    <ident system="s">I</ident><message severity="info">m</message><message/><instance>a</instance><instance>b</instance>
    <fix id="f" system="sh" reboot="1"> do </fix>)",
                                    "idref='r' severity='high' weight='2.5' role='unscored' version='1' time='2024-01-01'");
  EXPECT_EQ(rule.outcome, Outcome::fail);
  EXPECT_EQ(rule.severity, Severity::high);
  EXPECT_EQ(rule.role, Role::unscored);
  EXPECT_EQ(rule.weight, 2.5);
  EXPECT_EQ(rule.version + rule.time, "12024-01-01");
  EXPECT_EQ(rule.overrides.at(0).authority + rule.overrides.at(0).old_result + rule.overrides.at(0).remark, "mepasswhy");
  EXPECT_EQ(rule.idents.at(0).text, "I");
  EXPECT_THAT(rule.messages, ElementsAre("m"));
  EXPECT_EQ(rule.instance, "a, b");
  EXPECT_TRUE(rule.fixes.at(0).reboot);
  EXPECT_EQ(rule.fixes.at(0).text, " do ");
}

TEST(RuleResult, LeavesToTheRuleWhatItDoesNotSay) {
  const RuleTested rule = only_rule("<result>pass</result>");
  EXPECT_FALSE(rule.severity || rule.role || rule.weight);
}

TEST(RuleResult, KeepsTheLeavesOfAComplexCheck) {
  const RuleTested rule = only_rule(R"(<result>pass</result><complex-check operator="OR"><check system="a"/>
    <complex-check operator="AND"><check system="b" negate="1"><check-export value-id="v" export-name="e"/><check-content-ref href="h" name="n"/></check>
    </complex-check></complex-check>)");
  EXPECT_TRUE(rule.complex_check);
  ASSERT_EQ(rule.checks.size(), 2u);
  EXPECT_EQ(rule.checks[0].system + rule.checks[1].system, "ab");
  EXPECT_TRUE(rule.checks[1].negate);
  EXPECT_EQ(rule.checks[1].exports.at(0).export_name + rule.checks[1].content_refs.at(0).name, "en");
}

TEST(RuleResult, MayHaveACheckOfNoSystem) { EXPECT_EQ(only_rule("<result>pass</result><check system=''/>").checks.size(), 1u); }

TEST(RuleResult, IsRefusedWithoutARuleOrAResultOrWithAnUnknownOne) {
  EXPECT_THAT(refusal(test_result("\n<rule-result><result>pass</result></rule-result>")),
              HasSubstr("t.xml:2: <rule-result> without idref"));
  EXPECT_THAT(refusal(test_result(rule_result(""))), HasSubstr("r: a rule-result without a result"));
  EXPECT_THAT(refusal(test_result(rule_result("<result>passed</result>"))), HasSubstr("no result that XCCDF knows: \"passed\""));
  EXPECT_THAT(refusal(test_result(rule_result("<result/>", "idref='r' severity='x'"))), HasSubstr("unknown severity"));
}

TEST(TestResult, OfXccdf11AndUnderAPrefixIsReadAlike) {
  const auto file = load(
      "<c:TestResult xmlns:c='http://checklists.nist.gov/xccdf/1.1' xmlns:o='urn:o'><c:rule-result idref='r'><c:result>error</c:result>"
      "<o:message>not ours</o:message></c:rule-result><o:target>not ours</o:target></c:TestResult>");
  EXPECT_EQ(file.latest.value().rules.at(0).outcome, Outcome::error);
  EXPECT_THAT(file.latest.value().rules.at(0).messages, IsEmpty());
  EXPECT_THAT(file.latest.value().targets, IsEmpty());
}

TEST(TestResult, AtTheEndOfABenchmarkIsOfThatBenchmark) {
  const auto file = load("<Benchmark xmlns='" + std::string(k12) + "' id='b'><title/>" + test_result("<benchmark href='x' id='other'/>") +
                         "</Benchmark>");
  ASSERT_NE(file.benchmark(), nullptr);
  EXPECT_EQ(file.benchmark()->id, "b");
  EXPECT_EQ(file.benchmark()->test_results.size(), 1u);
}

TEST(TestResult, OfSeveralTheLastByItsEndTimeCounts) {
  const auto file =
      load("<Benchmark xmlns='" + std::string(k12) + "' id='b'>" + test_result("", "id='one' end-time='2024-01-01T00:00:00Z'") +
           test_result("", "id='two' end-time='2024-01-01T03:00:00+02:00'") +
           test_result("", "id='three' end-time='2023-01-01T00:00:00Z'") + "</Benchmark>");
  EXPECT_EQ(file.count, 3u);
  EXPECT_EQ(file.latest.value().id, "two");
}

TEST(TestResult, IsInNoOtherFile) {
  EXPECT_FALSE(load("<x/>").latest);
  EXPECT_FALSE(load("<Benchmark xmlns='" + std::string(k12) + "' id='b'><Group id='g'>" + test_result("") + "</Group></Benchmark>").latest);
  EXPECT_FALSE(load("<TestResult/>").latest);
}

// An ARF collection with two requests, whose benchmarks share an id.
std::string arf(const std::string& report, const std::string& relationship) {
  const auto request = [](const std::string& id, const std::string& component) {
    return "<a:report-request id='" + id +
           "'><a:content><d:data-stream-collection xmlns:d='http://scap.nist.gov/schema/scap/source/1.2'><d:component id='" + component +
           "'><Benchmark xmlns='" + k12 + "' id='b'>" + test_result("", "id='old' end-time='2099-01-01T00:00:00Z'") +
           "</Benchmark></d:component></d:data-stream-collection></a:content></a:report-request>";
  };
  return "<a:asset-report-collection xmlns:a='http://scap.nist.gov/schema/asset-reporting-format/1.1' "
         "xmlns:c='http://scap.nist.gov/schema/reporting-core/1.1'><c:relationships>" +
         relationship + "</c:relationships><a:report-requests>" + request("q1", "one") + request("q2", "two") +
         "</a:report-requests><a:reports><a:report id='r1'><a:content>" + report +
         "</a:content></a:report></a:reports></a:asset-report-collection>";
}

TEST(Arf, HasTheTestResultOfItsReportsAndNotThatOfABenchmarkAskedFor) {
  const auto file = load(arf(test_result("<benchmark href='#two' id='b'/>"), ""));
  EXPECT_EQ(file.count, 1u);
  EXPECT_EQ(file.latest.value().id, "t");
  EXPECT_EQ(file.latest.value().report_id, "r1");
  ASSERT_NE(file.benchmark(), nullptr);
  EXPECT_EQ(file.benchmark()->component_id, "two");
}

TEST(Arf, TakesTheBenchmarkOfTheRequestTheReportWasCreatedFor) {
  const std::string created = "<c:relationship type='x:createdFor' subject='r1'><c:ref>q2</c:ref></c:relationship>";
  const auto file = load(arf(test_result("<benchmark href='elsewhere.xml' id='b'/>"), created));
  ASSERT_NE(file.benchmark(), nullptr);
  EXPECT_EQ(file.benchmark()->request_id, "q2");
}

TEST(Arf, DoesNotTakeABenchmarkOfAnotherId) {
  EXPECT_EQ(load(arf(test_result("<benchmark href='#two' id='other'/>"), "")).benchmark(), nullptr);
}

TEST(Arf, TakesABenchmarkThatIsReportedWithItsResult) {
  const auto file = load(arf("<Benchmark xmlns='" + std::string(k12) + "' id='reported'>" + test_result("") + "</Benchmark>", ""));
  ASSERT_NE(file.benchmark(), nullptr);
  EXPECT_EQ(file.benchmark()->id, "reported");
}

}  // namespace
}  // namespace assay::xccdf
