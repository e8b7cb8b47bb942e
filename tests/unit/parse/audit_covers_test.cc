#include "probes/parse/audit_covers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

AuditCoverage covers(std::string_view rules, std::string_view required) {
  return audit_covers(parse_audit_rules("f", rules), {parse_audit_rule(required)}).at(0);
}

constexpr std::string_view kTime = "-a always,exit -F arch=b32 -S adjtimex -S settimeofday -S stime";
constexpr std::string_view kChmod = "-a always,exit -F arch=b64 -S chmod -S fchmod -F auid>=1000 -F auid!=4294967295 -k perm_mod";

TEST(AuditCovers, WhatIsSaidInOtherWords) {
  const auto row = covers("-a exit,always -F arch=b32 -S stime,settimeofday,adjtimex -k other\n", kTime);
  EXPECT_TRUE(row.covered) << row.missing;
  EXPECT_THAT(row.where, ElementsAre("f:1"));
  EXPECT_TRUE(covers("-a always,exit -F auid!=unset -F arch=i386 -F auid>999 -S 15,94,226\n",
                     "-a always,exit -F arch=b32 -S chmod -F auid>=1000 -F auid!=-1")
                  .covered);
}
TEST(AuditCovers, WhatSeveralRulesSayTogether) {
  const auto row = covers("-a always,exit -F arch=b32 -S stime\n-a always,exit -F arch=b32 -S adjtimex,settimeofday\n", kTime);
  EXPECT_TRUE(row.covered);
  EXPECT_THAT(row.where, ElementsAre("f:2", "f:1"));
  EXPECT_TRUE(covers("-w /etc/group -p w\n-w /etc/group -p a\n", "-w /etc/group -p wa").covered);
}
TEST(AuditCovers, WhatABroaderRuleRecords) {
  for (const char* rule :
       {"-a always,exit -F arch=b64 -S chmod,fchmod,chown", "-a always,exit -F arch=b64 -S chmod,fchmod -F auid>=500 -F auid!=-1",
        "-a always,exit -F arch=b64 -S chmod,fchmod -F auid!=unset", "-a always,exit -S all", "-a always,exit -S chmod,fchmod -F auid>0"})
    EXPECT_TRUE(covers(rule, kChmod).covered) << rule;
}
TEST(AuditCovers, NotWhatANarrowerRuleLeavesOut) {
  for (const char* rule :
       {"-a always,exit -F arch=b64 -S chmod,fchmod -F auid>1000", "-a always,exit -F arch=b64 -S chmod,fchmod -F auid>=5100",
        "-a always,exit -F arch=b64 -S chmod,fchmod -F a0=0", "-a always,exit -F arch=b64 -S chmod",
        "-a always,exit -F arch=b32 -S chmod,fchmod", "-a always,exit -F arch=b64 -S chmod,fchmod -F exe=/bin/chmod",
        "-a always,exit -F arch=b64 -S chmod,fchmod -F path=/etc", "-a never,exit -F arch=b64 -S chmod,fchmod", "-a always,user",
        "-a always,exit -F arch=b64 -S chmod,fchmod -F success=1", "# -a always,exit -S all", "-a always,exit -F arch=b64 -F perm=a"})
    EXPECT_FALSE(covers(rule, kChmod).covered) << rule;
}
TEST(AuditCovers, ErrorsByNameAndNumber) {
  constexpr std::string_view kAccess = "-a always,exit -F arch=b64 -S open -F exit=-EACCES";
  EXPECT_TRUE(covers("-a always,exit -F arch=b64 -S open -F exit=-13", kAccess).covered);
  EXPECT_TRUE(covers("-a always,exit -F arch=b64 -S open -F success=0", kAccess).covered);
  EXPECT_TRUE(covers("-a always,exit -F arch=b64 -S open -F exit<0", kAccess).covered);
  EXPECT_FALSE(covers("-a always,exit -F arch=b64 -S open -F exit=-EPERM", kAccess).covered);
}
TEST(AuditCovers, PathsBelowAWatchedDirectory) {
  EXPECT_TRUE(covers("-w /etc -p wa", "-w /etc/sudoers.d/ -p wa").covered);
  EXPECT_TRUE(covers("-w /etc/sudoers.d -p wa", "-w /etc/sudoers.d/ -p wa").covered);
  EXPECT_TRUE(covers("-a always,exit -F dir=/etc/ -F perm=rwxa", "-w /etc/group -p wa").covered);
  EXPECT_TRUE(covers("-a always,exit -F path=/etc/group -F perm=wa", "-w /etc/group -p wa").covered);
  EXPECT_TRUE(covers("-w /bin/su -p x", "-a always,exit -F path=/bin/su -F perm=x -F auid>=1000").covered);
  EXPECT_FALSE(covers("-a always,exit -F path=/etc -F perm=wa", "-w /etc/group -p wa").covered);
  EXPECT_FALSE(covers("-a always,exit -F path=/etc/sudoers.d -F perm=wa", "-w /etc/sudoers.d/ -p wa").covered);
  EXPECT_FALSE(covers("-w /etc/group -p r", "-w /etc/group -p wa").covered);
  EXPECT_FALSE(covers("-w /etc/gro -p wa", "-w /etc/group -p wa").covered);
  EXPECT_FALSE(covers("-w /etc/group- -p wa", "-w /etc/group -p wa").covered);
}
TEST(AuditCovers, WatchesOnlyForBothMachines) {
  EXPECT_FALSE(covers("-a always,exit -F arch=b64 -F path=/bin/su -F perm=x", "-w /bin/su -p x").covered);
  EXPECT_TRUE(covers("-a always,exit -F arch=b64 -F path=/bin/su -F perm=x\n-a always,exit -F arch=b32 -F path=/bin/su -F perm=x",
                     "-w /bin/su -p x")
                  .covered);
}
TEST(AuditCovers, NotWhatANeverTakesAwayBefore) {
  for (const char* never : {"-a never,exit -F arch=b64 -S chmod\n", "-a never,task\n", "-a never,exit -F auid=1001\n",
                            "-a always,exclude -F msgtype=SYSCALL\n"}) {
    const auto row = covers(std::string(never) + std::string(kChmod), kChmod);
    EXPECT_FALSE(row.covered) << never;
    EXPECT_THAT(row.missing, HasSubstr("f:1")) << never;
  }
  EXPECT_FALSE(covers(std::string(kChmod) + "\n-A never,exit -S all\n", kChmod).covered);
}
TEST(AuditCovers, DespiteANeverThatTakesOtherThings) {
  for (const char* never :
       {"-a never,exit -F arch=b32 -S chmod\n", "-a never,exit -F auid=unset\n", "-a never,exit -F auid<1000\n",
        "-a always,exclude -F msgtype=CWD\n", "-a never,exit -F arch=b64 -S adjtimex\n", "-a never,user -F subj_type=crond_t\n"})
    EXPECT_TRUE(covers(std::string(never) + std::string(kChmod), kChmod).covered) << never;
  EXPECT_TRUE(covers(std::string(kChmod) + "\n-a never,exit -S all\n", kChmod).covered);
}
TEST(AuditCovers, OnlyWhatStaysLoaded) {
  EXPECT_FALSE(covers(std::string(kChmod) + "\n-D\n", kChmod).covered);
  EXPECT_FALSE(covers(std::string(kChmod) + "\n-D -k perm_mod\n", kChmod).covered);
  EXPECT_TRUE(covers(std::string(kChmod) + "\n-D -k other\n", kChmod).covered);
  EXPECT_FALSE(covers("-w /etc/group -p wa\n-W /etc/group -p wa\n", "-w /etc/group -p wa").covered);
  EXPECT_FALSE(covers("-e 2\n-w /etc/group -p wa\n", "-w /etc/group -p wa").covered);
  EXPECT_TRUE(covers("-w /etc/group -p wa\n-e 2\n", "-w /etc/group -p wa").covered);
  EXPECT_FALSE(covers("-w /etc/group -p wa\n-e 0\n", "-w /etc/group -p wa").covered);
}
TEST(AuditCovers, NothingBehindALineThatEndsTheLoading) {
  const auto row = covers("-a always,exit -S nonsense\n-w /etc/group -p wa\n", "-w /etc/group -p wa");
  EXPECT_FALSE(row.covered);
  EXPECT_THAT(row.missing, HasSubstr("loading ends at f:1"));
  EXPECT_TRUE(covers("-i\n-a always,exit -S nonsense\n-w /etc/group -p wa\n", "-w /etc/group -p wa").covered);
}
TEST(AuditCovers, SaysWhatIsMissing) {
  EXPECT_EQ(covers("-a always,exit -F arch=b32 -S adjtimex\n", kTime).missing, "not recorded: settimeofday, stime (b32)");
  EXPECT_EQ(covers("-w /etc/group -p w\n", "-w /etc/group -p wa").missing, "not recorded: attribute changes of /etc/group");
  EXPECT_EQ(covers("", "-w /etc/group -p wa").missing, "not recorded: writes and attribute changes of /etc/group");
  EXPECT_EQ(covers("-a always,exit -F arch=b64 -S chmod,fchmod -F auid>=5100\n", kChmod).missing,
            "not recorded: chmod, fchmod (b64); f:1 records it only with auid>=5100");
  EXPECT_THAT(covers("", "-a always,exit -S nonsense").missing, HasSubstr("no rule"));
}

}  // namespace
}  // namespace assay::parse
