// Files whose every line holds a secret that only the file's name tells.
#pragma once

#include <string_view>

#include "engine/base/regex.h"

namespace assay::evaluate {

// What of the lines of such a file is secret: each group that takes part in a match. Null for any other file.
const Regex* secret_of_file(std::string_view path);

}  // namespace assay::evaluate
