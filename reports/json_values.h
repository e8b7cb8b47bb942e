// JSON of texts that may hold anything: each goes through printable(), so that what is written is well-formed UTF-8.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/base/text.h"

namespace assay::reports {

using Json = nlohmann::ordered_json;

// A member with a text; absent rather than empty.
inline void put(Json& object, const char* name, std::string_view text) {
  if (!text.empty()) object[name] = printable(text);
}

// On one line.
inline std::string written(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace assay::reports
