#include "reports/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "engine/base/error.h"
#include "reports/saved.h"

namespace assay::reports {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

evaluate::Results run(const std::string& name, const std::vector<std::pair<std::string, std::string>>& outcomes) {
  std::string bytes = "<TestResult xmlns='http://checklists.nist.gov/xccdf/1.2' id='t'><benchmark href='' id='" + name + "'/>";
  for (const auto& [id, result] : outcomes)
    bytes +=
        "<rule-result idref='" + id + "'><result>" + result + "</result><message>" + name + " says " + result + "</message></rule-result>";
  return read_results(*xml::Source::from_bytes(name, bytes + "</TestResult>"));
}

std::string text(const evaluate::Results& before, const evaluate::Results& after, TextOptions options = {}) {
  std::ostringstream out;
  write_diff_text(before, after, compare(before, after), options, out);
  return std::move(out).str();
}

TEST(Diff, TellsEachChangeWithWhatItWasAndIs) {
  const auto before = run("one", {{"a", "pass"}, {"b", "fail"}, {"c", "pass"}, {"d", "pass"}});
  const auto after = run("two", {{"a", "fail"}, {"b", "pass"}, {"c", "notapplicable"}, {"e", "fail"}});
  const std::string shown = text(before, after);
  EXPECT_THAT(shown, HasSubstr("WORSE    a\n         pass -> fail  unknown  a\n"));
  EXPECT_THAT(shown, HasSubstr("two says fail"));
  EXPECT_THAT(shown, HasSubstr("BETTER   b\n         fail -> pass"));
  EXPECT_THAT(shown, HasSubstr("CHANGED  c\n         pass -> notapplicable"));
  EXPECT_THAT(shown, HasSubstr("NEW      e\n         now fail"));
  EXPECT_THAT(shown, HasSubstr("GONE     d\n         was pass"));
  EXPECT_THAT(shown, EndsWith("\nDIFF worse=1 better=1 changed=1 new=1 gone=1\n"));
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
}

TEST(Diff, HasColourWhereItIsWanted) {
  TextOptions options;
  options.colour = true;
  EXPECT_THAT(text(run("one", {{"a", "pass"}}), run("two", {{"a", "fail"}}), options), HasSubstr("\x1b[1;31mWORSE\x1b[0m"));
}

TEST(Diff, QuietIsItsLastLine) {
  TextOptions options;
  options.quiet = true;
  const auto same = run("one", {{"a", "pass"}});
  EXPECT_EQ(text(same, same, options), "DIFF worse=0 better=0 changed=0 new=0 gone=0\n");
}

TEST(Diff, OfResultsWithoutARuleInCommonIsRefused) {
  try {
    compare(run("one", {{"a", "pass"}}), run("two", {{"b", "pass"}}));
    FAIL();
  } catch (const JobError& error) {
    EXPECT_THAT(error.what(), HasSubstr("one and two have no rule in common"));
  }
  EXPECT_THROW(compare(run("one", {{"a", "pass"}}), run("two", {})), JobError);
}

TEST(Diff, ForProgramsIsJson) {
  const auto before = run("one", {{"a", "pass"}, {"d", "pass"}}), after = run("two", {{"a", "fail"}});
  std::ostringstream out;
  write_diff_json(before, after, compare(before, after), out);
  EXPECT_THAT(out.str(), HasSubstr("\"format\": \"assay-diff/1\""));
  EXPECT_THAT(out.str(), HasSubstr("\"worse\": 1"));
  EXPECT_THAT(out.str(), HasSubstr("\"change\": \"gone\""));
}

}  // namespace
}  // namespace assay::reports
