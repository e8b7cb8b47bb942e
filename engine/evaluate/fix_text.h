// A rule's fixes as they are to be carried out: <sub> and <instance> replaced (XCCDF 1.2, fixType, subType).
#pragma once

#include <string_view>
#include <vector>

#include "engine/evaluate/results.h"

namespace assay::evaluate {

// A fix that names a Value or plain-text that is not there is left out: half a script is worse than none.
std::vector<FixText> fix_texts(const xccdf::Benchmark& benchmark, const plan::Selection& selection, const xccdf::Rule& rule,
                               std::string_view instance);

}  // namespace assay::evaluate
