#include "reports/rule_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/frameworks.h"
#include "tests/unit/reports/formats.h"

namespace assay::reports {
namespace {

using ::testing::ElementsAre;
using xccdf::Outcome;

TEST(FilePlace, IsAPathAndALine) {
  EXPECT_EQ(file_place("/etc/a:13")->path, "/etc/a");
  EXPECT_EQ(file_place("/etc/a:13")->line, 13);
  EXPECT_EQ(file_place("/etc/a")->line, 0);
}

TEST(FilePlace, TakesNoOtherEndForALine) {
  for (const char* where : {"/etc/a:", "/etc/a:b", "/etc/a:0", "/etc/a:-1", "/etc/a:99999999999999999999", "/a:1/b"})
    EXPECT_EQ(file_place(where)->path, where);
}

TEST(FilePlace, IsNoneOfWhatIsNoFile) {
  EXPECT_FALSE(file_place("package openssh-server"));
  EXPECT_FALSE(file_place(""));
}

TEST(NumberedTitle, HasTheNumberOnce) {
  xccdf::Rule rule = {};
  rule.title = "Root cannot log in";
  rule.version = "5.2.10";
  EXPECT_EQ(numbered_title({}, rule), "5.2.10 Root cannot log in");
  rule.title = "5.2.10 Root cannot log in";
  EXPECT_EQ(numbered_title({}, rule), "5.2.10 Root cannot log in");
}

TEST(Sections, AreTheOutermostGroupsWithTheirNumbers) {
  const auto made = sample();
  xccdf::Group group = {};
  group.id = "xccdf_org.assay_group_1";
  group.title = "Initial setup";
  for (evaluate::RuleResult& row : made->results.rules) row.rule.groups = {&group};
  EXPECT_THAT(sections(made->results), ElementsAre("1 Initial setup", "1 Initial setup", "1 Initial setup"));
}

TEST(Sections, AreOneWhereNearlyEveryRuleHasAGroupOfItsOwn) {
  const auto made = sample();
  xccdf::Group groups[3] = {};
  for (std::size_t i = 0; i < 3; ++i) made->results.rules[i].rule.groups = {&groups[i]};
  EXPECT_THAT(sections(made->results), ElementsAre("One & only", "One & only", "One & only"));
}

TEST(FixScript, IsTheShellsWhereThereIsOne) {
  evaluate::RuleResult result;
  result.fixes.resize(2);
  result.fixes[0].system = "urn:xccdf:fix:script:ansible";
  result.fixes[0].text = "- name: x";
  EXPECT_EQ(fix_script(result), "- name: x");
  result.fixes[1].system = "urn:xccdf:fix:script:sh";
  result.fixes[1].text = "\nchmod 600 /etc/x\n";
  EXPECT_EQ(fix_script(result), "chmod 600 /etc/x");
}

TEST(Why, IsTheEvidenceOfWhatFailsAndTheMessageOfWhatWasNotJudged) {
  const auto made = sample();
  evaluate::RuleResult& row = made->results.rules[0];
  row.messages = {"needs a running system"};
  EXPECT_EQ(why(row), "expected: uread equals 0; found: 0644; where: /etc/x:13, /etc/<y>");
  row.outcome = Outcome::notchecked;
  EXPECT_EQ(why(row), "needs a running system");
  row.messages.clear();
  row.evidence.clear();
  EXPECT_EQ(why(row), "notchecked");
}

TEST(Stopping, IsWhatDoesNotPassInResultsThatDoNotSay) {
  const auto made = sample();
  EXPECT_THAT(stopping(made->results), ElementsAre(true, false, false));
  made->results.rules[0].blocks = false;
  EXPECT_THAT(stopping(made->results), ElementsAre(false, false, false));
  made->results.read_from = "other.xml";
  EXPECT_THAT(stopping(made->results), ElementsAre(true, false, false));
  waive(made->results);
  EXPECT_THAT(stopping(made->results), ElementsAre(false, false, false));
}

TEST(Shortened, CutsBetweenCharacters) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("a\u00e9\u00e9", 4), "a\u00e9… (5 bytes)");
}

TEST(Frameworks, AreKnownByTheAddressOfAReference) {
  EXPECT_EQ(framework_of({"https://www.ISO.org/standard/54534.html", "A.12"})->key, "iso-27001");
  EXPECT_EQ(framework_of({"https://www.iso.org/contents/data/standard/05/45/54534.html", ""}),
            framework_of({"https://www.iso.org/standard/54534.html", ""}));
  EXPECT_EQ(framework_of({"https://e.org/", "x"}), nullptr);
  EXPECT_EQ(framework_of({"", "x"}), nullptr);
}

TEST(Frameworks, NameTheEditionThatTheAddressTells) {
  EXPECT_EQ(framework_of({"https://www.cisecurity.org/controls/v7", ""})->name, "CIS Controls v7");
  EXPECT_EQ(framework_of({"https://www.cisecurity.org/controls/", ""})->name, "CIS Controls");
  EXPECT_EQ(framework_of({"http://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-53r4.pdf", ""})->name, "NIST SP 800-53 Rev. 4");
  EXPECT_EQ(framework_of({"https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final", ""})->name, "NIST SP 800-53 Rev. 5");
}

TEST(MostSevereFirst, KeepsTheOrderOfTheBenchmarkWithinASeverity) {
  const auto made = sample();
  made->results.rules[0].rule.severity = xccdf::Severity::low;
  made->results.rules[1].rule.severity = xccdf::Severity::high;
  made->results.rules[2].rule.severity = xccdf::Severity::low;
  EXPECT_THAT(most_severe_first(made->results), ElementsAre(1, 0, 2));
}

TEST(Requirements, AreSortedByFrameworkEachOnce) {
  xccdf::Rule rule = {};
  rule.references = {{"https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final", "CM-7"},
                     {"https://www.nist.gov/cyberframework", "PR.IP-1"},
                     {"https://www.nist.gov/cyberframework", "PR.IP-1"},
                     {"https://www.nist.gov/cyberframework", "ID.AM-1"},
                     {"https://e.org/", "x"}};
  std::vector<std::string> texts;
  for (const Requirement& requirement : requirements(rule))
    texts.push_back(std::string(requirement.framework->key) + " " + requirement.text);
  EXPECT_THAT(texts, ElementsAre("nist-csf ID.AM-1", "nist-csf PR.IP-1", "nist-800-53 CM-7"));
}

}  // namespace
}  // namespace assay::reports
