// A script, run in a sandbox of its own: what it returned, as text.
#pragma once

#include <lua.hpp>
#include <map>
#include <string>
#include <string_view>

#include "rules-lua/sandbox.h"

namespace assay::lua {

inline constexpr std::int64_t kToday = 20'000;

using Modules = std::map<std::string, std::string, std::less<>>;

inline std::string value_of(std::string_view source, const Modules& modules = {}, Budget budget = {}) {
  Sandbox sandbox(modules, kToday, budget);
  sandbox.run("script", source);
  return luaL_tolstring(sandbox.state(), -1, nullptr);
}

// "" where the script ends well.
inline std::string error_of(std::string_view source, const Modules& modules = {}, Budget budget = {}) {
  try {
    value_of(source, modules, budget);
    return {};
  } catch (const ScriptError& error) {
    return error.what();
  }
}

}  // namespace assay::lua
