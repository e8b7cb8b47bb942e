// The schemas of formats that are our own, which no schema directory has. The build puts them into the program; a data stream holds
// such documents as extended components.
#pragma once

#include <span>
#include <string_view>

namespace assay::xml {

struct OwnSchema {
  std::string_view ns, text;
};

std::span<const OwnSchema> own_schemas();

}  // namespace assay::xml
