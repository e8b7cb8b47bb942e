// How much of a benchmark the content covers, counted from the content itself, and whether it says what the tables of facts say.
#pragma once

#include <string>
#include <vector>

#include "benchmarks/compiler/rule_row.h"

namespace assay::benchmarks {

struct Coverage {
  std::size_t recommendations = 0, scored = 0, automated = 0, manual = 0;
};

struct ProfileCoverage {
  std::string profile;  // its title; "all" for the whole benchmark
  Coverage coverage;
};

// The whole benchmark first, then each of its profiles.
std::vector<ProfileCoverage> coverage(const xccdf::Benchmark& benchmark, const std::vector<RuleRow>& rows);

// Compares with the table of a benchmark: tab-separated, a header line with number, level_server, level_workstation, scored and confidence
// ("-" is no level). Every difference is a line. Throws JobError where the table cannot be read.
std::vector<std::string> differences(const std::vector<RuleRow>& rows, const std::string& table_path);

}  // namespace assay::benchmarks
