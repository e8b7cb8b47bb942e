#include <gtest/gtest.h>

#include "tests/unit/unix/ask.h"

namespace assay::probes {
extern const collect::Probe kProbe_uname;
}

namespace assay::test {

TEST(Uname, OfAnImageKnowsNoKernelAndNothingOfTheHost) {
  Asked asked("uname");
  const Answers answers = ask(probes::kProbe_uname, target_of(std::make_unique<MemoryRootfs>()), asked);
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].value("os_name"), "Linux");
  EXPECT_EQ(status_of(answers.items[0], "os_release"), oval::Status::not_collected);
  EXPECT_EQ(status_of(answers.items[0], "processor_type"), oval::Status::not_collected);
}
TEST(Uname, OfARunningSystemIsTheKernels) {
  Asked asked("uname");
  const Answers answers = ask(probes::kProbe_uname, target_of(std::make_unique<MemoryRootfs>(), true), asked);
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_NE(answers.items[0].value("os_release"), "");
}

}  // namespace assay::test
