// The page for people: that it says what the results say, and that nothing in them becomes part of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/base64.h"
#include "engine/base/digest.h"
#include "reports/html/natural_order.h"
#include "tests/unit/reports/formats.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using ::testing::HasSubstr;
using ::testing::Not;
using xccdf::Outcome;

std::string html(const Results& results) { return report("html", results); }

std::string between(const std::string& page, const std::string& begin, const std::string& end) {
  const std::size_t from = page.find(begin);
  if (from == std::string::npos) return {};
  const std::size_t start = from + begin.size();
  return page.substr(start, page.find(end, start) - start);
}

// The description of a rule that holds this markup, as the page shows it.
std::string shown(const std::string& markup) {
  SampleOptions options;
  options.before_end = "<Rule id=\"xccdf_org.example_rule_m\"><title>M</title><description>" + markup + "</description></Rule>";
  const auto made = sample(options);
  made->results.rules.back().outcome = Outcome::fail;
  const std::string rule = between(html(made->results), "rule_m</code>", "</details>");
  return between(rule, "<div class=\"text\">", "</div>\n</div>");
}

// A group of these rules, with references.
std::string group(const std::string& id, const std::vector<std::string>& rules) {
  std::string text = "<Group id=\"xccdf_org.example_group_" + id + "\"><title>Group " + id + "</title>";
  for (const std::string& rule : rules)
    text += "<Rule id=\"xccdf_org.example_rule_" + rule + "\"><title>" + rule +
            "</title><reference href=\"https://www.nist.gov/cyberframework\">PR.AC-10</reference>"
            "<reference href=\"https://www.nist.gov/cyberframework\">PR.AC-4</reference></Rule>";
  return text + "</Group>";
}

// The sample with these groups, all of whose rules pass.
std::unique_ptr<Sample> with_groups(const std::string& groups) {
  SampleOptions options;
  options.before_end = groups;
  auto made = sample(options);
  for (std::size_t i = 3; i < made->results.rules.size(); ++i) {
    made->results.rules[i].outcome = Outcome::pass;
    ++made->results.counts.pass;
  }
  return made;
}

TEST(HtmlPage, AllowsItsOwnScriptAndStyleAlone) {
  const std::string page = html(sample()->results);
  for (const auto& [begin, end] : {std::pair("<script>", "</script>"), std::pair("<style>", "</style>")}) {
    const std::string hash = base64(raw_digest("SHA-256", between(page, begin, end)).value());
    EXPECT_THAT(page, HasSubstr("-src 'sha256-" + hash + "'"));
  }
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("unsafe-")));
  EXPECT_THAT(page, Not(HasSubstr("style=")));
}

TEST(HtmlPage, ShowsTheScoreAsShareOfARing) {
  const std::string page = html(sample()->results);
  EXPECT_THAT(page, HasSubstr("role=\"img\" aria-label=\"Score 50 of 100\""));
  EXPECT_THAT(page, HasSubstr("stroke-dasharray=\"138.23 276.46\""));
}

TEST(HtmlPage, CountsRulesBySection) {
  const auto made = with_groups(group("1", {"a", "b", "c"}) + group("2", {"d", "e", "f"}));
  made->results.rules[3].outcome = Outcome::fail;
  const std::string list = between(html(made->results), "id=\"sections\"", "</section>");
  EXPECT_THAT(list,
              HasSubstr("data-filter=\"section\" data-value=\"0\">1 Group 1</a><span class=\"tally\"><span class=\"fail\">1 fail</span>, "
                        "<span class=\"pass\">2 pass</span>"));
  EXPECT_THAT(list, HasSubstr("data-value=\"1\">2 Group 2</a><span class=\"tally\"><span class=\"pass\">3 pass</span>"));
}

TEST(HtmlPage, HasNoSectionsWhereEachRuleHasAGroup) {
  EXPECT_THAT(html(with_groups(group("1", {"a"}) + group("2", {"b"}) + group("3", {"c"}))->results), Not(HasSubstr("By section")));
}

TEST(HtmlPage, ListsAControlsRulesWithThoseThatFailFirst) {
  const auto made = with_groups(group("1", {"good2", "bad2"}));
  made->results.rules[4].outcome = Outcome::fail;
  const std::string view = between(html(made->results), "id=\"frameworks\"", "</main>");
  EXPECT_LT(view.find("PR.AC-4"), view.find("PR.AC-10"));
  EXPECT_LT(view.find("bad2"), view.find("good2"));
  EXPECT_THAT(view, HasSubstr("<span class=\"fail\">1 fail</span>, <span class=\"pass\">1 pass</span>"));
}

