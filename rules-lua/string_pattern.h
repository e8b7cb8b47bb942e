// match, gmatch and gsub of `string`: PCRE2 patterns. Upvalue 1 of each is the cache of compiled patterns.
#pragma once

struct lua_State;

namespace assay::lua {

void push_pattern_cache(lua_State* lua);
int match(lua_State* lua);
int gmatch(lua_State* lua);
int gsub(lua_State* lua);

}  // namespace assay::lua
