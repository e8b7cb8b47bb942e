// What a check is called with: `see`, what its objects collected, and `want`, its parameters (README.md).
#pragma once

#include <lua.hpp>

#include "engine/evaluate/check_system.h"
#include "rules-lua/document.h"

namespace assay::lua {

void push_seen(lua_State* lua, const evaluate::CheckQuestion& question);
void push_wanted(lua_State* lua, const Check& check, const oval::ExternalVariables& exports);

}  // namespace assay::lua
