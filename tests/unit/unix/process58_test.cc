#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/unix/ask.h"

namespace assay::probes {
extern const collect::Probe kProbe_process58;
}

namespace assay::test {

constexpr std::string_view kStat = "7 (sshd) S 1 7 7 0 7 0 0 0 0 0 0 0 0 0 20 0 1 0 2400 0 0 1 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n";

std::unique_ptr<MemoryRootfs> proc() {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/proc/7/stat", std::string(kStat));
  files->file("/proc/7/status", "Uid:\t0\t0\t0\t0\nCapEff:\t0000000000000001\n");
  files->file("/proc/7/cmdline", std::string("/usr/sbin/sshd\0-D\0", 18));
  files->file("/proc/7/loginuid", "4294967295");
  files->file("/proc/7/attr/current", std::string("system_u:system_r:sshd_t:s0\0", 28));
  files->file("/proc/2/stat", "2 (kthreadd)" + std::string(kStat.substr(8)));
  files->file("/proc/2/status", "Uid:\t0\t0\t0\t0\n");
  files->file("/proc/2/cmdline", "");
  return files;
}

TEST(Process58, TellsOfAProcessWhatPsWould) {
  Asked asked("process58");
  asked.entity("command_line", "sshd", oval::Operation::pattern_match).entity("pid", "7");
  const Answers answers = ask(probes::kProbe_process58, target_of(proc(), true), asked);
  ASSERT_EQ(answers.items.size(), 1u);
  const oval::Item& sshd = answers.items[0];
  EXPECT_EQ(sshd.value("command_line"), "/usr/sbin/sshd -D");
  EXPECT_EQ(sshd.value("ppid"), "1");
  EXPECT_EQ(sshd.value("scheduling_class"), "TS");
  EXPECT_EQ(sshd.value("loginuid"), "4294967295");
  EXPECT_EQ(sshd.value("posix_capability"), "CAP_CHOWN");
  EXPECT_EQ(sshd.value("selinux_domain_label"), "sshd_t");
}
TEST(Process58, LeavesOutKernelThreads) {
  Asked asked("process58");
  asked.entity("command_line", ".*", oval::Operation::pattern_match);
  const Answers answers = ask(probes::kProbe_process58, target_of(proc(), true), asked);
  EXPECT_THAT(answers.values("pid"), testing::ElementsAre("7"));
}
TEST(Process58, IsAnErrorWithoutProc) {
  Asked asked("process58");
  asked.entity("command_line", ".*", oval::Operation::pattern_match);
  const Answers answers = ask(probes::kProbe_process58, target_of(std::make_unique<MemoryRootfs>(), true), asked);
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0].first, oval::Flag::error);
}
TEST(Process58, NeedsARunningSystem) { EXPECT_EQ(probes::kProbe_process58.needs, collect::Needs::live_system); }

}  // namespace assay::test
