#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/text.h"
#include "tests/unit/reports/formats.h"

namespace assay::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// RFC 4180, read anew: records of cells.
std::vector<std::vector<std::string>> read(const std::string& text) {
  std::vector<std::vector<std::string>> records(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = records.back().back();
    if (quoted && text[i] == '"' && text.substr(i + 1, 1) == "\"")
      cell += text[++i];
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && text[i] == ',')
      records.back().emplace_back();
    else if (!quoted && text.substr(i, 2) == "\r\n")
      records.push_back({""}), ++i;
    else
      cell += text[i];
  }
  records.pop_back();
  return records;
}

std::vector<std::string> failing(const evaluate::Results& results) { return read(report("csv", results))[1]; }

TEST(CsvReport, HasAHeaderAndARecordASelectedRule) {
  const auto records = read(report("csv", sample()->results));
  ASSERT_EQ(records.size(), 3u);
  for (const auto& record : records) EXPECT_EQ(record.size(), records[0].size());
  EXPECT_THAT(records[1],
              ElementsAre("", "xccdf_org.example_rule_bad", "Mode is right", "fail", "high", "One & only", "xccdf_org.example_profile_p",
                          "", "", "", "", "uread equals 0", "0644", "/etc/x:13; /etc/<y>", "", "CCE-1"));
}

TEST(CsvReport, TellsOfWaiverAndBaseline) {
  const auto made = sample();
  waive(made->results);
  compare(made->results, xccdf::Outcome::error);
  const auto record = failing(made->results);
  EXPECT_THAT(std::vector(record.begin() + 7, record.begin() + 11), ElementsAre("2027-03-31", "base images", "no shell here", "error"));
}

TEST(CsvReport, NeutralisesWhatASpreadsheetTakesForAFormula) {
  for (const std::string formula : {"=cmd|'/C calc'!A0", "+1", "-1+1", "@SUM(A1)",
                                    "\xEF\xBC\x9D"
                                    "1"}) {
    SampleOptions options;
    options.found = formula;
    EXPECT_EQ(failing(sample(options)->results)[12], "'" + formula);
  }
}

TEST(CsvReport, KeepsARecordOnALine) {
  SampleOptions options;
  options.found = kHostile;
  const std::string text = report("csv", sample(options)->results);
  EXPECT_EQ(count(text, "\n"), 3u);
  EXPECT_THAT(read(text)[1][12], HasSubstr("a\\nb\\r\\t\\x01\\xFF]]>"));
}

TEST(CsvReport, CutsCellsThatASpreadsheetCannotHold) {
  SampleOptions options;
  options.found = std::string(100000, 'x');
  const std::string cell = failing(sample(options)->results)[12];
  EXPECT_LT(cell.size(), 32767u);
  EXPECT_TRUE(cell.ends_with("… (100000 bytes)"));
}

}  // namespace
}  // namespace assay::reports
