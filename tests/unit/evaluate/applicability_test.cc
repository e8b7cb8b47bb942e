#include "engine/evaluate/applicability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/evaluate/checklist.h"

namespace assay::evaluate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using xccdf::Outcome;

// Definitions 1 and 2 are the checks of cpe:/a:here and cpe:/a:gone; definition 3 is what rules check. Objects 1 and 3 are there.
const std::vector<std::string> kThree = {"inventory", "inventory", "compliance"};

cpe::Dictionary dictionary() {
  cpe::Dictionary dictionary;
  const auto item = [](std::string name, std::string id) {
    return cpe::DictionaryItem{std::move(name), "", {{std::string(xccdf::kOvalSystem), "oval.xml", std::move(id)}}};
  };
  dictionary.items = {item("cpe:/a:here", "oval:x:def:1"), item("cpe:/a:gone", "oval:x:def:2"), {"cpe:/a:unchecked", "", {}}};
  dictionary.items[1].title = "Package gone is installed";
  return dictionary;
}

Results judged(const std::string& benchmark, JudgeOptions options = {}) {
  Checklist checklist(benchmark, oval_file(kThree));
  return checklist.dictionary(dictionary()).options(std::move(options)).found("1").found("3").judge();
}

std::string platform(const std::string& idref) { return "<platform idref='" + idref + "'/>"; }
std::string ruled(const std::string& id, const std::string& platforms = "") { return rule(id, platforms + oval_check("3")); }

TEST(Applicability, AnInapplicablePlatformMakesARuleNotApplicableAndIsNamed) {
  const Results results = judged(ruled("a", platform("cpe:/a:here")) + ruled("b", platform("cpe:/a:gone")));
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::pass, Outcome::notapplicable));
  EXPECT_THAT(results.rules[1].messages, ElementsAre("applies only where: Package gone is installed (cpe:/a:gone)"));
}

TEST(Applicability, OneOfSeveralPlatformsIsEnough) {
  EXPECT_THAT(outcomes(judged(ruled("a", platform("cpe:/a:gone") + platform("cpe:/a:here")))), ElementsAre(Outcome::pass));
}

TEST(Applicability, AGroupsPlatformsCountBesideTheRulesOwn) {
  const auto group = [](const std::string& id, const std::string& idref) {
    return "<Group id='xccdf_m_group_" + id + "'>" + platform(idref) + ruled(id + "t", platform("cpe:/a:here")) +
           ruled(id + "f", platform("cpe:/a:gone")) + ruled(id + "n") + "</Group>";
  };
  const Outcome na = Outcome::notapplicable, pass = Outcome::pass;
  EXPECT_THAT(outcomes(judged(group("t", "cpe:/a:here") + group("f", "cpe:/a:gone"))), ElementsAre(pass, na, pass, na, na, na));
}

TEST(Applicability, ABenchmarkForAnotherSystemHasNothingApplicableAndNoVerdict) {
  const Results results = judged(platform("cpe:/a:gone") + ruled("a") + ruled("b"));
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notapplicable, Outcome::notapplicable));
  EXPECT_EQ(results.verdict, Verdict::indeterminate);
}

TEST(Applicability, APlatformNobodyKnowsDoesNotApplyAndIsSaidToBeUnknown) {
  const Results results =
      judged(ruled("a", platform("cpe:/o:nobody:knows:5")) + ruled("b", platform("#nothing")) + ruled("c", platform("cpe:/a:unchecked")));
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::notapplicable, Outcome::notapplicable, Outcome::notapplicable));
  ASSERT_EQ(results.platforms.size(), 3u);
  for (const PlatformResult& one : results.platforms) EXPECT_FALSE(one.known) << one.idref;
  EXPECT_THAT(results.rules[0].messages, ElementsAre(HasSubstr("no dictionary knows")));
}

TEST(Applicability, APlatformSpecificationCombinesFacts) {
  const auto specified = [](const std::string& id, const std::string& attributes, const std::string& facts) {
    return "<platform xmlns='http://cpe.mitre.org/language/2.0' id='" + id + "'><logical-test " + attributes + ">" + facts +
           "</logical-test></platform>";
  };
  const std::string here = "<fact-ref name='cpe:/a:here'/>", gone = "<fact-ref name='cpe:/a:gone'/>";
  const std::string benchmark =
      "<platform-specification xmlns='http://cpe.mitre.org/language/2.0'>" +
      specified("both", "operator='AND' negate='false'", here + gone) + specified("either", "operator='OR' negate='false'", here + gone) +
      specified("not_gone", "operator='AND' negate='true'", gone) +
      specified("checked", "operator='AND' negate='false'",
                "<check-fact-ref system='http://oval.mitre.org/XMLSchema/oval-definitions-5' href='oval.xml' id-ref='oval:x:def:1'/>") +
      "</platform-specification>" + ruled("a", platform("#both")) + ruled("b", platform("#either")) + ruled("c", platform("#not_gone")) +
      ruled("d", platform("#checked"));
  EXPECT_THAT(outcomes(judged(benchmark)), ElementsAre(Outcome::notapplicable, Outcome::pass, Outcome::pass, Outcome::pass));
}

TEST(Applicability, SkippedEverythingAppliesAndTheResultsSaySo) {
  JudgeOptions options;
  options.skip_platform_check = true;
  const Results results = judged(platform("cpe:/a:gone") + ruled("a", platform("#nothing")), options);
  EXPECT_THAT(outcomes(results), ElementsAre(Outcome::pass));
  EXPECT_TRUE(results.platform_check_skipped);
  EXPECT_THAT(results.notes, ElementsAre(HasSubstr("platforms were not checked")));
}

}  // namespace
}  // namespace assay::evaluate
