// Structs into tables, for the functions of `parse`. Each takes what it fills from the top of the stack and leaves it there.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rules-lua/native.h"

namespace assay::lua {

inline void set(lua_State* lua, const char* field, std::string_view text) {
  push(lua, text);
  lua_setfield(lua, -2, field);
}
inline void set(lua_State* lua, const char* field, const std::string& text) { set(lua, field, std::string_view(text)); }
inline void set(lua_State* lua, const char* field, const char* text) { set(lua, field, std::string_view(text)); }
inline void set(lua_State* lua, const char* field, std::uint32_t number) {
  lua_pushinteger(lua, number);
  lua_setfield(lua, -2, field);
}
inline void set(lua_State* lua, const char* field, bool yes) {
  lua_pushboolean(lua, yes);
  lua_setfield(lua, -2, field);
}

// The value on top becomes the next of the list below it.
inline void append(lua_State* lua) { lua_rawseti(lua, -2, static_cast<lua_Integer>(lua_rawlen(lua, -2)) + 1); }

inline void set(lua_State* lua, const char* field, const std::vector<std::string>& texts) {
  lua_createtable(lua, static_cast<int>(texts.size()), 0);
  for (const std::string& text : texts) {
    push(lua, text);
    append(lua);
  }
  lua_setfield(lua, -2, field);
}

// A list of tables, each filled by `fill(one)`.
template <class List, class Fill>
void push_list(lua_State* lua, const List& list, Fill fill) {
  lua_createtable(lua, static_cast<int>(list.size()), 0);
  for (const auto& one : list) {
    lua_newtable(lua);
    fill(one);
    append(lua);
  }
}

// The text at `at` of the arguments, paid for as what a parser does with it costs. Files of settings are small: one of more than a MiB is
// an error, so that text made to be big cannot become tables that are much bigger.
std::string_view text_to_parse(lua_State* lua, int at);
// Of all the texts a call is given together.
void pay_for_text(lua_State* lua, std::size_t bytes);

// Adds functions to the table on top.
void open_parse_pam(lua_State* lua);
void open_parse_audit(lua_State* lua);

}  // namespace assay::lua
