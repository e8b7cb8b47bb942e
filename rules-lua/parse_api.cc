// `parse`: the parsers of probes/parse for scripts. README.md lists what each returns.
#include "engine/base/text.h"
#include "probes/parse/mounts.h"
#include "probes/parse/shell_startup.h"
#include "probes/parse/sshd_config.h"
#include "probes/parse/sudoers.h"
#include "probes/parse/sysctl_file.h"
#include "probes/parse/unit_file.h"
#include "rules-lua/api.h"
#include "rules-lua/meter.h"
#include "rules-lua/parse_push.h"

namespace assay::lua {
namespace {

constexpr std::size_t kMostBytes = 1u << 20;
constexpr std::size_t kCostOfAByte = 16;  // of what is read over once

int sshd_config(lua_State* lua) {
  push_list(lua, parse::parse_sshd_config(text_to_parse(lua, 1)), [lua](const parse::SshdOption& option) {
    set(lua, "keyword", option.keyword);
    set(lua, "args", option.args);
    set(lua, "value", join(option.args, " "));
    set(lua, "line", option.line);
    if (option.match) set(lua, "match", *option.match);
  });
  return 1;
}

int sysctl(lua_State* lua) {
  push_list(lua, parse::parse_sysctl(text_to_parse(lua, 1)), [lua](const parse::SysctlSetting& setting) {
    set(lua, "key", setting.key);
    set(lua, "value", setting.value);
    set(lua, "line", setting.line);
  });
  return 1;
}

int unit(lua_State* lua) {
  push_list(lua, parse::parse_unit_file(text_to_parse(lua, 1)), [lua](const parse::UnitSetting& setting) {
    set(lua, "section", setting.section);
    set(lua, "key", setting.key);
    set(lua, "value", setting.value);
    set(lua, "line", setting.line);
  });
  return 1;
}

int fstab(lua_State* lua) {
  push_list(lua, parse::parse_fstab(text_to_parse(lua, 1)), [lua](const parse::Mount& mount) {
    set(lua, "device", mount.device);
    set(lua, "point", mount.mount_point);
    set(lua, "type", mount.fs_type);
    set(lua, "options", join(mount.options, ","));
    set(lua, "line", mount.line);
  });
  return 1;
}

int shell(lua_State* lua) {
  push_list(lua, parse::parse_shell_startup(text_to_parse(lua, 1)), [lua](const parse::ShellSetting& setting) {
    set(lua, "kind", parse::to_string(setting.kind));
    set(lua, "name", setting.name);
    if (setting.value) set(lua, "value", *setting.value);
    set(lua, "line", setting.line);
    set(lua, "nested", setting.nested);
  });
  return 1;
}

int sudoers(lua_State* lua) {
  const parse::Sudoers sudoers = parse::parse_sudoers(text_to_parse(lua, 1));
  lua_newtable(lua);
  push_list(lua, sudoers.defaults, [lua](const parse::SudoersDefault& option) {
    set(lua, "binding", option.binding);
    set(lua, "name", option.name);
    set(lua, "negated", option.negated);
    set(lua, "op", option.op);
    if (option.value) set(lua, "value", *option.value);
    set(lua, "line", option.line);
  });
  lua_setfield(lua, -2, "defaults");
  push_list(lua, sudoers.includes, [lua](const parse::SudoersInclude& include) {
    set(lua, "kind", include.directory ? "directory" : "file");
    set(lua, "path", include.path);
    set(lua, "line", include.line);
  });
  lua_setfield(lua, -2, "includes");
  push_list(lua, sudoers.rules, [lua](const parse::SudoersRule& rule) {
    set(lua, "text", rule.text);
    set(lua, "line", rule.line);
  });
  lua_setfield(lua, -2, "rules");
  return 1;
}

constexpr luaL_Reg kFunctions[] = {{"sshd_config", native<sshd_config>},
                                   {"sysctl", native<sysctl>},
                                   {"unit", native<unit>},
                                   {"fstab", native<fstab>},
                                   {"shell", native<shell>},
                                   {"sudoers", native<sudoers>},
                                   {nullptr, nullptr}};

}  // namespace

void pay_for_text(lua_State* lua, std::size_t bytes) {
  if (bytes > kMostBytes) luaL_error(lua, "%d bytes are more than a file of settings may have", static_cast<int>(bytes));
  Meter::charge_bytes(lua, bytes * kCostOfAByte);
}

std::string_view text_to_parse(lua_State* lua, int at) {
  const std::string_view text = text_argument(lua, at);
  pay_for_text(lua, text.size());
  return text;
}

void open_parse(lua_State* lua) {
  lua_newtable(lua);
  luaL_setfuncs(lua, kFunctions, 0);
  open_parse_pam(lua);
  open_parse_audit(lua);
  lua_setglobal(lua, "parse");
}

}  // namespace assay::lua
