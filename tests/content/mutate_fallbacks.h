// OVAL fallbacks beside the rules they stand in for, on systems nobody wrote a case for.
#pragma once

#include <iosfwd>

#include "tests/content/judge_cases.h"

namespace assay::fixtures {

// Judges the mutations of every case both ways and prints the rules whose fallback is looser somewhere, with the first places where.
// The number of such rules.
std::size_t mutate_fallbacks(const Suite& suite, const Run& run, std::ostream& out);

}  // namespace assay::fixtures
