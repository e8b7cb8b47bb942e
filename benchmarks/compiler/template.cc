#include "benchmarks/compiler/template.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <lua.hpp>

#include "benchmarks/compiler/template_prelude.h"
#include "engine/base/text.h"
#include "rules-lua/sandbox.h"

namespace assay::benchmarks {
namespace {

namespace fs = std::filesystem;

// The builders are globals of a template.
void give_builders(lua::Sandbox& sandbox) {
  sandbox.run("template.lua", kTemplatePrelude);
  lua_State* state = sandbox.state();
  lua_pushnil(state);
  while (lua_next(state, -2) != 0) {
    const std::string name = lua_tostring(state, -2);
    lua_setglobal(state, name.c_str());
  }
  lua_pop(state, 1);
}

LuaCheck read_lua(const LuaValue& value) {
  value.allow("lua", {"module", "call", "objects", "parameters"});
  return {value.word("module"), value.word("call"), value["objects"].fields, value["parameters"].fields};
}

Fix read_fix(const LuaValue& value) {
  value.allow("fix", {"text", "shell", "disruption", "reboot"});
  Fix fix{value.word("text"), value.word("shell", ""), value.word("disruption", "low"), value.flag("reboot")};
  if (fix.disruption != "low" && fix.disruption != "medium" && fix.disruption != "high")
    throw TemplateError("fix: disruption is low, medium or high");
  return fix;
}

Built read_built(const LuaValue& value) {
  if (!value.table()) throw TemplateError("returned no table");
  value.allow("what it returned", {"oval", "lua", "checked", "fix"});
  Built built;
  built.oval = value["oval"];
  if (value["lua"].exists()) built.lua = read_lua(value["lua"]);
  built.checked = value.word("checked");
  if (value["fix"].exists()) built.fix = read_fix(value["fix"]);
  return built;
}

bool is_word_byte(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_byte(text[at - 1])) && (end == text.size() || !is_word_byte(text[end]))) return true;
  }
  return false;
}

// As it stands, or put together of two parts ("rpm_" .. name).
bool speaks_of(std::string_view text, std::string_view parameter) {
  if (has_word(text, parameter)) return true;
  const std::size_t cut = parameter.find('_') + 1;
  if (cut == 0) return false;
  const std::string prefix = '"' + std::string(parameter.substr(0, cut)) + '"';
  return text.find(prefix) != std::string_view::npos && has_word(text, parameter.substr(cut));
}

}  // namespace

std::map<std::string, std::string, std::less<>> lua_sources(const std::string& directory) {
  std::map<std::string, std::string, std::less<>> sources;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".lua") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    sources.emplace(entry.path().stem().string(), std::string{std::istreambuf_iterator<char>(in), {}});
  }
  return sources;
}

Templates::Templates(const std::string& directory) : sources_(lua_sources(directory + "/templates")) {}

bool Templates::knows(const std::string& name, const std::string& parameter) const {
  const std::string& source = sources_.at(name);
  if (speaks_of(source, parameter)) return true;
  return std::any_of(sources_.begin(), sources_.end(), [&](const auto& other) {
    return has_word(source, "use") && has_word(source, other.first) && speaks_of(other.second, parameter);
  });
}

Built Templates::build(const std::string& name, const std::map<std::string, Yaml>& parameters, const Yaml& system) const {
  try {
    lua::Sandbox sandbox(sources_, 0);
    give_builders(sandbox);
    sandbox.push_module(name);
    if (!lua_isfunction(sandbox.state(), -1)) throw TemplateError("is no function(p, system)");
    Yaml all;
    all.kind = Yaml::Kind::map;
    for (const auto& [parameter, value] : parameters) all.entries.push_back({parameter, value});
    push(sandbox.state(), all);
    push(sandbox.state(), system);
    sandbox.call(2, 1);
    return read_built(pull(sandbox.state(), -1));
  } catch (const lua::ScriptError& error) {
    throw TemplateError(error.what());
  }
}

}  // namespace assay::benchmarks
