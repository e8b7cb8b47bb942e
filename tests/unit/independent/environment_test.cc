#include "probes/independent/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/unit/unix/ask.h"

namespace assay::probes {
extern const collect::Probe kProbe_environmentvariable58, kProbe_environmentvariable, kProbe_family;
}

namespace assay::test {

using testing::ElementsAre;

TEST(Environment, SplitsAtTheFirstEqualsSign) {
  const auto variables = probes::parse_environment(std::string_view("PATH=/bin:a=b\0=x\0junk\0E=\0", 26));
  EXPECT_THAT(variables, ElementsAre(testing::Pair("PATH", "/bin:a=b"), testing::Pair("E", "")));
}
TEST(Environmentvariable58, WithoutAPidIsThatOfTheScan) {
  ::setenv("ASSAY_TEST_VARIABLE", "here", 1);
  Asked asked("environmentvariable58");
  asked.nil("pid").entity("name", "ASSAY_TEST_VARIABLE");
  const Answers answers = ask(probes::kProbe_environmentvariable58, target_of(std::make_unique<MemoryRootfs>(), true), asked);
  EXPECT_THAT(answers.values("value"), ElementsAre("here"));
}
TEST(Environmentvariable58, OfAPidComesFromProc) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/proc/38/environ", std::string("PATH=/x\0", 8));
  files->file("/proc/39/environ", std::string("PATH=/y\0", 8));
  Asked asked("environmentvariable58");
  asked.entity("pid", "38").entity("name", "PATH");
  const Answers answers = ask(probes::kProbe_environmentvariable58, target_of(std::move(files), true), asked);
  EXPECT_THAT(answers.values("value"), ElementsAre("/x"));
}
TEST(Environmentvariable58, OfAProcessThatRefusesIsAnErrorItem) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/proc/1/environ", "");
  files->break_path("/proc/1/environ", EACCES);
  Asked asked("environmentvariable58");
  asked.entity("pid", "1").entity("name", "PATH");
  const Answers answers = ask(probes::kProbe_environmentvariable58, target_of(std::move(files), true), asked);
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].status(), oval::Status::error);
}
TEST(Environmentvariable, NeedsARunningSystem) {
  EXPECT_EQ(probes::kProbe_environmentvariable.needs, collect::Needs::live_system);
  EXPECT_EQ(probes::kProbe_environmentvariable58.needs, collect::Needs::live_system);
}
TEST(Family, IsUnix) {
  Asked asked("family");
  const Answers answers = ask(probes::kProbe_family, target_of(std::make_unique<MemoryRootfs>()), asked);
  EXPECT_THAT(answers.values("family"), ElementsAre("unix"));
}

}  // namespace assay::test
