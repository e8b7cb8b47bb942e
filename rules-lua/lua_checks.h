// The Lua check system (README.md): a row for Judge.
#pragma once

#include "engine/evaluate/check_system.h"

namespace assay::lua {

inline constexpr std::string_view kLuaSystem = "urn:assay:check-system:lua:1";
extern const evaluate::CheckSystem kLuaChecks;

}  // namespace assay::lua
