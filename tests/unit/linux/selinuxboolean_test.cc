#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/linux/asked.h"

namespace assay::probes {
extern const collect::Probe kProbe_selinuxboolean;
}

namespace assay::test {

Asked boolean(std::unique_ptr<MemoryRootfs> files, std::string name) {
  Asked asked;
  asked.where("name", std::move(name));
  ask(probes::kProbe_selinuxboolean, Target(std::move(files), true, "memory"), {&asked});
  return asked;
}

TEST(Selinuxboolean, HasACurrentAndAPendingStatus) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/sys/fs/selinux/booleans/ssh_sysadm_login", "1 0");
  files->file("/sys/fs/selinux/booleans/other", "0 0");
  const Asked answers = boolean(std::move(files), "ssh_sysadm_login");
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].value("current_status"), "true");
  EXPECT_EQ(answers.items[0].value("pending_status"), "false");
}
TEST(Selinuxboolean, ThatCannotBeUnderstoodIsAnError) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/sys/fs/selinux/booleans/odd", "maybe");
  const Asked answers = boolean(std::move(files), "odd");
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].status(), oval::Status::error);
}
TEST(Selinuxboolean, IsNotApplicableWhereSelinuxIsOff) {
  const Asked answers = boolean(std::make_unique<MemoryRootfs>(), "any");
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0], oval::Flag::not_applicable);
}

}  // namespace assay::test
