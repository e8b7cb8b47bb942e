// What is left of Lua's own libraries. Functions that work through their arguments without allocating pay for that; what depends
// on addresses or on the seed of a hash is made to depend on neither, so that a verdict is the same on every run.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "rules-lua/meter.h"
#include "rules-lua/native.h"

namespace assay::lua {
namespace {

constexpr const char* kBase[] = {"assert", "error", "ipairs", "next", "rawequal", "rawlen", "select", "tonumber", "type", "_VERSION"};
constexpr const char* kMath[] = {"abs", "ceil",       "floor", "fmod", "huge",      "max",  "maxinteger",
                                 "min", "mininteger", "modf",  "sqrt", "tointeger", "type", "ult"};
constexpr const char* kTable[] = {"insert", "remove", "concat", "unpack", "pack"};
constexpr const char* kUtf8[] = {"char", "codepoint", "codes", "len", "offset"};

// Leaves a table of those functions of a standard library that are named.
void push_some(lua_State* lua, lua_CFunction opener, std::span<const char* const> names) {
  lua_pushcfunction(lua, opener);
  lua_call(lua, 0, 1);
  lua_createtable(lua, 0, static_cast<int>(names.size()));
  for (const char* name : names) {
    lua_getfield(lua, -2, name);
    lua_setfield(lua, -2, name);
  }
  lua_remove(lua, -2);
}

// `names` of luaopen_base, which fills the table of globals, are all that stays there.
void open_globals(lua_State* lua) {
  push_some(lua, luaopen_base, kBase);
  lua_rawseti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

void set_library(lua_State* lua, const char* name, lua_CFunction opener, std::span<const char* const> names) {
  push_some(lua, opener, names);
  lua_setglobal(lua, name);
}

// The bytes of a string, the length of a table: what a library function may have to walk through.
std::size_t extent(lua_State* lua, int at) {
  const int type = lua_type(lua, at);
  if (type == LUA_TSTRING) return lua_rawlen(lua, at);
  return type == LUA_TTABLE ? lua_rawlen(lua, at) * sizeof(void*) * 2 : 0;
}

// Upvalue: the function that is called once its arguments are paid for.
int metered(lua_State* lua) {
  const int arguments = lua_gettop(lua);
  std::size_t bytes = static_cast<std::size_t>(arguments) * sizeof(void*);
  for (int at = 1; at <= arguments; ++at) bytes += extent(lua, at);
  Meter::charge_bytes(lua, bytes);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, arguments, LUA_MULTRET);
  return lua_gettop(lua);
}

// Upvalue: table.insert or table.remove. At the end of a list (`Arguments` are all it needs) they move nothing, and cost nothing.
template <int Arguments>
int metered_but_at_end(lua_State* lua) {
  if (lua_gettop(lua) != Arguments) return metered(lua);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, Arguments, LUA_MULTRET);
  return lua_gettop(lua);
}

// Upvalue is what the table of globals holds as `table`.`name`.
void wrap_table_function(lua_State* lua, const char* name, lua_CFunction wrapper) {
  lua_getglobal(lua, "table");
  lua_getfield(lua, -1, name);
  lua_pushcclosure(lua, wrapper, 1);
  lua_setfield(lua, -2, name);
  lua_pop(lua, 1);
}

// Without addresses, which tell scripts apart that should not be.
int tostring(lua_State* lua) {
  luaL_checkany(lua, 1);
  const int type = lua_type(lua, 1);
  if (type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING)
    luaL_tolstring(lua, 1, nullptr);
  else
    lua_pushstring(lua, lua_typename(lua, type));
  return 1;
}

// --- pairs, in the order of the keys --------------------------------------------------------------------------------------------

struct Key {
  int type = LUA_TNIL;
  lua_Number number = 0;
  std::string_view text;
  lua_Integer at = 0;  // among the keys as they came
};

bool before(const Key& a, const Key& b) {
  if (a.type != b.type) return a.type < b.type;
  return a.type == LUA_TNUMBER ? a.number < b.number : a.text < b.text;
}

Key key_at_top(lua_State* lua, lua_Integer at) {
  Key key{lua_type(lua, -1), 0, {}, at};
  if (key.type == LUA_TNUMBER) key.number = lua_tonumber(lua, -1);
  if (key.type == LUA_TBOOLEAN) key.number = lua_toboolean(lua, -1);
  if (key.type == LUA_TSTRING) {
    std::size_t size = 0;
    const char* data = lua_tolstring(lua, -1, &size);
    key.text = {data, size};
  }
  return key;
}

// Leaves a list of the keys of the table at 1 as they come.
std::vector<Key> collect_keys(lua_State* lua) {
  std::vector<Key> keys;
  lua_newtable(lua);
  lua_pushnil(lua);
  while (lua_next(lua, 1) != 0) {
    lua_pop(lua, 1);
    Meter::charge_bytes(lua, sizeof(Key));
    keys.push_back(key_at_top(lua, static_cast<lua_Integer>(keys.size()) + 1));
    lua_pushvalue(lua, -1);
    lua_rawseti(lua, -3, keys.back().at);
  }
  return keys;
}

// Upvalues: the table, its keys in order, how far it is.
int next_pair(lua_State* lua) {
  lua_Integer at = lua_tointeger(lua, lua_upvalueindex(3));
  while (true) {
    lua_pushinteger(lua, ++at);
    lua_replace(lua, lua_upvalueindex(3));
    if (lua_rawgeti(lua, lua_upvalueindex(2), at) == LUA_TNIL) return 1;
    lua_pushvalue(lua, -1);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) return 2;
    lua_pop(lua, 2);
    Meter::of(lua).charge(lua, 1);
  }
}

