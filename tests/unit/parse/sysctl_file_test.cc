#include "probes/parse/sysctl_file.h"

#include <gtest/gtest.h>

namespace assay::parse {

TEST(SysctlFile, HasAssignments) {
  const auto settings = parse_sysctl("# a\n;b\nnet.ipv4.ip_forward = 0\n-kernel.x=1 2\t3 \nnothing\n");
  ASSERT_EQ(settings.size(), 2u);
  EXPECT_EQ(settings[0].key, "net.ipv4.ip_forward");
  EXPECT_EQ(settings[0].value, "0");
  EXPECT_EQ(settings[0].line, 3u);
  EXPECT_TRUE(settings[1].ignore_failure);
  EXPECT_EQ(settings[1].value, "1 2\t3");
}
TEST(SysctlFile, WritesKeysWithDotsWhicheverWayTheyWereWritten) {
  EXPECT_EQ(sysctl_key("net/ipv4/conf/eth0.1/forwarding"), "net.ipv4.conf.eth0/1.forwarding");
  EXPECT_EQ(sysctl_key("net.ipv4.conf.eth0/1.forwarding"), "net.ipv4.conf.eth0/1.forwarding");
  EXPECT_EQ(sysctl_key("net.ipv4.conf.*.rp_filter"), "net.ipv4.conf.*.rp_filter");
}
TEST(SysctlFile, NeedsAKey) { EXPECT_TRUE(parse_sysctl("=1\n- = 2\n").empty()); }

}  // namespace assay::parse
