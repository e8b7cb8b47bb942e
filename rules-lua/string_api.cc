// `string` as README.md lists it: Lua's own functions where they are harmless, ours where not.
#include <array>
#include <cstring>

#include "engine/base/text.h"
#include "rules-lua/api.h"
#include "rules-lua/meter.h"
#include "rules-lua/native.h"
#include "rules-lua/string_pattern.h"

namespace assay::lua {
namespace {

constexpr std::string_view kSpace = " \t\n\v\f\r";
constexpr const char* kKept[] = {"char", "len", "lower", "upper", "reverse", "sub"};

// Where `position` of Lua (1-based, negative from the end) lies in `size` bytes: 0-based, within the text.
std::size_t offset_of(lua_Integer position, std::size_t size) {
  if (position > 0) return std::min(static_cast<std::size_t>(position) - 1, size);
  if (position == 0 || static_cast<std::size_t>(-(position + 1)) >= size) return 0;
  return size - static_cast<std::size_t>(-(position + 1)) - 1;
}

// The end after a last position that counts.
std::size_t end_of(lua_Integer position, std::size_t size) {
  if (position >= 0) return std::min(static_cast<std::size_t>(position), size);
  return static_cast<std::size_t>(-(position + 1)) >= size ? 0 : offset_of(position, size) + 1;
}

// Lua's own may return a million values.
int byte(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  const lua_Integer first = luaL_optinteger(lua, 2, 1);
  const std::size_t begin = offset_of(first, text.size());
  const std::size_t end = end_of(luaL_optinteger(lua, 3, first), text.size());
  if (begin >= end) return 0;
  Meter::of(lua).charge(lua, end - begin);
  luaL_checkstack(lua, static_cast<int>(std::min<std::size_t>(end - begin, LUAI_MAXSTACK)), "too many bytes");
  for (const char c : text.substr(begin, end - begin)) lua_pushinteger(lua, static_cast<unsigned char>(c));
  return static_cast<int>(end - begin);
}

// Lua's own turns as often as it is told even where there is nothing to repeat.
int rep(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  const lua_Integer count = luaL_checkinteger(lua, 2);
  const std::string_view separator = lua_isnoneornil(lua, 3) ? std::string_view{} : text_argument(lua, 3);
  if (count <= 0 || text.size() + separator.size() == 0) return push(lua, {}), 1;
  luaL_argcheck(lua, static_cast<std::size_t>(count) <= kLimits.script_bytes / (text.size() + separator.size()), 2,
                "the result is too long");
  Meter::of(lua).charge(lua, static_cast<std::uint64_t>(count));
  luaL_Buffer result;
  luaL_buffinit(lua, &result);
  for (lua_Integer i = 0; i < count; ++i) {
    if (i > 0) luaL_addlstring(&result, separator.data(), separator.size());
    luaL_addlstring(&result, text.data(), text.size());
  }
  luaL_pushresult(&result);
  return 1;
}

// An upvalue holds Lua's own, which prints the addresses of what is no text (and with %p of what is).
int format(lua_State* lua) {
  const std::string_view pattern = text_argument(lua, 1);
  for (std::size_t at = pattern.find('%'); at < pattern.size(); at = pattern.find('%', at + 1)) {
    at = pattern.find_first_not_of("-+ #0123456789.", at + 1);
    if (at >= pattern.size()) break;
    luaL_argcheck(lua, pattern[at] != 'p', 1, "'%p' is not known");
  }
  Meter::charge_bytes(lua, pattern.size());
  const int arguments = lua_gettop(lua);
  for (int i = 2; i <= arguments; ++i) {
    if (!lua_istable(lua, i) && !lua_isfunction(lua, i)) continue;
    lua_pushstring(lua, luaL_typename(lua, i));
    lua_replace(lua, i);
  }
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, arguments, 1);
  return 1;
}

// Plain text only; memmem because it does not search longer for being given text that nearly matches.
int find(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  const std::string_view plain = text_argument(lua, 2);
  const lua_Integer from = luaL_optinteger(lua, 3, 1);
  if (from > static_cast<lua_Integer>(text.size()) + 1) return lua_pushnil(lua), 1;
  const std::size_t begin = offset_of(from, text.size());
  const void* found = memmem(text.data() + begin, text.size() - begin, plain.data(), plain.size());
  const std::size_t at = found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
  Meter::charge_bytes(lua, at - begin + plain.size());
  if (found == nullptr) return lua_pushnil(lua), 1;
  lua_pushinteger(lua, static_cast<lua_Integer>(at) + 1);
  lua_pushinteger(lua, static_cast<lua_Integer>(at) + static_cast<lua_Integer>(plain.size()));
  return 2;
}

void append_piece(lua_State* lua, std::string_view piece) {
  Meter::of(lua).charge(lua, 1);
  push(lua, piece);
  lua_rawseti(lua, -2, static_cast<lua_Integer>(lua_rawlen(lua, -2)) + 1);
}

int split_text(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  const std::string_view separators = text_argument(lua, 2);
  std::array<bool, 256> separates{};
  for (const char c : separators) separates[static_cast<unsigned char>(c)] = true;
  Meter::charge_bytes(lua, text.size() + separators.size());
  lua_newtable(lua);
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!separates[static_cast<unsigned char>(text[at])]) continue;
    append_piece(lua, text.substr(begin, at - begin));
    begin = at + 1;
  }
  append_piece(lua, text.substr(begin));
  return 1;
}