TEST(HtmlPage, TellsWhatWasNotJudgedByReason) {
  const auto made = sample();
  made->results.rules[0].outcome = Outcome::error;
  made->results.rules[0].messages = {"cannot read <it>"};
  made->results.counts.fail = 0;
  made->results.counts.error = 1;
  const std::string list = between(html(made->results), "id=\"not-judged\"", "</section>");
  EXPECT_THAT(list, HasSubstr("Rules that ended in error (1)"));
  EXPECT_THAT(list, HasSubstr("cannot read &lt;it&gt;"));
  EXPECT_THAT(list, HasSubstr("<a href=\"#r1\">Mode is right</a>"));
}

TEST(HtmlPage, ShowsAWaiverWithItsRuleAndTheScoreWithAndWithout) {
  const auto made = sample();
  waive(made->results);
  made->results.waivers[0].waiver.reason = "no <way>";
  const std::string page = html(made->results);
  const std::string list = between(page, "id=\"waivers\"", "</section>");
  for (const std::string_view text : {"<a href=\"#r1\">Mode is right</a>", "no &lt;way&gt;", "base images", "2027-03-31"})
    EXPECT_THAT(list, HasSubstr(text));
  EXPECT_THAT(list, HasSubstr("<b>50</b> with every rule counted, <b>100</b> with waived rules left out"));
  EXPECT_THAT(page, HasSubstr("data-waived=\"yes\""));
}

TEST(HtmlPage, NamesAWaivedRuleThatIsNotSelected) {
  const auto made = sample();
  waive(made->results);
  made->results.rules[0].outcome = Outcome::notselected;
  made->results.waivers[0].state = evaluate::WaiverState::not_needed;
  EXPECT_THAT(html(made->results), HasSubstr("<p class=\"subject\">Mode is right <span class=\"dim\">(not selected)</span></p>"));
}

TEST(HtmlPage, ListsFailingRulesMostSevereFirst) {
  const auto made = sample();
  made->results.counts.fail = 2;
  made->results.rules[1].outcome = Outcome::fail;
  made->results.rules[0].rule.severity = xccdf::Severity::low;
  made->results.rules[1].rule.severity = xccdf::Severity::high;
  const std::string page = html(made->results);
  EXPECT_LT(page.find("id=\"r2\""), page.find("id=\"r1\""));
}

TEST(HtmlPage, ShowsWhatGotWorseThanTheBaseline) {
  const auto made = sample();
  compare(made->results, Outcome::pass);
  made->results.rules[1].baseline = Outcome::error;
  const std::string list = between(html(made->results), "id=\"baseline\"", "</section>");
  EXPECT_THAT(list, HasSubstr("Worse than in the baseline (1)"));
  EXPECT_THAT(list, HasSubstr("<a href=\"#r1\">Mode is right</a> <span class=\"dim\">(before: pass)</span>"));
  EXPECT_THAT(list, HasSubstr("Better than in the baseline (1)"));
}

TEST(HtmlPage, ShowsWhoAnsweredWhatAndWhen) {
  const auto made = sample();
  made->results.rules[1].overrides = {{"2024-05-31T00:00:00", "release manager", "notchecked", "pass", "seen"}};
  const std::string list = between(html(made->results), "id=\"answers\"", "</section>");
  for (const std::string_view text : {"notchecked became pass", "release manager", "2024-05-31T00:00:00", "seen"})
    EXPECT_THAT(list, HasSubstr(text));
}

TEST(HtmlPage, CanBeMadeOfResultsWithoutABenchmark) {
  const auto made = sample();
  const std::shared_ptr<const xccdf::Benchmark> keeps_the_rules = std::move(made->results.checklist.benchmark);
  made->results.checklist.benchmark = nullptr;
  made->results.scores.clear();
  const std::string page = html(made->results);
  EXPECT_THAT(page, HasSubstr("<h1>Results</h1>"));
  EXPECT_THAT(page, HasSubstr("Mode is right"));
}

TEST(HtmlPage, MakesMarksVisibleThatTurnTheDirectionOfText) {
  SampleOptions options;
  options.found =
      "a\xE2\x80\xAE"
      "b\nc\td";
  EXPECT_THAT(html(sample(options)->results), HasSubstr("<dd>a\\xE2\\x80\\xAE"
                                                        "b\nc\td</dd>"));
}

