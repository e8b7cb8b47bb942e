#include "engine/evaluate/check_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/evaluate/checklist.h"

namespace assay::evaluate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using xccdf::Outcome;

constexpr const char* kDocument =
    "<echo objects='oval.xml'><check id='a' object='oval:x:obj:1'/><check id='bare'/><check id='lost' object='oval:x:obj:9'/></echo>";

struct EchoChecklist : Checklist {
  explicit EchoChecklist(const std::string& rules) : Checklist(rules, oval_file({"compliance", "compliance"})) { echo(kDocument); }
};

TEST(CheckSystem, IsPreferredToOvalWhereverItStands) {
  EchoChecklist checklist(rule("first", echo_check("a") + oval_check("2")) + rule("last", oval_check("2") + echo_check("a")));
  const Results results = checklist.found("1").judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::pass, Outcome::pass));
  EXPECT_EQ(results.rules[1].checks[0].system, Echo::kUri);
}

TEST(CheckSystem, SeesTheObjectsItNeedsAndNoDefinitionIsEvaluatedForIt) {
  EchoChecklist checklist(rule("a", echo_check("a")));
  const Results results = checklist.judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::fail));
  ASSERT_EQ(results.plan->units.size(), 1u);
  EXPECT_TRUE(results.plan->units[0].definitions.empty());
  EXPECT_EQ(results.plan->units[0].objects.size(), 1u);
}

TEST(CheckSystem, IsHandedTheValuesTheRuleExports) {
  EchoChecklist checklist("<Value id='xccdf_m_value_v'><value>7</value></Value>" +
                          rule("a", echo_check("bare", "<check-export value-id='xccdf_m_value_v' export-name='days'/>")));
  const Results results = checklist.judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::pass));
  EXPECT_THAT(results.rules[0].messages, ElementsAre("days=7"));
}

TEST(CheckSystem, LeavesTheRuleToOvalWhereItHasNoSuchCheck) {
  EchoChecklist checklist(rule("a", echo_check("unheard-of") + oval_check("2")));
  EXPECT_THAT(outcomes(checklist.found("2").judge()), ElementsAre(Outcome::pass));
}

TEST(CheckSystem, AloneAndWithoutSuchACheckIsNotCheckedAndSaysWhy) {
  const Results results = EchoChecklist(rule("a", echo_check("unheard-of"))).judge();
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notchecked));
  EXPECT_THAT(results.rules[0].messages, ElementsAre(HasSubstr("echo.xml has no check unheard-of")));
}

TEST(CheckSystem, IsToldOfAnObjectThatTheOvalDocumentLacks) {
  EXPECT_THAT(outcomes(EchoChecklist(rule("a", echo_check("lost"))).judge()), ElementsAre(Outcome::fail));
}

TEST(CheckSystem, NobodyHandedOverIsPassedOver) {
  Checklist checklist(rule("a", echo_check("a") + oval_check("2")), oval_file({"compliance", "compliance"}));
  EXPECT_THAT(outcomes(checklist.found("2").judge()), ElementsAre(Outcome::pass));
}

}  // namespace
}  // namespace assay::evaluate
