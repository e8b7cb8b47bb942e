// `parse` as scripts see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lua.hpp>

#include "rules-lua/sandbox.h"

namespace assay::lua {
namespace {

// What a script returns, as text.
std::string run(std::string_view script) {
  const std::map<std::string, std::string, std::less<>> modules;
  Sandbox sandbox(modules, 20000);
  sandbox.run("test", script);
  std::size_t size = 0;
  const char* text = luaL_tolstring(sandbox.state(), -1, &size);
  return {text, size};
}

TEST(ParseApi, GivesTheOptionsOfSshd) {
  EXPECT_EQ(run(R"(
    local list = parse.sshd_config("Port 22\nMatch User a\nAcceptEnv LANG LC_*\n")
    local last = list[2]
    return #list .. " " .. last.keyword .. " " .. last.value .. " " .. last.args[2] .. " " .. last.line .. " " .. last.match .. " " .. tostring(list[1].match)
  )"),
            "2 acceptenv LANG LC_* LC_* 3 User a nil");
}
TEST(ParseApi, GivesTheSettingsOfSysctl) {
  EXPECT_EQ(run(R"(local s = parse.sysctl("# x\nnet/ipv4/ip_forward = 0\n")[1] return s.key .. s.value .. s.line)"),
            "net.ipv4.ip_forward02");
}
TEST(ParseApi, GivesTheSettingsOfUnits) {
  EXPECT_EQ(run(R"(local s = parse.unit("[Journal]\nStorage=persistent\n")[1] return s.section .. s.key .. s.value .. s.line)"),
            "JournalStoragepersistent2");
}
TEST(ParseApi, GivesTheLinesOfFstab) {
  EXPECT_EQ(
      run(R"(local s = parse.fstab("/dev/a /tmp ext4 nodev,nosuid 0 0\n")[1] return s.device .. s.point .. s.type .. s.options .. s.line)"),
      "/dev/a/tmpext4nodev,nosuid1");
}
TEST(ParseApi, GivesWhatAShellFileSets) {
  EXPECT_EQ(run(R"(
    local list = parse.shell("if x; then umask 027; fi\nexport TMOUT\n")
    return list[1].kind .. list[1].name .. list[1].value .. list[1].line .. tostring(list[1].nested) .. list[2].kind .. tostring(list[2].value)
  )"),
            "umaskumask0271trueexportnil");
}
TEST(ParseApi, GivesTheLinesOfPam) {
  EXPECT_EQ(run(R"(
    local line = parse.pam("-auth required pam_env.so a b\n@include common-auth\n")[1]
    return line.type .. tostring(line.silent) .. line.control .. line.actions.default .. line.module .. line.args[2] .. line.line .. tostring(line.include)
  )"),
            "authtruerequiredbadpam_env.sob1nil");
}
TEST(ParseApi, RunsTheStackOfAService) {
  EXPECT_EQ(run(R"(
    local files = {
      sshd = "auth substack common\nauth required pam_permit.so\n",
      common = "auth [success=1 default=ignore] pam_unix.so\nauth requisite pam_deny.so\nauth required pam_env.so\n",
    }
    local stack = parse.pam_stack(files, "sshd", "auth")
    local good = parse.pam_run(stack, {})
    local bad = parse.pam_run(stack, { pam_unix = "auth_err" })
    local once = parse.pam_run(stack, { [2] = "auth_err", default = "success" })
    return #stack .. stack[2].file .. stack[2].depth .. " " .. good.outcome .. table.concat(good.ran, ",") .. " " .. bad.outcome ..
      table.concat(bad.ran, ",") .. " " .. once.outcome
  )"),
            "5common1 success2,4,5 failure2,3,5 failure");
}
TEST(ParseApi, RefusesWhatNoModuleReturns) {
  EXPECT_THROW(run(R"(return parse.pam_run(parse.pam_stack({ a = "auth required x\n" }, "a", "auth"), { x = "maybe" }))"), ScriptError);
}
TEST(ParseApi, GivesDefaultsIncludesAndRulesOfSudoers) {
  EXPECT_EQ(run(R"(
    local s = parse.sudoers("Defaults:a !b, c+=d\n#includedir /e\nf ALL=ALL\n")
    local first, second = s.defaults[1], s.defaults[2]
    return first.binding .. first.name .. tostring(first.negated) .. first.op .. tostring(first.value) .. second.op .. second.value .. second.line ..
      s.includes[1].kind .. s.includes[1].path .. s.rules[1].text .. s.rules[1].line
  )"),
            ":abtruenil+=d1directory/ef ALL=ALL3");
}
TEST(ParseApi, GivesAuditRules) {
  EXPECT_EQ(run(R"(
    local list = parse.audit_rules({ { path = "/a", text = "-D\n-w /etc/group -p wa -k x\n-a always,exit -F arch=b64 -S chmod -F auid>=1000\n" } })
    local watch, rule = list[2], list[3]
    return list[1].kind .. watch.kind .. watch.path .. watch.perm .. watch.keys[1] .. watch.path_of_file .. watch.line ..
      rule.arch .. rule.syscalls[1] .. rule.fields[1].name .. rule.fields[1].op .. rule.fields[1].value
  )"),
            "controlwatch/etc/groupwax/a2b64chmodauid>=1000");
}
TEST(ParseApi, SaysWhetherAuditRulesCoverWhatIsWanted) {
  EXPECT_EQ(run(R"(
    local rows = parse.audit_covers({ { path = "/a", text = "-w /etc/ -p wa\n" } }, { "-w /etc/group -p wa", "-w /bin/su -p x" })
    return tostring(rows[1].covered) .. rows[1].where[1] .. tostring(rows[2].covered) .. rows[2].missing
  )"),
            "true/a:1falsenot recorded: executions of /bin/su");
}
TEST(ParseApi, RefusesTextMadeToBeBig) { EXPECT_THROW(run(R"(return #parse.unit(string.rep("a", 2000000)))"), ScriptError); }
TEST(ParseApi, SpendsTheBudgetOfTheScript) {
  EXPECT_THROW(run(R"(local text = string.rep("a", 1000000) while true do parse.sysctl(text) end)"), ScriptError);
}

}  // namespace
}  // namespace assay::lua
