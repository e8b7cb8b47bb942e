// What a template is given and what it returns, as plain values: the rest of the compiler knows no Lua.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/compiler/yaml.h"
#include "engine/base/error.h"

struct lua_State;

namespace assay::benchmarks {

// What a template returned makes no sense; the caller adds which template and which rule.
class TemplateError : public JobError {
 public:
  using JobError::JobError;
};

struct LuaValue {
  enum class Kind { nil, boolean, number, string, table };
  Kind kind = Kind::nil;
  std::string text;                                     // of a scalar: "true", "false", "5", ...
  std::vector<LuaValue> list;                           // t[1], t[2], ...
  std::map<std::string, LuaValue, std::less<>> fields;  // by name

  bool exists() const { return kind != Kind::nil; }
  bool table() const { return kind == Kind::table; }
  bool scalar() const { return exists() && !table(); }
  const LuaValue& operator[](std::string_view name) const;  // nil where absent
  // What the builders of template.lua mark: "object", "state", "variable", ...; "" of anything else.
  std::string_view builder() const;
  // The text of a scalar field; throws TemplateError where it is missing (no `otherwise`) or no scalar.
  std::string word(std::string_view name) const;
  std::string word(std::string_view name, std::string_view otherwise) const;
  bool flag(std::string_view name) const;  // false where absent
  // Throws TemplateError where there is a field besides these.
  void allow(std::string_view what, std::initializer_list<std::string_view> names) const;
};

// The value at `index` of the stack. Throws TemplateError: a function, a cycle.
LuaValue pull(lua_State* state, int index);
// Leaves the value on the stack.
void push(lua_State* state, const Yaml& value);

}  // namespace assay::benchmarks
