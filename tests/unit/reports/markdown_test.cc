#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/markdown_text.h"
#include "tests/unit/reports/formats.h"

namespace assay::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using xccdf::Outcome;

std::string markdown(const evaluate::Results& results) { return report("markdown", results); }

TEST(MarkdownReport, BeginsWithTheVerdictAndItsNumbers) {
  const std::string text = markdown(sample()->results);
  EXPECT_TRUE(text.starts_with("## assay: not compliant\n"));
  EXPECT_THAT(text, HasSubstr("| 50 | 100 % | 1 | 1 |"));
}

TEST(MarkdownReport, FoldsWhyARuleFails) {
  EXPECT_THAT(markdown(sample()->results),
              HasSubstr("<details><summary><b>fail</b> Mode is right (high)</summary>\n\n- expected `uread equals 0`\n  - found `0644`\n"
                        "  - where `/etc/x:13`, `/etc/<y>`\n\n</details>\n"));
}

TEST(MarkdownReport, FoldsNothingWhereNothingIsKnownOfARule) {
  const auto made = sample();
  made->results.rules[0].evidence.clear();
  const std::string text = markdown(made->results);
  EXPECT_THAT(text, HasSubstr("\n- **fail** Mode is right (high)\n"));
  EXPECT_THAT(text, Not(HasSubstr("<details>")));
}

TEST(MarkdownReport, TellsTheWorstFirst) {
  const auto made = sample();
  for (evaluate::RuleResult& rule : made->results.rules) {
    rule.outcome = Outcome::fail;
    rule.blocks = true;
  }
  made->results.rules[0].rule.severity = xccdf::Severity::low;
  made->results.rules[2].rule.severity = xccdf::Severity::high;
  const std::string text = markdown(made->results);
  EXPECT_LT(text.find("(high)"), text.find("(low)"));
}

TEST(MarkdownReport, TellsOfWaivers) {
  const auto made = sample();
  waive(made->results);
  const std::string text = markdown(made->results);
  EXPECT_THAT(text, HasSubstr("(high), waiver used, until 2027-03-31 (base images): no shell here</summary>"));
  EXPECT_THAT(text, HasSubstr("### Waivers\n\n- `xccdf_org.example_rule_bad`: `used, until 2027-03-31 (base images): no shell here`\n"));
}

TEST(MarkdownReport, SumsUpWhatWasNotJudgedByItsReason) {
  const auto made = sample();
  for (evaluate::RuleResult& rule : made->results.rules) {
    rule.outcome = Outcome::notapplicable;
    rule.messages = {"needs a running system"};
  }
  EXPECT_THAT(markdown(made->results), HasSubstr("- 3 notapplicable: `needs a running system`\n"));
}

TEST(MarkdownReport, FitsACommentHoweverMuchFails) {
  const auto made = sample();
  made->results.rules[0].evidence[0].found = std::string(5000, 'x');
  made->results.rules.resize(3000, made->results.rules[0]);
  std::fill(made->results.rules.begin() + 1, made->results.rules.end(), made->results.rules[0]);
  made->results.notes.assign(1000, std::string(1000, '`'));
  made->results.waivers.assign(1000, {});
  const std::string text = markdown(made->results);
  EXPECT_LT(text.size(), 65536u);
  EXPECT_THAT(text, HasSubstr(" rules are left out for length"));
  EXPECT_EQ(count(text, "<details>"), count(text, "</details>"));
}

TEST(MarkdownReport, OfHostileTextIsTextAlone) {
  SampleOptions options;
  options.found = options.host = kHostile;
  const auto made = sample(options);
  made->results.rules[0].messages = {std::string(kHostile)};
  xccdf::Rule rule = {};
  rule.id = rule.title = kHostile;
  made->results.rules[0].rule.rule = &rule;
  const std::string text = markdown(made->results);
  EXPECT_THAT(text, HasSubstr("``a\\nb\\r\\t\\x01\\xFF]]>"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "</b> a\\nb\\r\\t\\x01\\xFF]]&gt;--&gt;&lt;/script&gt;&lt;img src=x&gt;`|[x](http:\u2060//e.org/)@\u2060everyone #\u206012"));
}

TEST(MarkdownText, LeavesNothingThatMarkdownActsOn) {
  EXPECT_EQ(markdown_words("a*b_c`<i>[x](y)|~$&\\"), "a\\*b\\_c\\`\\<i\\>\\[x\\](y)\\|\\~\\$\\&\\\\");
  EXPECT_THAT(markdown_words("http://e.org www.e.org me@e.org @me #1"), Not(HasSubstr("://e")));
  EXPECT_THAT(markdown_words("see GH-12"), HasSubstr("GH-\u206012"));
  EXPECT_THAT(markdown_words("www.e.org @me"), HasSubstr("www.\u2060e.org @\u2060me"));
}

TEST(CodeSpan, HoldsBackticksAndSpaces) {
  EXPECT_EQ(code_span("plain"), "`plain`");
  EXPECT_EQ(code_span("a`b``c"), "```a`b``c```");
  EXPECT_EQ(code_span("`"), "`` ` ``");
  EXPECT_EQ(code_span(""), "`\"\"`");
  EXPECT_EQ(code_span("a\nb"), "`a\\nb`");
}

TEST(CodeBlock, CannotBeEndedFromWithin) { EXPECT_EQ(code_block("a\n```\nb"), "````\na\n```\nb\n````\n"); }

}  // namespace
}  // namespace assay::reports
