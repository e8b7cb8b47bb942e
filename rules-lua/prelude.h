// prelude.lua, which the build puts into the program. It makes the globals README.md lists, and returns the function that turns
// what a check returned into an answer: `{ outcome = , messages = { ... }, rows = { { holds, expected, found, where }, ... } }`.
#pragma once

#include <string_view>

namespace assay::lua {

extern const std::string_view kPrelude;
inline constexpr const char* kAnswer = "assay.answer";  // where the registry of a state keeps that function

}  // namespace assay::lua
