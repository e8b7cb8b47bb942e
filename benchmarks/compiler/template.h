// Templates: Lua files that make a check and a fix of a few parameters (benchmarks/README.md, "A template").
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/compiler/lua_value.h"
#include "benchmarks/compiler/source.h"

namespace assay::benchmarks {

struct LuaCheck {
  std::string module, function;
  std::map<std::string, LuaValue, std::less<>> objects;     // what the script calls them -> an object of template.lua
  std::map<std::string, LuaValue, std::less<>> parameters;  // scalars, lists, {value = ID}
};

struct Built {    // what a template made of a rule's parameters
  LuaValue oval;  // criteria, or nil
  std::optional<LuaCheck> lua;
  std::string checked;
  std::optional<Fix> fix;
};

class Templates {
 public:
  // Reads templates/*.lua below `directory`.
  explicit Templates(const std::string& directory);

  bool has(const std::string& name) const { return sources_.contains(name); }
  // Does the template, or one it uses, speak of a parameter of this name?
  bool knows(const std::string& name, const std::string& parameter) const;
  // Throws TemplateError.
  Built build(const std::string& name, const std::map<std::string, Yaml>& parameters, const Yaml& system) const;

 private:
  std::map<std::string, std::string, std::less<>> sources_;
};

// The text of every *.lua file in a directory by its name without the ending.
std::map<std::string, std::string, std::less<>> lua_sources(const std::string& directory);

}  // namespace assay::benchmarks