int pairs(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  lua_settop(lua, 1);
  std::vector<Key> keys = collect_keys(lua);
  std::stable_sort(keys.begin(), keys.end(), before);
  lua_createtable(lua, static_cast<int>(keys.size()), 0);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    lua_rawgeti(lua, 2, keys[i].at);
    lua_rawseti(lua, 3, static_cast<lua_Integer>(i) + 1);
  }
  lua_pushvalue(lua, 1);
  lua_pushvalue(lua, 3);
  lua_pushinteger(lua, 0);
  lua_pushcclosure(lua, next_pair, 3);
  return 1;
}

// --- the table of globals -------------------------------------------------------------------------------------------------------

int no_such_global(lua_State* lua) { return luaL_error(lua, "there is no global '%s'", luaL_tolstring(lua, 2, nullptr)); }

int set_global(lua_State* lua) {
  lua_Debug caller{};
  if (lua_getstack(lua, 1, &caller) != 0 && lua_getinfo(lua, "S", &caller) != 0 && std::string_view(caller.what) != "C")
    return luaL_error(lua, "global '%s' is not to be set: make it local", luaL_tolstring(lua, 2, nullptr));
  lua_rawset(lua, 1);
  return 0;
}

}  // namespace

void meter_library(lua_State* lua, const char* library) {
  lua_getglobal(lua, library);
  lua_pushnil(lua);
  while (lua_next(lua, -2) != 0) {
    if (lua_isfunction(lua, -1)) {
      lua_pushcclosure(lua, native<metered>, 1);
      lua_pushvalue(lua, -2);
      lua_insert(lua, -2);
      lua_rawset(lua, -4);
    } else {
      lua_pop(lua, 1);
    }
  }
  lua_pop(lua, 1);
}

void open_base(lua_State* lua) {
  open_globals(lua);
  lua_register(lua, "tostring", tostring);
  lua_register(lua, "pairs", native<pairs>);
  set_library(lua, "math", luaopen_math, kMath);
  set_library(lua, "table", luaopen_table, kTable);
  set_library(lua, "utf8", luaopen_utf8, kUtf8);
  meter_library(lua, "utf8");
  for (const char* name : {"concat", "unpack", "pack"}) wrap_table_function(lua, name, metered);
  wrap_table_function(lua, "insert", metered_but_at_end<2>);
  wrap_table_function(lua, "remove", metered_but_at_end<1>);
}

void freeze_globals(lua_State* lua) {
  lua_pushglobaltable(lua);
  lua_createtable(lua, 0, 2);
  lua_pushcfunction(lua, no_such_global);
  lua_setfield(lua, -2, "__index");
  lua_pushcfunction(lua, set_global);
  lua_setfield(lua, -2, "__newindex");
  lua_setmetatable(lua, -2);
  lua_pop(lua, 1);
}

}  // namespace assay::lua
