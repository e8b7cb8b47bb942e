// independent:variable_test asks for the values of an OVAL variable. They are known to the plan, not to the target: the collector answers
// variable objects itself and builds the item here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/scap/item.h"

namespace assay::independent {

// One item a variable; no value where the variable has none.
oval::Item variable_item(std::string_view id, const std::vector<std::string>& values);
oval::Item variable_item(std::string_view id, std::string_view value);

}  // namespace assay::independent
