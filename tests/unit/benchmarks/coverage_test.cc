#include "benchmarks/compiler/coverage.h"

#include "tests/unit/benchmarks/small_source.h"

namespace assay::benchmarks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kHeader = "number\ttopic\tlevel_server\tlevel_workstation\tscored\tconfidence\n";

class Coverages : public testing::Test {
 protected:
  std::vector<std::string> differences_from(std::string_view table) {
    tree_.file("/table.tsv", std::string(kHeader) + std::string(table));
    return differences(read_rows(*content_->checklist({}).benchmark), tree_.host("/table.tsv"));
  }
  test::Tree tree_;
  std::unique_ptr<scap::Content> content_ = SmallSource().content();
};

TEST_F(Coverages, CountsTheBenchmarkAndEachProfile) {
  const xccdf::Benchmark& benchmark = *content_->checklist({}).benchmark;
  const auto rows = coverage(benchmark, read_rows(benchmark));
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[0].profile, "all");
  EXPECT_EQ(rows[0].coverage.recommendations, 1U);
  EXPECT_EQ(rows[1].coverage.automated, 1U);
  EXPECT_EQ(rows[3].profile, "Level 1 - Workstation");
  EXPECT_EQ(rows[3].coverage.recommendations, 0U);
}

TEST_F(Coverages, WhatIsEqualDiffersNowhere) { EXPECT_THAT(differences_from("1.1\tx\t1\t2\tscored\thigh\n"), IsEmpty()); }

TEST_F(Coverages, EveryDifferenceIsTold) {
  EXPECT_THAT(differences_from("1.1\tx\t2\t2\tnotscored\tlow\n1.2\ty\t1\t1\tscored\thigh\n"),
              ElementsAre("1.1: confidence is high, the fact is low", "1.1: level_server is 1, the fact is 2",
                          "1.1: scored is scored, the fact is notscored", "1.2: not in the content"));
}

TEST_F(Coverages, ARuleWithoutAFactIsTold) { EXPECT_THAT(differences_from(""), ElementsAre("1.1: not in the table of facts")); }

}  // namespace
}  // namespace assay::benchmarks
