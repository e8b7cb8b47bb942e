// parse.audit_rules, parse.audit_covers.
#include <algorithm>
#include <iterator>

#include "probes/parse/audit_covers.h"
#include "rules-lua/meter.h"
#include "rules-lua/parse_push.h"

namespace assay::lua {
namespace {

constexpr std::size_t kMostRules = 10'000;

std::string_view to_string(parse::AuditRule::Kind kind) {
  switch (kind) {
    case parse::AuditRule::Kind::watch: return "watch";
    case parse::AuditRule::Kind::syscall: return "syscall";
    case parse::AuditRule::Kind::control: return "control";
  }
  return {};
}

// A string of the table on top.
std::string_view member(lua_State* lua, const char* name) {
  lua_getfield(lua, -1, name);
  luaL_argcheck(lua, lua_type(lua, -1) == LUA_TSTRING, 1, "a list of { path, text } is expected");
  const std::string_view text = text_argument(lua, -1);
  lua_pop(lua, 1);  // the table keeps it
  return text;
}

// The rules of the list of { path, text } at 1.
std::vector<parse::AuditRule> files_argument(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  std::vector<parse::AuditRule> rules;
  std::size_t bytes = 0;
  const auto count = static_cast<lua_Integer>(lua_rawlen(lua, 1));
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(lua, 1, i);
    luaL_argcheck(lua, lua_istable(lua, -1), 1, "a list of { path, text } is expected");
    const std::string_view text = member(lua, "text");
    bytes += text.size();
    pay_for_text(lua, bytes);
    std::vector<parse::AuditRule> more = parse::parse_audit_rules(member(lua, "path"), text);
    lua_pop(lua, 1);
    std::move(more.begin(), more.end(), std::back_inserter(rules));
    if (rules.size() > kMostRules) luaL_error(lua, "more than %d audit rules", static_cast<int>(kMostRules));
  }
  return rules;
}

void set_rule(lua_State* lua, const parse::AuditRule& rule) {
  set(lua, "kind", to_string(rule.kind));
  set(lua, "action", rule.action);
  set(lua, "list", rule.list);
  set(lua, "arch", rule.arch);
  set(lua, "syscalls", rule.syscalls);
  push_list(lua, rule.fields, [lua](const parse::AuditField& field) {
    set(lua, "name", field.name);
    set(lua, "op", field.op);
    set(lua, "value", field.value);
  });
  lua_setfield(lua, -2, "fields");
  if (rule.scope != parse::AuditRule::Scope::none) set(lua, "path", rule.path);
  if (!rule.perm.empty()) set(lua, "perm", rule.perm);
  set(lua, "keys", rule.keys);
  set(lua, "path_of_file", rule.file);
  set(lua, "line", rule.line);
  set(lua, "text", rule.text);
  if (!rule.fault.empty()) set(lua, "fault", rule.fault);
}

int audit_rules(lua_State* lua) {
  push_list(lua, files_argument(lua), [lua](const parse::AuditRule& rule) { set_rule(lua, rule); });
  return 1;
}

std::vector<parse::AuditRule> required_argument(lua_State* lua) {
  luaL_checktype(lua, 2, LUA_TTABLE);
  std::vector<parse::AuditRule> required;
  const auto count = static_cast<lua_Integer>(lua_rawlen(lua, 2));
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(lua, 2, i);
    luaL_argcheck(lua, lua_type(lua, -1) == LUA_TSTRING, 2, "a list of lines is expected");
    required.push_back(parse::parse_audit_rule(text_to_parse(lua, -1)));
    lua_pop(lua, 1);
  }
  return required;
}

// Each piece of what is wanted (machine, system call, permission) is held against each rule.
std::size_t comparisons(const std::vector<parse::AuditRule>& rules, const std::vector<parse::AuditRule>& required) {
  std::size_t pieces = 0;
  for (const parse::AuditRule& one : required)
    pieces += 2 * std::max<std::size_t>(1, one.syscalls.size()) * std::max<std::size_t>(1, one.perm.size());
  return pieces * rules.size();
}

int audit_covers(lua_State* lua) {
  const std::vector<parse::AuditRule> rules = files_argument(lua);
  const std::vector<parse::AuditRule> required = required_argument(lua);
  Meter::of(lua).charge(lua, comparisons(rules, required) * 4);
  push_list(lua, parse::audit_covers(rules, required), [lua](const parse::AuditCoverage& row) {
    set(lua, "covered", row.covered);
    set(lua, "where", row.where);
    set(lua, "missing", row.missing);
  });
  return 1;
}

constexpr luaL_Reg kFunctions[] = {{"audit_rules", native<audit_rules>}, {"audit_covers", native<audit_covers>}, {nullptr, nullptr}};

}  // namespace

void open_parse_audit(lua_State* lua) { luaL_setfuncs(lua, kFunctions, 0); }

}  // namespace assay::lua
