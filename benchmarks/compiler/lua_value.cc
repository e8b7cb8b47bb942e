#include "benchmarks/compiler/lua_value.h"

#include <algorithm>
#include <lua.hpp>

namespace assay::benchmarks {
namespace {

constexpr int kMaxDepth = 60;  // of what a template returns: deeper is a table that holds itself

std::string scalar_text(lua_State* state, int index) {
  lua_pushvalue(state, index);  // lua_tolstring would turn a number key into a string in its table
  std::size_t size = 0;
  const char* text = lua_tolstring(state, -1, &size);
  std::string copy(text, size);
  lua_pop(state, 1);
  return copy;
}

LuaValue pull_value(lua_State* state, int index, int depth);

void pull_field(lua_State* state, LuaValue& table, int depth) {  // key at -2, value at -1
  if (lua_type(state, -2) == LUA_TSTRING)
    table.fields.emplace(scalar_text(state, -2), pull_value(state, lua_gettop(state), depth + 1));
  else if (!lua_isinteger(state, -2))
    throw TemplateError("a table key that is neither a name nor a number");
}

LuaValue pull_table(lua_State* state, int index, int depth) {
  if (depth > kMaxDepth || lua_checkstack(state, 8) == 0) throw TemplateError("a table that holds itself");
  LuaValue value;
  value.kind = LuaValue::Kind::table;
  const auto length = static_cast<lua_Integer>(lua_rawlen(state, index));
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_rawgeti(state, index, i);
    value.list.push_back(pull_value(state, lua_gettop(state), depth + 1));
    lua_pop(state, 1);
  }
  lua_pushnil(state);
  while (lua_next(state, index) != 0) {
    pull_field(state, value, depth);
    lua_pop(state, 1);
  }
  return value;
}

LuaValue pull_value(lua_State* state, int index, int depth) {
  LuaValue value;
  switch (lua_type(state, index)) {
    case LUA_TNIL: return value;
    case LUA_TBOOLEAN:
      value.kind = LuaValue::Kind::boolean;
      value.text = lua_toboolean(state, index) != 0 ? "true" : "false";
      return value;
    case LUA_TNUMBER:
      value.kind = LuaValue::Kind::number;
      value.text = scalar_text(state, index);
      return value;
    case LUA_TSTRING:
      value.kind = LuaValue::Kind::string;
      value.text = scalar_text(state, index);
      return value;
    case LUA_TTABLE: return pull_table(state, index, depth);
  }
  throw TemplateError(std::string("a ") + lua_typename(state, lua_type(state, index)) + " where a value is expected");
}

void push_scalar(lua_State* state, const Yaml& value) {
  switch (value.type) {
    case Yaml::Type::string: lua_pushlstring(state, value.text.data(), value.text.size()); return;
    case Yaml::Type::boolean: lua_pushboolean(state, value.text == "true" ? 1 : 0); return;
    case Yaml::Type::integer:
    case Yaml::Type::floating:
      if (lua_stringtonumber(state, value.text.c_str()) == 0) lua_pushlstring(state, value.text.data(), value.text.size());
      return;
  }
}

}  // namespace

LuaValue pull(lua_State* state, int index) { return pull_value(state, lua_absindex(state, index), 0); }

void push(lua_State* state, const Yaml& value) {
  if (lua_checkstack(state, 4) == 0) throw TemplateError("nested too deeply");
  switch (value.kind) {
    case Yaml::Kind::scalar: return push_scalar(state, value);
    case Yaml::Kind::sequence:
      lua_newtable(state);
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        push(state, value.items[i]);
        lua_rawseti(state, -2, static_cast<lua_Integer>(i) + 1);
      }
      return;
    case Yaml::Kind::map:
      lua_newtable(state);
      for (const auto& [key, item] : value.entries) {
        push(state, item);
        lua_setfield(state, -2, key.c_str());
      }
      return;
  }
}

const LuaValue& LuaValue::operator[](std::string_view name) const {
  static const LuaValue kNil;
  const auto found = fields.find(name);
  return found == fields.end() ? kNil : found->second;
}

std::string_view LuaValue::builder() const {
  const LuaValue& mark = (*this)["builder"];
  return mark.kind == Kind::string ? std::string_view(mark.text) : std::string_view{};
}

std::string LuaValue::word(std::string_view name) const {
  const LuaValue& value = (*this)[name];
  if (!value.exists()) throw TemplateError(std::string(name) + " is missing");
  if (!value.scalar()) throw TemplateError(std::string(name) + " is no text or number");
  return value.text;
}

std::string LuaValue::word(std::string_view name, std::string_view otherwise) const {
  return (*this)[name].exists() ? word(name) : std::string(otherwise);
}

bool LuaValue::flag(std::string_view name) const {
  const LuaValue& value = (*this)[name];
  if (value.exists() && value.kind != Kind::boolean) throw TemplateError(std::string(name) + " is neither true nor false");
  return value.text == "true";
}

void LuaValue::allow(std::string_view what, std::initializer_list<std::string_view> names) const {
  for (const auto& [name, value] : fields)
    if (name != "builder" && std::find(names.begin(), names.end(), name) == names.end())
      throw TemplateError(std::string(what) + " has no \"" + name + "\"");
}

}  // namespace assay::benchmarks
