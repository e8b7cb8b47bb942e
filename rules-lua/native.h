// For functions written in C++ that a script calls.
#pragma once

#include <exception>
#include <lua.hpp>
#include <string_view>

namespace assay::lua {

// The lua_CFunction of `Function`: what C++ throws becomes a Lua error. Lua's own errors pass (they are no std::exception).
template <int (*Function)(lua_State*)>
int native(lua_State* lua) {
  try {
    return Function(lua);
  } catch (const std::exception& problem) {
    lua_pushstring(lua, problem.what());
  }
  luaL_where(lua, 1);
  lua_insert(lua, -2);
  lua_concat(lua, 2);
  return lua_error(lua);
}

inline std::string_view text_argument(lua_State* lua, int at) {
  std::size_t size = 0;
  const char* data = luaL_checklstring(lua, at, &size);
  return {data, size};
}

inline void push(lua_State* lua, std::string_view text) { lua_pushlstring(lua, text.data(), text.size()); }

// What every state has besides string and parse: the base functions, math, table and utf8 that are left (README.md).
void open_base(lua_State* lua);
// Globals can be read where they exist and are not written: a name misspelt is an error, not nil. For the host they stay open.
void freeze_globals(lua_State* lua);
// Every function of the global table `library` pays for the bytes of the strings it is given.
void meter_library(lua_State* lua, const char* library);

}  // namespace assay::lua
