#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/unix/ask.h"

namespace assay::probes {
extern const collect::Probe kProbe_sysctl;
}

namespace assay::test {

using testing::ElementsAre;

Answers sysctl(std::unique_ptr<MemoryRootfs> files, std::string name, oval::Operation operation = oval::Operation::equals) {
  Asked asked("sysctl");
  asked.entity("name", std::move(name), operation);
  return ask(probes::kProbe_sysctl, target_of(std::move(files)), asked);
}

std::unique_ptr<MemoryRootfs> kernel() {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/proc/sys/kernel/randomize_va_space", "2\n").mode = 0644;
  files->file("/proc/sys/net/ipv4/conf/eth0.5/forwarding", "1\n").mode = 0644;
  files->file("/proc/sys/net/ipv4/route/flush", "").mode = 0200;
  return files;
}

TEST(Sysctl, ReadsAParameterByName) { EXPECT_THAT(sysctl(kernel(), "kernel.randomize_va_space").values("value"), ElementsAre("2")); }
TEST(Sysctl, FindsAnInterfaceWithADotInItsName) {
  EXPECT_THAT(sysctl(kernel(), "net.ipv4.conf.eth0.5.forwarding").values("value"), ElementsAre("1"));
}
TEST(Sysctl, MatchesPatternsAgainstDottedNames) {
  const Answers answers = sysctl(kernel(), "^(kernel|net)\\.", oval::Operation::pattern_match);
  EXPECT_THAT(answers.values("name"), ElementsAre("kernel.randomize_va_space", "net.ipv4.conf.eth0.5.forwarding"));
}
TEST(Sysctl, HasNoItemForWhatIsNotThere) {
  const Answers answers = sysctl(kernel(), "kernel.absent");
  EXPECT_TRUE(answers.items.empty());
  EXPECT_TRUE(answers.flags.empty());
}
TEST(Sysctl, NeverLeavesItsTree) {
  auto files = kernel();
  files->file("/etc/passwd", "root:x:0:0:::\n").mode = 0644;
  EXPECT_TRUE(sysctl(std::move(files), "../../etc/passwd").items.empty());
}
TEST(Sysctl, IsNotApplicableToAnImageWithoutTheTree) {
  auto files = std::make_unique<MemoryRootfs>();
  files->directory("/proc");
  const Answers answers = sysctl(std::move(files), "kernel.randomize_va_space");
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0].first, oval::Flag::not_applicable);
  EXPECT_EQ(answers.flags[0].second, "needs a running system: no /proc/sys in the image");
}

}  // namespace assay::test
