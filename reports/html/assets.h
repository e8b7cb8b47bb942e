// The style sheet and the script of the page, as report.css and report.js have them.
#pragma once

#include <string_view>

namespace assay::reports::html {

extern const std::string_view kStyle, kScript;

}  // namespace assay::reports::html
