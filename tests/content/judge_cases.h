// Each case judged, and what differs from what it says.
#pragma once

#include <iosfwd>

#include "tests/content/suite.h"

namespace assay::fixtures {

struct Run {
  Checks checks = Checks::preferred;
  bool verbose = false;
  unsigned jobs = 0;
  std::size_t most = 60;  // mutations of what a case names, and of what else the rule looks at; 0: all
};

// Prints the cases that differ (all, where verbose) with their evidence, and a summary. The number that differ.
std::size_t judge_cases(const Suite& suite, const Run& run, std::ostream& out);

// Does an OVAL fallback claim more than the rule it stands in for? It may only err towards failing.
bool looser(xccdf::Outcome fallback, xccdf::Outcome rule);

}  // namespace assay::fixtures
