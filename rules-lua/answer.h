// From what a check returned to what Judge takes; and the guards that stand whatever a script says.
#pragma once

#include <lua.hpp>

#include "engine/evaluate/check_system.h"

namespace assay::lua {

// Of the table on top, which the prelude made. What a script said is cut to a length people read.
evaluate::CheckAnswer read_answer(lua_State* lua);

// What was not seen never makes a pass: not an object that could not be collected, or not all of it, nor nothing at all.
void guard(evaluate::CheckAnswer& answer, const evaluate::CheckQuestion& question);

}  // namespace assay::lua
