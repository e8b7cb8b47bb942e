// template.lua, as it was when the program was built.
#pragma once

#include <string_view>

namespace assay::benchmarks {

extern const std::string_view kTemplatePrelude;

}  // namespace assay::benchmarks
