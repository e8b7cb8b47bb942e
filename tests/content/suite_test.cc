// The runner itself: does it tell a wrong case, and a rule that judges nothing?
#include "tests/content/suite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "engine/base/error.h"
#include "tests/content/coverage.h"
#include "tests/content/mutate_cases.h"
#include "tests/support/tree.h"

namespace assay::fixtures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kBases = R"(
ubuntu1804:
  units: /lib/systemd/system
  files:
    /etc/passwd: "root:x:0:0::/root:/bin/sh"
    /etc/group: "root:x:0:"
)";

std::string criterion(const std::string& n, const std::string& existence) {
  return "<i:textfilecontent54_test id='oval:x:tst:" + n + "' version='1' check='all' check_existence='" + existence + "' comment='c" + n +
         "'><i:object object_ref='oval:x:obj:1'/></i:textfilecontent54_test>";
}

std::string definition(const std::string& n) {
  return "<definition class='compliance' id='oval:x:def:" + n + "' version='1'><metadata><title>" + n +
         "</title><description/></metadata><criteria><criterion test_ref='oval:x:tst:" + n + "'/></criteria></definition>";
}

// Rule "listed": /etc/list has a line x. Rule "blind": any number of such lines will do.
std::string oval_file() {
  return "<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5' "
         "xmlns:i='http://oval.mitre.org/XMLSchema/oval-definitions-5#independent' "
         "xmlns:oval='http://oval.mitre.org/XMLSchema/oval-common-5'><generator><oval:schema_version>5.11.2</oval:schema_version>"
         "<oval:timestamp>2024-01-01T00:00:00</oval:timestamp></generator><definitions>" +
         definition("1") + definition("2") + "</definitions><tests>" + criterion("1", "at_least_one_exists") + criterion("2", "any_exist") +
         "</tests><objects><i:textfilecontent54_object id='oval:x:obj:1' version='1'><i:filepath>/etc/list</i:filepath>"
         "<i:pattern operation='pattern match'>^x$</i:pattern><i:instance datatype='int'>1</i:instance></i:textfilecontent54_object>"
         "</objects></oval_definitions>";
}

std::string rule(const std::string& n, const std::string& name) {
  return "<Rule id='xccdf_org.assay_rule_1." + n + "_" + name + "' selected='false' role='unscored'><title>t</title>" +
         "<check system='http://oval.mitre.org/XMLSchema/oval-definitions-5'><check-content-ref href='oval' name='oval:x:def:" + n +
         "'/></check></Rule>";
}

class RunnerTest : public testing::Test {
 protected:
  Suite suite(const std::string& cases, const Wanted& wanted = {}) {
    tree_.file("/content/b.xml",
               "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='xccdf_org.assay_benchmark_cis-ubuntu1804-v1'>"
               "<status>draft</status>" +
                   rule("1", "listed") + rule("2", "blind") + "</Benchmark>");
    tree_.file("/content/oval", oval_file()).file("/bases.yaml", kBases).file("/fixtures/t.yaml", cases);
    return load_suite(tree_.root(), {tree_.host("/content")}, wanted);
  }

  test::Tree tree_;
  std::ostringstream out_;
};

TEST_F(RunnerTest, ACaseThatIsWrongIsToldWithItsEvidence) {
  const Suite loaded = suite("listed:\n  - pass: nothing there\n  - pass: a line\n    files: {/etc/list: x}\n");
  EXPECT_EQ(judge_cases(loaded, {}, out_), 1u);
  EXPECT_THAT(out_.str(), HasSubstr("FAILED  cis-ubuntu1804-v1 1.1 listed: expected pass, got fail\n        t.yaml:2: nothing there"));
}

TEST_F(RunnerTest, TextThatIsNotSaidIsToldToo) {
  const Suite loaded = suite("listed:\n  - {fail: nothing there, says: [list, moonlight]}\n");
  EXPECT_EQ(judge_cases(loaded, {}, out_), 1u);
  EXPECT_THAT(out_.str(), HasSubstr("it does not say \"moonlight\""));
}

TEST_F(RunnerTest, ARuleNobodyHasAndAKeyNobodyKnowsAreToldAndTheRestIsJudged) {
  EXPECT_EQ(judge_cases(suite("unheard-of:\n  - pass: x\nlisted:\n  - fail: nothing there\n"), {}, out_), 1u);
  EXPECT_THAT(suite("listed:\n  - {pass: x, color: red}\n").complaints, ElementsAre(HasSubstr("unknown key \"color\"")));
}

TEST_F(RunnerTest, ACaseForAnotherSystemIsNotAsked) {
  EXPECT_EQ(suite("listed:\n  - {pass: x, on: centos7}\n  - {fail: y, on: cis-ubuntu1804-v1}\n").questions.size(), 1u);
}

TEST_F(RunnerTest, ANameThatNoCaseHasIsRefused) {
  EXPECT_THROW(suite("listed:\n  - fail: x\n", {{"blind"}, {}, {}}), JobError);
  EXPECT_THROW(suite("listed:\n  - fail: x\n", {{}, {"u"}, {}}), JobError);
}

TEST_F(RunnerTest, CoverageNamesRulesWithoutCases) {
  EXPECT_EQ(print_coverage(suite("listed:\n  - fail: nothing there\n"), out_), 2u);
  EXPECT_THAT(out_.str(), HasSubstr("1.1 listed: no passing case\n"));
  EXPECT_THAT(out_.str(), HasSubstr("1.2 blind: no case\n"));
}

TEST_F(RunnerTest, MutationFindsTheRuleThatJudgesNothing) {
  const std::string both = ":\n  - {pass: a line, files: {/etc/list: x}}\n  - fail: nothing there\n";
  EXPECT_EQ(mutate_cases(suite("listed" + both + "blind" + both), {}, out_), 1u);
  EXPECT_THAT(out_.str(), HasSubstr("FAILED  cis-ubuntu1804-v1 1.2 blind: nothing that was changed makes it fail"));
}

}  // namespace
}  // namespace assay::fixtures
