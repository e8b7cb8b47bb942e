// The reports that are XML: valid by their schemas, and saying what the results say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "engine/base/error.h"
#include "engine/xml/validator.h"
#include "reports/report.h"
#include "tests/unit/reports/sample.h"

namespace assay::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string written(std::string_view format, const evaluate::Results& results) {
  std::ostringstream out;
  find(format)->write(results, out);
  return out.str();
}

// "" where the document is valid by the schemas of /usr/share/openscap.
std::string complaints(const std::string& document) {
  std::string all;
  for (const xml::Complaint& complaint : xml::validate(*xml::Source::from_bytes("report.xml", document), kSchemas))
    all += std::to_string(complaint.line) + ": " + complaint.message + "\n";
  return all;
}

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(XccdfReport, IsValidBySchema) { EXPECT_EQ(complaints(written("xccdf", sample()->results)), ""); }

TEST(XccdfReport, OfAnXccdf11BenchmarkIsValidByThatVersionsSchema) {
  SampleOptions options;
  options.old = true;
  EXPECT_EQ(complaints(written("xccdf", sample(options)->results)), "");
}

TEST(XccdfReport, KeepsTheBenchmarksOwnBytes) {
  const auto made = sample();
  const std::string report = written("xccdf", made->results);
  const std::string_view bytes = made->benchmark_source->bytes();
  const std::size_t begin = bytes.find("<status>"), end = bytes.rfind("</Benchmark>");
  EXPECT_THAT(report, HasSubstr(std::string(bytes.substr(begin, end - begin))));
}

TEST(XccdfReport, HasOneRuleResultARuleSelectedOrNot) {
  const std::string report = written("xccdf", sample()->results);
  EXPECT_EQ(count(report, "<rule-result "), 3u);
  EXPECT_THAT(report, HasSubstr("<result>fail</result>"));
  EXPECT_THAT(report, HasSubstr("<result>pass</result>"));
  EXPECT_THAT(report, HasSubstr("<result>notselected</result>"));
}

TEST(XccdfReport, ScoresByTheModelsTheBenchmarkLists) {
  const auto made = sample();
  made->results.scores = {{"urn:xccdf:scoring:default", 50, 100}, {"urn:xccdf:scoring:flat", 1, 2}, {"urn:xccdf:scoring:absolute", 0, 1}};
  EXPECT_EQ(count(written("xccdf", made->results), "<score "), 1u);
  const auto kept = made->results.checklist.benchmark;  // the rules point into it
  auto benchmark = std::make_shared<xccdf::Benchmark>();
  made->results.checklist.benchmark = benchmark;
  benchmark->scoring_models = {"urn:xccdf:scoring:flat", "urn:xccdf:scoring:absolute", "urn:other"};
  const std::string report = written("xccdf", made->results);
  EXPECT_EQ(count(report, "<score "), 2u);
  EXPECT_EQ(count(report, "urn:xccdf:scoring:default"), 0u);
}

TEST(XccdfReport, HasAFixOnlyWhereItWasApplied) {
  const auto made = sample();
  const auto applied = [&] {
    const std::string report = written("xccdf", made->results);
    return count(report.substr(report.find("<TestResult")), "<fix ");
  };
  EXPECT_EQ(applied(), 0u);
  made->results.rules[0].outcome = xccdf::Outcome::fixed;
  EXPECT_EQ(applied(), 1u);
}

TEST(XccdfReport, WithoutAProfileNamesNone) {
  const auto made = sample();
  made->results.selection.profile = nullptr;
  made->results.selection.profile_id = "(default)";
  const std::string report = written("xccdf", made->results);
  EXPECT_EQ(complaints(report), "");
  EXPECT_THAT(report, HasSubstr("id=\"xccdf_org.assay_testresult_default-profile\""));
  EXPECT_EQ(count(report, "<profile "), 0u);
}

TEST(XccdfReport, MirrorsAComplexCheck) {
  const std::string report = written("xccdf", sample()->results);
  EXPECT_GT(report.rfind("<complex-check operator=\"AND\">"), report.find("<TestResult"));
}

TEST(XccdfReport, StandsBesideAnEarlierResultUnderAnIdOfItsOwn) {
  SampleOptions options;
  const std::string id = "xccdf_org.assay_testresult_xccdf_org.example_profile_p";
  options.before_end = "<TestResult id=\"" + id +
                       "\" end-time=\"2020-01-01T00:00:00\"><benchmark href=\"x\"/><target>t</target><score>1</score></TestResult>";
  const std::string report = written("xccdf", sample(options)->results);
  EXPECT_EQ(complaints(report), "");
  EXPECT_EQ(count(report, "<TestResult "), 2u);
  EXPECT_THAT(report, HasSubstr("id=\"" + id + "001\""));
}

TEST(XccdfReport, StandsBeforeASignature) {
  SampleOptions options;
  options.before_end = "<signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'><s:Signature/></signature>\n";
  const std::string report = written("xccdf", sample(options)->results);
  EXPECT_LT(report.find("</TestResult>"), report.find("<signature"));
}

