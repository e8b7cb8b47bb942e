// The parts of a file in the Heimdall Data Format (HDF, InSpec's exec-json): a control for each rule, with a result for each of its rows.
#pragma once

#include <string>

#include "engine/evaluate/results.h"
#include "reports/json_values.h"

namespace assay::reports {

// Of the first row of a rule; "results" is left empty.
Json hdf_control(const evaluate::Results& results, const evaluate::RuleResult& result, const std::string& section);
Json hdf_result(const evaluate::Results& results, const evaluate::RuleResult& result);

}  // namespace assay::reports
