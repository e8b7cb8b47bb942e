#include "engine/evaluate/fix_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/evaluate/checklist.h"

namespace assay::evaluate {
namespace {

using testing::IsEmpty;

// The fixes of a rule that fails, of a benchmark with a Value and a plain-text.
std::vector<FixText> fixes(const std::string& fix, const std::string& check = oval_check("1")) {
  Checklist checklist(
      "<plain-text id='nothing'></plain-text><plain-text id='say'>hello</plain-text><Value id='xccdf_m_value_v'><title>The title</title>"
      "<value selector='first'>a b</value><value selector='second'>c</value></Value>" +
          rule("a", fix + check),
      oval_file({"compliance"}));
  return checklist.judge().rules.at(0).fixes;
}

std::string text(const std::string& content) { return fixes("<fix system='urn:xccdf:fix:script:sh'>" + content + "</fix>").at(0).text; }

TEST(FixText, KeepsWhiteSpaceEntitiesAndCdataAsWritten) {
  EXPECT_EQ(text("\n  true &amp;&amp; touch x\n<![CDATA[:> <y>]]> z\n"), "\n  true && touch x\n:> <y> z\n");
}

TEST(FixText, PutsInTheValueOfAValue) {
  EXPECT_EQ(text("touch <sub idref='xccdf_m_value_v'/>;"), "touch a b;");
  EXPECT_EQ(text("touch <sub idref='xccdf_m_value_v' use='legacy'/>;"), "touch a b;");
}

TEST(FixText, PutsInTheTitleWhereAskedTo) { EXPECT_EQ(text("<sub idref='xccdf_m_value_v' use='title'/>"), "The title"); }

TEST(FixText, PutsInPlainTextsEvenEmptyOnes) { EXPECT_EQ(text("<sub idref='nothing'/>echo <sub idref='say'/>"), "echo hello"); }

TEST(FixText, ThatNamesWhatIsNotThereIsLeftOut) { EXPECT_THAT(fixes("<fix>rm -rf <sub idref='xccdf_m_value_gone'/>/*</fix>"), IsEmpty()); }

TEST(FixText, PutsInTheInstanceOfAMultiCheck) {
  EXPECT_EQ(fixes("<fix>fix <instance/></fix>", oval_check("", "multi-check='true'")).at(0).text, "fix oval:x:def:1");
}

TEST(FixText, KeepsWhatTheFixSaysOfItself) {
  const FixText fix = fixes("<fix id='f' system='urn:s' complexity='low' disruption='high' strategy='enable' reboot='true'>x</fix>").at(0);
  EXPECT_EQ(fix.id, "f");
  EXPECT_EQ(fix.system, "urn:s");
  EXPECT_EQ(fix.complexity, "low");
  EXPECT_EQ(fix.disruption, "high");
  EXPECT_EQ(fix.strategy, "enable");
  EXPECT_TRUE(fix.reboot);
}

TEST(FixText, IsNotGivenForARuleThatPassed) { EXPECT_THAT(fixes("<fix>x</fix>", oval_check("1", "negate='true'")), IsEmpty()); }

}  // namespace
}  // namespace assay::evaluate
