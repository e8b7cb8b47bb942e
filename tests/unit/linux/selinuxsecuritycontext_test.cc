#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/collect/probe.h"
#include "tests/support/asked.h"
#include "tests/support/memory_rootfs.h"

namespace assay::probes {
extern const collect::Probe kProbe_selinuxsecuritycontext;
}  // namespace assay::probes

namespace assay::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Answers look(std::unique_ptr<MemoryRootfs> files, Asked& asked, bool live = false) {
  const Target target(std::move(files), live, "memory");
  Answers answers;
  const collect::Question question{&asked.query(), &answers};
  probes::kProbe_selinuxsecuritycontext.collect({&question, 1}, target);
  return answers;
}

TEST(SelinuxSecurityContext, OfAFileIsTakenApart) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/f");
  files->set_xattr("/f", "security.selinux", std::string("system_u:object_r:etc_t:s0-s15:c0.c1023\0", 40));
  Asked asked("selinuxsecuritycontext");
  asked.entity("filepath", "/f");
  const Answers answers = look(std::move(files), asked);
  ASSERT_EQ(answers.items.size(), 1u);
  const oval::Item& item = answers.items[0];
  EXPECT_EQ(item.value("user"), "system_u");
  EXPECT_EQ(item.value("role"), "object_r");
  EXPECT_EQ(item.value("type"), "etc_t");
  EXPECT_EQ(item.value("low_sensitivity"), "s0");
  EXPECT_EQ(item.value("rawhigh_sensitivity"), "s15");
  EXPECT_EQ(item.value("high_category"), "c0.c1023");
}

TEST(SelinuxSecurityContext, AFileWithoutALabelIsAnErrorAndNotAbsent) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/f");
  Asked asked("selinuxsecuritycontext");
  asked.entity("filepath", "/f");
  const Answers answers = look(std::move(files), asked);
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].status(), oval::Status::error);
}

TEST(SelinuxSecurityContext, OfAProcessNeedsARunningSystem) {
  Asked asked("selinuxsecuritycontext");
  asked.entity("pid", "1");
  const Answers answers = look(std::make_unique<MemoryRootfs>(), asked);
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0].first, oval::Flag::not_applicable);
}

TEST(SelinuxSecurityContext, OfAProcessIsReadFromProc) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/proc/1/attr/current", "system_u:system_r:init_t:s0\n");
  files->file("/proc/2/attr/current", "system_u:system_r:kernel_t:s0\n");
  files->file("/proc/cpuinfo");
  Asked asked("selinuxsecuritycontext");
  asked.entity("pid", "1");
  const Answers answers = look(std::move(files), asked, true);
  EXPECT_THAT(answers.values("type"), ElementsAre("init_t"));
}

}  // namespace
}  // namespace assay::test