TEST(HtmlPage, CutsWhatNobodyReads) {
  SampleOptions options;
  options.found = std::string(100'000, 'x');
  EXPECT_LT(html(sample(options)->results).size(), html(sample()->results).size() + 10'000);
}

TEST(RichText, KeepsLinksThatLeadToTheWebAlone) {
  EXPECT_EQ(shown("<h:a href=\"https://e.org/?a&amp;b\" onclick=\"x\">y</h:a>"),
            "<a rel=\"noreferrer\" href=\"https://e.org/?a&amp;b\">y</a>");
  EXPECT_EQ(shown("<h:a href=\" JavaScript:x\">y</h:a>"), "<a>y</a>");
  EXPECT_EQ(shown("<h:a href=\"data:text/html,x\">y</h:a>"), "<a>y</a>");
}

TEST(RichText, DropsWhatIsNoText) {
  EXPECT_EQ(shown("a<h:script>b</h:script><h:style>c</h:style><h:p style=\"x\" id=\"rules\">d</h:p>"), "a<p>d</p>");
  EXPECT_EQ(shown("<h:form>a<h:input/></h:form>&lt;img src=x&gt;"), "a&lt;img src=x&gt;");
}

TEST(RichText, KeepsListsAndTablesThatAreSuch) {
  EXPECT_EQ(shown("<h:ul> <h:li>a</h:li> <h:li><h:p>b</h:p></h:li></h:ul>"), "<ul><li>a</li><li><p>b</p></li></ul>");
  EXPECT_EQ(shown("<h:table><h:tbody><h:tr><h:td>a</h:td></h:tr></h:tbody></h:table>"), "<table><tr><td>a</td></tr></table>");
  EXPECT_EQ(shown("<h:dl><h:dt>a</h:dt><h:dd>b</h:dd></h:dl>"), "<dl><dt>a</dt><dd>b</dd></dl>");
}

TEST(RichText, KeepsTheTextOfWhatStandsWhereItMustNot) {
  EXPECT_EQ(shown("<h:li>a</h:li>"), "<div>a</div>");
  EXPECT_EQ(shown("<h:ul>a<h:li>b</h:li></h:ul>"), "<div>a<div>b</div></div>");
  EXPECT_EQ(shown("<h:dl><h:dd>a</h:dd></h:dl>"), "<div><div>a</div></div>");
  EXPECT_EQ(shown("<h:p>a<h:ul><h:li>b</h:li></h:ul></h:p>"), "<div>a<ul><li>b</li></ul></div>");
  EXPECT_EQ(shown("<h:b>a<h:p>b</h:p></h:b>"), "a<p>b</p>");
  EXPECT_EQ(shown("<h:pre>a<h:div>b</h:div></h:pre>"), "<pre>a<br>b</pre>");
  EXPECT_EQ(shown("<h:a href=\"https://e.org\">a<h:a href=\"https://f.org\">b</h:a></h:a>"),
            "<a rel=\"noreferrer\" href=\"https://e.org\">ab</a>");
}

TEST(RichText, TakesTheDiscussionOutOfEscapedElements) {
  EXPECT_EQ(shown("&lt;VulnDiscussion&gt;why &lt;b&gt;&lt;/VulnDiscussion&gt;&lt;Other&gt;no&lt;/Other&gt;"), "why &lt;b&gt;");
  EXPECT_EQ(shown("<h:p>&lt;VulnDiscussion&gt;</h:p><h:b>a&lt;/VulnDiscussion&gt;</h:b>"),
            "<p>&lt;VulnDiscussion&gt;</p><b>a&lt;/VulnDiscussion&gt;</b>");
}

TEST(NaturalOrder, ComparesNumbersAsNumbers) {
  using html::natural_less;
  EXPECT_TRUE(natural_less("A.9.2", "A.12.1"));
  EXPECT_FALSE(natural_less("A.12.1", "A.9.2"));
  EXPECT_TRUE(natural_less("CC6.1", "CC6.1(a)"));
  EXPECT_TRUE(natural_less("32(1)(a)", "32(1)(b)"));
  EXPECT_FALSE(natural_less("5.1", "5.1"));
  EXPECT_NE(natural_less("5.01", "5.1"), natural_less("5.1", "5.01"));
}

}  // namespace
}  // namespace assay::reports
