#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/reports/formats.h"

namespace assay::reports {
namespace {

using Json = nlohmann::json;
using xccdf::Outcome;

Json run(const evaluate::Results& results) { return json_report("sarif", results)["runs"][0]; }
Json first(const evaluate::Results& results) { return run(results)["results"][0]; }

Json located(std::vector<std::string> where) {
  const auto made = sample();
  made->results.rules[0].evidence[0].where = std::move(where);
  return first(made->results)["locations"];
}

TEST(SarifReport, HasAResultForWhatFailsAndNoneForWhatPasses) {
  const Json results = run(sample()->results)["results"];
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0]["ruleId"], "xccdf_org.example_rule_bad");
  EXPECT_EQ(results[0]["kind"], "fail");
  EXPECT_EQ(results[0]["level"], "error");  // severity high
}

TEST(SarifReport, DescribesEverySelectedRuleOnce) {
  const Json rules = run(sample()->results)["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[0]["shortDescription"]["text"], "Mode is right");
  EXPECT_EQ(rules[0]["properties"]["security-severity"], "8.0");
  EXPECT_EQ(rules[1]["properties"]["result"], "pass");
}

TEST(SarifReport, HasAnOpenResultForWhatIsNotKnownAndOneToReviewForAPersonsQuestion) {
  for (const auto& [outcome, kind] :
       {std::pair(Outcome::unknown, "open"), std::pair(Outcome::error, "open"), std::pair(Outcome::notchecked, "review")}) {
    const auto made = sample();
    made->results.rules[0].outcome = outcome;
    EXPECT_EQ(first(made->results)["kind"], kind);
    EXPECT_EQ(first(made->results)["level"], "none");
  }
}

TEST(SarifReport, HasNoResultForWhatNeedsNobody) {
  for (const Outcome outcome : {Outcome::notapplicable, Outcome::informational, Outcome::fixed, Outcome::notselected}) {
    const auto made = sample();
    made->results.rules[0].outcome = outcome;
    EXPECT_EQ(run(made->results)["results"].size(), 0u);
  }
}

TEST(SarifReport, LocatesLinesOfFilesBelowTheRootOfTheTarget) {
  const Json location = located({"/etc/ssh/sshd_config:13"})[0]["physicalLocation"];
  EXPECT_EQ(location["artifactLocation"]["uri"], "etc/ssh/sshd_config");
  EXPECT_EQ(location["artifactLocation"]["uriBaseId"], "TARGETROOT");
  EXPECT_EQ(location["region"]["startLine"], 13);
}

TEST(SarifReport, EscapesWhatAUriCannotHold) {
  EXPECT_EQ(located({"/etc/a b\n\xFF:c%/<d>"})[0]["physicalLocation"]["artifactLocation"]["uri"], "etc/a%20b%0A%FF%3Ac%25/%3Cd%3E");
}

TEST(SarifReport, LocatesEveryResultSomewhere) {
  EXPECT_EQ(located({})[0]["physicalLocation"]["artifactLocation"]["uri"], ".");
  const Json locations = located({"package telnet", "package telnet"});
  ASSERT_EQ(locations.size(), 1u);
  EXPECT_EQ(locations[0]["logicalLocations"][0]["fullyQualifiedName"], "package telnet");
}

TEST(SarifReport, HasFingerprintsThatWhatWasFoundDoesNotChange) {
  SampleOptions options;
  options.found = "something else";
  EXPECT_EQ(first(sample()->results)["partialFingerprints"], first(sample(options)->results)["partialFingerprints"]);
}

TEST(SarifReport, SuppressesWhatIsWaivedAndSaysWhy) {
  const auto made = sample();
  EXPECT_FALSE(first(made->results).contains("suppressions"));
  waive(made->results);
  const Json suppression = first(made->results)["suppressions"][0];
  EXPECT_EQ(suppression["status"], "accepted");
  EXPECT_EQ(suppression["justification"], "used, until 2027-03-31 (base images): no shell here");
  EXPECT_EQ(first(made->results)["kind"], "fail");
}

TEST(SarifReport, TellsWhatIsNewSinceTheBaseline) {
  const auto made = sample();
  compare(made->results, Outcome::fail);
  EXPECT_EQ(first(made->results)["baselineState"], "unchanged");
  compare(made->results, Outcome::pass);
  EXPECT_EQ(first(made->results)["baselineState"], "new");
  made->results.rules[0].baseline.reset();
  EXPECT_EQ(first(made->results)["baselineState"], "new");
}

TEST(SarifReport, NamesTheRequirementsOfFrameworksAsTaxa) {
  const auto made = sample();
  xccdf::Rule rule = {};
  rule.id = "xccdf_org.example_rule_bad";
  rule.references = {{"https://www.nist.gov/cyberframework", "PR.IP-1"}, {"https://e.org/page", "x"}};
  made->results.rules[0].rule.rule = &rule;
  const Json log = run(made->results);
  const Json descriptor = log["tool"]["driver"]["rules"][0];
  const Json target = descriptor["relationships"][0]["target"];
  EXPECT_EQ(log["taxonomies"][target["toolComponent"]["index"].get<std::size_t>()]["name"], "NIST Cybersecurity Framework");
  EXPECT_EQ(log["taxonomies"][0]["taxa"][target["index"].get<std::size_t>()]["id"], "PR.IP-1");
  EXPECT_EQ(descriptor["helpUri"], "https://e.org/page");
}

TEST(SarifReport, TakesNoTextForAPlaceholderOrALink) {
  SampleOptions options;
  options.found = "{0} [x](http://e.org/) {a}";
  EXPECT_THAT(first(sample(options)->results)["message"]["text"].get<std::string>(),
              ::testing::HasSubstr("{{0}} [x\\](http://e.org/) {a}"));
}

TEST(SarifReport, NotesErrorsOfRulesWithTheRule) {
  const auto made = sample();
  made->results.rules[0].outcome = Outcome::error;
  const Json notifications = run(made->results)["invocations"][0]["toolExecutionNotifications"];
  EXPECT_EQ(notifications[0]["message"]["text"], "a note");
  EXPECT_EQ(notifications[1]["associatedRule"]["id"], "xccdf_org.example_rule_bad");
}

TEST(SarifReport, OfHostileTextIsWellFormed) {
  SampleOptions options;
  options.found = options.host = kHostile;
  EXPECT_EQ(run(sample(options)->results)["results"].size(), 1u);
}

TEST(SarifReport, OfNoRulesIsStillALog) { EXPECT_EQ(run(evaluate::Results())["results"], Json::array()); }

}  // namespace
}  // namespace assay::reports