TEST(XccdfReport, TellsWhatAPersonChangedInWords) {
  const auto made = sample();
  made->results.rules[0].overrides = {{"2024-01-01T00:00:00Z", "me", "fail", "pass", "accepted until <June>"}};
  const std::string report = written("xccdf", made->results);
  EXPECT_EQ(complaints(report), "");
  EXPECT_THAT(report, HasSubstr("fail became pass: accepted until &lt;June&gt; (me, 2024-01-01T00:00:00Z)"));
}

TEST(XccdfReport, OfResultsWithoutBenchmarkIsATestResultAlone) {
  const auto made = sample();
  const auto kept = made->results.checklist.benchmark;  // the rules point into it
  made->results.checklist.benchmark = nullptr;
  EXPECT_EQ(complaints(written("xccdf", made->results)), "");
}

TEST(OvalReport, IsValidBySchema) { EXPECT_EQ(complaints(written("oval", sample()->results)), ""); }

TEST(OvalReport, IsValidWhereTheContentSpellsItsNamespaceWithAPrefix) {
  SampleOptions options;
  options.prefixed_oval = true;
  EXPECT_EQ(complaints(written("oval", sample(options)->results)), "");
}

TEST(OvalReport, CopiesOnlyTheDefinitionsThatWereReached) {
  const std::string report = written("oval", sample()->results);
  EXPECT_THAT(report, HasSubstr("<definition id=\"oval:a:def:2\""));
  EXPECT_THAT(report, Not(HasSubstr("oval:a:def:3")));
}

TEST(OvalReport, MirrorsTheCriteriaWithTheirResults) {
  const std::string report = written("oval", sample()->results);
  EXPECT_THAT(report, HasSubstr("<criterion test_ref=\"oval:a:tst:1\" version=\"3\" negate=\"true\" result=\"true\"/>"));
  EXPECT_THAT(report, HasSubstr("<extend_definition definition_ref=\"oval:a:def:2\" version=\"1\" result=\"false\"/>"));
}

TEST(OvalReport, NeverShowsAMaskedValue) {
  const std::string report = written("oval", sample()->results);
  EXPECT_THAT(report, Not(HasSubstr("secret")));
  EXPECT_THAT(report, HasSubstr("<unix:user_id datatype=\"int\" mask=\"true\"/>"));
}

TEST(OvalReport, EscapesBytesThatXmlCannotHold) {
  EXPECT_THAT(written("oval", sample()->results), HasSubstr("<unix:filepath>/etc/\\x01&lt;x&gt;\\xFF</unix:filepath>"));
}

TEST(OvalReport, LeavesOutItemsThatNoObjectOfTheUnitRefersTo) {
  EXPECT_THAT(written("oval", sample()->results), Not(HasSubstr("/unreferenced")));
}

TEST(OvalReport, LeavesOutTheSourceDefinitionsWhereAsked) {
  std::ostringstream out;
  write_oval(sample()->results, 0, out, false);
  EXPECT_EQ(complaints(out.str()), "");
  EXPECT_THAT(out.str(), Not(HasSubstr("oval_definitions ")));
}

TEST(OvalReport, OfADefinitionWithAProblemHasItsMessageAndNoCriteria) {
  const auto made = sample();
  auto plan = std::make_shared<plan::Plan>(*made->results.plan);
  plan->units[0].definitions[1].problem = "a dangling reference";
  made->results.plan = plan;
  made->results.units[0].definitions[1] = {oval::Truth::error, "a dangling reference", {}};
  const std::string report = written("oval", made->results);
  EXPECT_EQ(complaints(report), "");
  EXPECT_THAT(report, HasSubstr("<message>a dangling reference</message>"));
}

TEST(OvalReport, OfResultsWithoutOvalIsRefused) {
  evaluate::Results results;
  std::ostringstream out;
  EXPECT_THROW(write_oval(results, 0, out), JobError);
}

TEST(Characteristics, AreValidBySchema) {
  std::ostringstream out;
  write_characteristics(sample()->results, out);
  EXPECT_EQ(complaints(out.str()), "");
}

TEST(ArfReport, IsValidBySchema) { EXPECT_EQ(complaints(written("arf", sample()->results)), ""); }

TEST(ArfReport, OfAnXccdf11BenchmarkIsValidBySchema) {
  SampleOptions options;
  options.old = true;
  EXPECT_EQ(complaints(written("arf", sample(options)->results)), "");
}

TEST(ArfReport, WrapsAPlainBenchmarkAndItsOvalAsADataStream) {
  const std::string report = written("arf", sample()->results);
  EXPECT_EQ(count(report, "<ds:component "), 2u);
  EXPECT_THAT(report, HasSubstr("<cat:uri name=\"o.xml\" uri=\"#scap_org.assay_cref_oval0\"/>"));
  EXPECT_THAT(report, HasSubstr("<benchmark href=\"#scap_org.assay_comp_xccdf\""));
}

TEST(ArfReport, NamesTheAssetByWhatItsSchemaAllows) {
  SampleOptions options;
  options.host = "bad host\n<name>";
  const std::string report = written("arf", sample(options)->results);
  EXPECT_EQ(complaints(report), "");
  EXPECT_THAT(report, Not(HasSubstr("<ai:hostname>")));
  EXPECT_THAT(report, HasSubstr("<ai:ip-v6>fe80:0:0:0:0:0:0:1</ai:ip-v6>"));
}

}  // namespace
}  // namespace assay::reports
