// Secrets that are the value of a setting: "password = x", "DB_PASSWORD: x", <token>x</token>, "neighbor 10.0.0.1 password x".
#pragma once

#include <string_view>
#include <vector>

#include "engine/base/regex.h"

namespace assay::evaluate {

// Adds their ranges. False where the text cannot be searched within the budgets.
bool find_settings(std::string_view text, std::vector<Regex::Range>& found);

}  // namespace assay::evaluate