int words_of(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  Meter::charge_bytes(lua, text.size());
  lua_newtable(lua);
  std::size_t at = text.find_first_not_of(kSpace);
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    append_piece(lua, text.substr(at, end - at));
    at = text.find_first_not_of(kSpace, end);
  }
  return 1;
}

int trim_text(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  Meter::charge_bytes(lua, text.size());
  push(lua, trim(text, kSpace));
  return 1;
}

int starts(lua_State* lua) {
  lua_pushboolean(lua, text_argument(lua, 1).starts_with(text_argument(lua, 2)));
  return 1;
}

int ends(lua_State* lua) {
  lua_pushboolean(lua, text_argument(lua, 1).ends_with(text_argument(lua, 2)));
  return 1;
}

// Upvalues: the text, where the next line begins, its number.
int next_line(lua_State* lua) {
  const std::string_view text = text_argument(lua, lua_upvalueindex(1));
  const auto begin = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(2)));
  const lua_Integer number = lua_tointeger(lua, lua_upvalueindex(3));
  if (begin >= text.size()) return lua_pushnil(lua), 1;
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  lua_pushinteger(lua, static_cast<lua_Integer>(end) + 1);
  lua_replace(lua, lua_upvalueindex(2));
  lua_pushinteger(lua, number + 1);
  lua_replace(lua, lua_upvalueindex(3));
  lua_pushinteger(lua, number);
  push(lua, text.substr(begin, end - begin));
  return 2;
}

int lines_of(lua_State* lua) {
  luaL_checkstring(lua, 1);
  lua_settop(lua, 1);
  lua_pushinteger(lua, 0);
  lua_pushinteger(lua, 1);
  lua_pushcclosure(lua, next_line, 3);
  return 1;
}

constexpr luaL_Reg kOurs[] = {
    {"byte", native<byte>},      {"rep", native<rep>},        {"find", native<find>},     {"split", native<split_text>},
    {"words", native<words_of>}, {"trim", native<trim_text>}, {"starts", native<starts>}, {"ends", native<ends>},
    {"lines", native<lines_of>}, {"match", native<match>},    {"gmatch", native<gmatch>}, {"gsub", native<gsub>},
    {nullptr, nullptr}};

// The metatable of strings leads to our table; its arithmetic ("10" + 1) stays.
void set_index_of_strings(lua_State* lua) {
  lua_pushliteral(lua, "");
  lua_getmetatable(lua, -1);
  lua_pushvalue(lua, -3);
  lua_setfield(lua, -2, "__index");
  lua_pop(lua, 2);
}

}  // namespace

void open_string(lua_State* lua) {
  lua_pushcfunction(lua, luaopen_string);
  lua_call(lua, 0, 1);
  lua_newtable(lua);
  for (const char* name : kKept) {
    lua_getfield(lua, -2, name);
    lua_setfield(lua, -2, name);
  }
  lua_getfield(lua, -2, "format");
  lua_pushcclosure(lua, native<format>, 1);
  lua_setfield(lua, -2, "format");
  push_pattern_cache(lua);
  luaL_setfuncs(lua, kOurs, 1);
  set_index_of_strings(lua);
  lua_setglobal(lua, "string");
  lua_pop(lua, 1);
}

}  // namespace assay::lua
