// Why the rules of an ARF came out as they did: the OVAL results beside its TestResult, explained as those of a scan are.
#pragma once

#include "engine/evaluate/results.h"
#include "engine/scap/test_result.h"

namespace assay::reports {

// Fills in the evidence of the rules whose checks name definitions with results in the file, and what OVAL says of the target where the
// TestResult says nothing. OVAL results that cannot be read, or whose tests do not come to what they say of a definition, explain nothing;
// a note says so. Secrets of what was seen are masked in all of `results`.
void add_evidence(const xml::Source& source, const std::vector<xccdf::TestedOval>& found, evaluate::Results& results);

}  // namespace assay::reports
