#include "probes/parse/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {

constexpr std::string_view kTail =
    " S 1 7 7 34816 7 4194560 0 0 0 0 360 143 0 0 20 0 1 0 2400 54341632 5319 1 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n";

TEST(ProcessStat, ReadsANameWithParenthesesAndSpaces) {
  const auto stat = parse_process_stat("42 (a) S (b)" + std::string(kTail));
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->pid, 42);
  EXPECT_EQ(stat->ppid, 1);
  EXPECT_EQ(stat->priority, 20);
  EXPECT_EQ(stat->user_ticks, 360);
  EXPECT_EQ(stat->start_ticks, 2400);
  EXPECT_EQ(stat->policy, 0);
}
TEST(ProcessStat, IsNothingWhereFieldsAreMissing) {
  EXPECT_FALSE(parse_process_stat("42 (a) S 1 2"));
  EXPECT_FALSE(parse_process_stat(")42("));
  EXPECT_FALSE(parse_process_stat(""));
}
TEST(ProcessStatus, HasUserIdsAndCapabilities) {
  const auto status = parse_process_status("Name:\ta\nUid:\t1000\t0\t0\t0\nCapEff:\t0000000000000401\n");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->real_uid, 1000);
  EXPECT_EQ(status->effective_uid, 0);
  EXPECT_THAT(capability_names(status->effective_capabilities), testing::ElementsAre("CAP_CHOWN", "CAP_NET_BIND_SERVICE"));
}
TEST(TtyName, FollowsTheDeviceNumber) {
  EXPECT_EQ(tty_name(0), "?");
  EXPECT_EQ(tty_name(34816 + 3), "pts/3");
  EXPECT_EQ(tty_name(1025), "tty1");
  EXPECT_EQ(tty_name(1088), "ttyS0");
}
TEST(CpuTime, HasDaysWhereThereAreAny) {
  EXPECT_EQ(cpu_time(3661), "01:01:01");
  EXPECT_EQ(cpu_time(2 * 86400 + 5), "02-00:00:05");
}
TEST(StartTime, IsATimeTodayAndADateBefore) {
  EXPECT_EQ(start_time(86400 + 61, 86400 + 100), "00:01:01");
  EXPECT_EQ(start_time(35 * 86400, 40 * 86400), "Feb_5");
}

}  // namespace assay::parse
