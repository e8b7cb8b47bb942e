// Two runs side by side, for people and for programs. What changed is evaluate's to say (engine/evaluate/compare.h).
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "engine/evaluate/compare.h"
#include "reports/report.h"

namespace assay::reports {

// Throws JobError where the two have no rule in common: results of different content cannot be compared.
std::vector<evaluate::Difference> compare(const evaluate::Results& before, const evaluate::Results& after);

// What is worse first, with its evidence; the last line is "DIFF worse=1 better=2 changed=0 new=0 gone=0".
void write_diff_text(const evaluate::Results& before, const evaluate::Results& after, const std::vector<evaluate::Difference>& differences,
                     const TextOptions& options, std::ostream& out);
// "format": "assay-diff/1"
void write_diff_json(const evaluate::Results& before, const evaluate::Results& after, const std::vector<evaluate::Difference>& differences,
                     std::ostream& out);

}  // namespace assay::reports
