// The two kinds of saved results, each with its reader.
#pragma once

#include <memory>

#include "engine/evaluate/results.h"
#include "engine/scap/test_result.h"
#include "engine/xml/document.h"

namespace assay::reports {

evaluate::Results results_of_json(const xml::Source& source);
evaluate::Results results_of_xccdf(const xml::Source& source);  // a TestResult or ARF

// From the rules' outcomes.
void count(evaluate::Results& results);

}  // namespace assay::reports
