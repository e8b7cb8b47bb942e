// What shows by itself that it is a secret, as patterns.
#pragma once

#include <vector>

#include "engine/base/regex.h"

namespace assay::evaluate {

// Each group that takes part in a match is a secret. What a form finds, may_hold_secret() (secret_words.h) has to expect.
const std::vector<Regex>& secret_forms();

}  // namespace assay::evaluate
