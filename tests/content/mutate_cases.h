// Mutation of passing cases: a rule whose verdict nothing changes judges nothing.
#pragma once

#include <iosfwd>

#include "tests/content/judge_cases.h"

namespace assay::fixtures {

// Prints the automated rules without a passing and a failing case, or that still pass whatever is changed (where verbose: each
// mutation that a rule passes too, or cannot judge), and totals. The number of such rules.
std::size_t mutate_cases(const Suite& suite, const Run& run, std::ostream& out);

}  // namespace assay::fixtures
