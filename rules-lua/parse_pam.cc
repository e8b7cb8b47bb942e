// parse.pam, parse.pam_stack, parse.pam_run.
#include <algorithm>

#include "probes/parse/pam_stack.h"
#include "rules-lua/meter.h"
#include "rules-lua/parse_push.h"

namespace assay::lua {
namespace {

constexpr lua_Integer kMostEntries = 10'000;
constexpr lua_Integer kDeepest = 100;

void set_line(lua_State* lua, const parse::PamLine& line) {
  set(lua, "type", line.type);
  set(lua, "silent", line.silent);
  set(lua, "control", line.control);
  lua_newtable(lua);
  for (const auto& [name, action] : line.actions) set(lua, name.c_str(), action);
  lua_setfield(lua, -2, "actions");
  set(lua, "module", line.module);
  set(lua, "args", line.args);
  set(lua, "line", line.line);
  if (line.include) set(lua, "include", *line.include);
  if (!line.fault.empty()) set(lua, "fault", line.fault);
}

int pam(lua_State* lua) {
  push_list(lua, parse::parse_pam_file(text_to_parse(lua, 1)), [lua](const parse::PamLine& line) { set_line(lua, line); });
  return 1;
}

parse::PamFiles files_argument(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  parse::PamFiles files;
  std::size_t bytes = 0;
  lua_pushnil(lua);
  while (lua_next(lua, 1) != 0) {
    luaL_argcheck(lua, lua_type(lua, -2) == LUA_TSTRING && lua_type(lua, -1) == LUA_TSTRING, 1, "a table of names to texts is expected");
    const std::string_view text = text_argument(lua, -1);
    bytes += text.size();
    pay_for_text(lua, bytes);
    files.emplace(text_argument(lua, -2), text);
    lua_pop(lua, 1);
  }
  return files;
}

int pam_stack(lua_State* lua) {
  const std::vector<parse::PamEntry> stack = parse::pam_stack(files_argument(lua), text_argument(lua, 2), text_argument(lua, 3));
  Meter::of(lua).charge(lua, stack.size() * 100);
  push_list(lua, stack, [lua](const parse::PamEntry& entry) {
    set_line(lua, entry.line);
    set(lua, "file", entry.file);
    set(lua, "depth", static_cast<std::uint32_t>(entry.depth));
  });
  return 1;
}

// Of the table on top; "" where it has none.
std::string text_field(lua_State* lua, const char* field) {
  lua_getfield(lua, -1, field);
  std::string text = lua_type(lua, -1) == LUA_TSTRING ? std::string(text_argument(lua, -1)) : std::string();
  lua_pop(lua, 1);
  return text;
}

parse::PamActions actions_field(lua_State* lua) {
  parse::PamActions actions;
  lua_getfield(lua, -1, "actions");
  luaL_argcheck(lua, lua_istable(lua, -1), 1, "an entry without actions");
  lua_pushnil(lua);
  while (lua_next(lua, -2) != 0) {
    Meter::of(lua).charge(lua, 1);
    luaL_argcheck(lua, lua_type(lua, -2) == LUA_TSTRING && lua_type(lua, -1) == LUA_TSTRING, 1, "an action that is no text");
    actions.emplace(text_argument(lua, -2), text_argument(lua, -1));
    lua_pop(lua, 1);
  }
  lua_pop(lua, 1);
  return actions;
}

parse::PamEntry entry_at_top(lua_State* lua) {
  parse::PamEntry entry;
  entry.line.type = text_field(lua, "type");
  entry.line.module = text_field(lua, "module");
  entry.line.fault = text_field(lua, "fault");
  const std::string include = text_field(lua, "include");
  if (!include.empty()) entry.line.include = include;
  entry.line.actions = actions_field(lua);
  lua_getfield(lua, -1, "depth");
  const lua_Integer depth = luaL_optinteger(lua, -1, 0);
  luaL_argcheck(lua, depth >= 0 && depth <= kDeepest, 1, "a depth out of range");
  entry.depth = static_cast<std::size_t>(depth);
  lua_pop(lua, 1);
  return entry;
}

std::vector<parse::PamEntry> stack_argument(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  const auto size = static_cast<lua_Integer>(lua_rawlen(lua, 1));
  luaL_argcheck(lua, size <= kMostEntries, 1, "too many entries");
  std::vector<parse::PamEntry> stack;
  for (lua_Integer i = 1; i <= size; ++i) {
    Meter::of(lua).charge(lua, 20);
    lua_rawgeti(lua, 1, i);
    luaL_argcheck(lua, lua_istable(lua, -1), 1, "an entry that is no table");
    stack.push_back(entry_at_top(lua));
    lua_pop(lua, 1);
  }
  return stack;
}

std::size_t number_of_return(lua_State* lua, std::string_view name) {
  const auto found = std::find(parse::kPamReturns.begin(), parse::kPamReturns.end(), name);
  if (found == parse::kPamReturns.end()) luaL_error(lua, "'%s' is nothing a module returns", std::string(name).c_str());
  return static_cast<std::size_t>(found - parse::kPamReturns.begin());
}

// "pam_unix" of "/lib/security/pam_unix.so".
std::string_view short_name(std::string_view module) {
  module.remove_prefix(module.rfind('/') + 1);
  constexpr std::string_view kSuffix = ".so";
  if (module.size() > kSuffix.size() && module.ends_with(kSuffix)) module.remove_suffix(kSuffix.size());
  return module;
}

std::string_view denial(std::string_view type) {
  if (type == "password") return "authtok_err";
  return type == "session" ? "session_err" : "auth_err";
}

// What the table at 2 says of `key`, or nothing.
std::string said_of(lua_State* lua, std::string_view key) {
  push(lua, key);
  lua_gettable(lua, 2);
  std::string said = lua_type(lua, -1) == LUA_TSTRING ? std::string(text_argument(lua, -1)) : std::string();
  lua_pop(lua, 1);
  return said;
}

std::size_t return_of(lua_State* lua, const parse::PamLine& line, lua_Integer index) {
  const std::string_view name = short_name(line.module);
  if (name == "pam_deny") return number_of_return(lua, denial(line.type));
  if (name == "pam_permit") return number_of_return(lua, "success");
  lua_geti(lua, 2, index);
  std::string said = lua_type(lua, -1) == LUA_TSTRING ? std::string(text_argument(lua, -1)) : std::string();
  lua_pop(lua, 1);
  const std::string with_suffix = std::string(name) + ".so";
  for (const std::string_view key : {std::string_view(line.module), std::string_view(with_suffix), name, std::string_view("default")})
    if (said.empty()) said = said_of(lua, key);
  return said.empty() ? number_of_return(lua, "success") : number_of_return(lua, said);
}

int pam_run(lua_State* lua) {
  const std::vector<parse::PamEntry> stack = stack_argument(lua);
  luaL_checktype(lua, 2, LUA_TTABLE);
  std::vector<std::size_t> returns;
  for (const parse::PamEntry& entry : stack) returns.push_back(return_of(lua, entry.line, static_cast<lua_Integer>(returns.size()) + 1));
  const parse::PamOutcome outcome = parse::pam_run(stack, [&](std::size_t at) { return returns[at]; });
  lua_newtable(lua);
  set(lua, "outcome", outcome.success ? "success" : "failure");
  lua_createtable(lua, static_cast<int>(outcome.ran.size()), 0);
  for (const std::size_t at : outcome.ran) {
    lua_pushinteger(lua, static_cast<lua_Integer>(at) + 1);
    append(lua);
  }
  lua_setfield(lua, -2, "ran");
  return 1;
}

constexpr luaL_Reg kFunctions[] = {
    {"pam", native<pam>}, {"pam_stack", native<pam_stack>}, {"pam_run", native<pam_run>}, {nullptr, nullptr}};

}  // namespace

void open_parse_pam(lua_State* lua) { luaL_setfuncs(lua, kFunctions, 0); }

}  // namespace assay::lua
