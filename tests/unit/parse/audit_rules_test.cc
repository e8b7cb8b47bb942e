#include "probes/parse/audit_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = AuditRule::Kind;
using Scope = AuditRule::Scope;

std::vector<std::string> fields(const AuditRule& rule) {
  std::vector<std::string> shown;
  for (const AuditField& field : rule.fields) shown.push_back(field.name + field.op + field.value);
  return shown;
}

TEST(AuditRules, HaveOneFormHoweverTheyAreWritten) {
  const AuditRule rule =
      parse_audit_rule("-a exit,always -F arch=x86_64 -S chmod,fchmod -S 90 -F loginuid>=1000 -Fauid!=unset -kperm_mod -F key=b");
  EXPECT_EQ(rule.fault, "");
  EXPECT_EQ(rule.kind, Kind::syscall);
  EXPECT_EQ(rule.action, "always");
  EXPECT_EQ(rule.list, "exit");
  EXPECT_EQ(rule.arch, "b64");
  EXPECT_THAT(rule.syscalls, ElementsAre("chmod", "fchmod"));
  EXPECT_THAT(fields(rule), ElementsAre("auid>=1000", "auid!=4294967295"));
  EXPECT_THAT(rule.keys, ElementsAre("perm_mod", "b"));
}
TEST(AuditRules, ReadWatchesAsTheRulesTheyMean) {
  const AuditRule watch = parse_audit_rule("-w /etc/sudoers.d/ -p aw -k scope");
  EXPECT_EQ(watch.kind, Kind::watch);
  EXPECT_EQ(watch.path, "/etc/sudoers.d");
  EXPECT_EQ(watch.scope, Scope::tree);
  EXPECT_EQ(watch.perm, "wa");
  EXPECT_EQ(watch.list, "exit");
  EXPECT_EQ(parse_audit_rule("-p x -w /bin/su").perm, "x");
  EXPECT_EQ(parse_audit_rule("-w /bin/su").perm, "rwxa");
  EXPECT_EQ(parse_audit_rule("-w /a\\ b").path, "/a b");
}
TEST(AuditRules, KnowPathsAndPermissionsOfSystemCallRules) {
  const AuditRule rule = parse_audit_rule("-a always,exit -F path=/bin/su -F perm=x -F auid!=-1 -F uid=root");
  EXPECT_EQ(rule.scope, Scope::file);
  EXPECT_EQ(rule.path, "/bin/su");
  EXPECT_EQ(rule.perm, "x");
  EXPECT_THAT(rule.syscalls, IsEmpty());
  EXPECT_THAT(fields(rule), ElementsAre("auid!=4294967295", "uid=0"));
  EXPECT_EQ(parse_audit_rule("-a always,exit -F dir=/etc/").scope, Scope::tree);
}
TEST(AuditRules, KnowErrorsByNameAndNumber) {
  EXPECT_THAT(fields(parse_audit_rule("-a always,exit -S open -F exit=-EACCES -F exit!=-1 -F success=yes -F a0=0x10")),
              ElementsAre("exit=-13", "exit!=-1", "success=1", "a0=16"));
}
TEST(AuditRules, UseTheTableOfTheMachine) {
  EXPECT_THAT(parse_audit_rule("-a always,exit -F arch=b32 -S stime -S 15").syscalls, ElementsAre("stime", "chmod"));
  EXPECT_NE(parse_audit_rule("-a always,exit -F arch=b64 -S stime").fault, "");
  EXPECT_THAT(parse_audit_rule("-a always,exit -F arch=b64 -S chmod -S all").syscalls, IsEmpty());
  EXPECT_EQ(parse_audit_rule("-a always,exit -F arch!=b64 -S chmod").arch, "b32");
}
TEST(AuditRules, CompareFieldsInEitherOrder) {
  EXPECT_THAT(fields(parse_audit_rule("-a always,exit -S execve -C uid!=euid")), ElementsAre("euid,uid!="));
  EXPECT_THAT(fields(parse_audit_rule("-a always,exit -S execve -C euid!=uid")), ElementsAre("euid,uid!="));
}
TEST(AuditRules, HaveControls) {
  EXPECT_TRUE(parse_audit_rule("-D").clears);
  EXPECT_EQ(parse_audit_rule("-e 2").enable, 2);
  EXPECT_TRUE(parse_audit_rule("-c").forgives);
  EXPECT_EQ(parse_audit_rule("-b 8192").fault, "");
  EXPECT_EQ(parse_audit_rule("--backlog_wait_time 60000").fault, "");
  EXPECT_EQ(parse_audit_rule("--loginuid-immutable").kind, Kind::control);
}
TEST(AuditRules, SayWhatAuditctlRefuses) {
  for (const char* line :
       {"-a always,entry -S open", "-a always -S open", "-S open -F auid=0", "-a always,exit -S open -F arch=b64",
        "-a always,exit -S nonsense", "-a always,exit -F nonsense=1", "-a always,exit -F \"auid>=1000\"", "-w etc/passwd -p wa",
        "-w /etc/passwd -p q", "-w", "/etc/passwd", "-w\t/etc/passwd -p wa", "-a always,exit -F path=passwd",
        "-a always,exit -F arch=pdp11 -S open", "-z 1", "-C uid", "-S open", "-S all -k x", "-p wa"})
    EXPECT_NE(parse_audit_rule(line).fault, "") << line;
  std::string many = "-a always,exit";
  for (int i = 0; i < 100; ++i) many += " -F auid!=" + std::to_string(i);
  EXPECT_NE(parse_audit_rule(many).fault, "");
}
TEST(AuditRules, KnowTheirLines) {
  const auto rules = parse_audit_rules("/etc/audit/audit.rules", "# x\n\n-D\n  -w /etc/group -p wa\r\n");
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[1].file, "/etc/audit/audit.rules");
  EXPECT_EQ(rules[1].line, 4u);
  EXPECT_EQ(rules[1].perm, "wa");
}

}  // namespace
}  // namespace assay::parse
