// An element made to stand alone without copying it: the prefixes in scope around it are declared on its start tag where it does
// not declare them itself. A benchmark of 15 MiB is written so as it lies in memory.
#pragma once

#include <string>
#include <string_view>

#include "engine/xml/document.h"

namespace assay::xml {

struct Standalone {
  std::string head;       // "<name" and the declarations the element lacks
  std::string_view rest;  // of the source: what follows the name
};
Standalone stand_alone(const Source& source, const Fragment& range);

}  // namespace assay::xml
