// The order of numbers in names: "A.9.2" is before "A.12.1".
#pragma once

#include <string_view>

namespace assay::reports::html {

// Runs of digits compare as numbers, other characters as bytes.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace assay::reports::html
