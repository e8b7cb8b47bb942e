#include "probes/parse/sshd_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SshdConfig, SplitsKeywordsAndArguments) {
  const auto options = parse_sshd_config("# no\n\nPermitRootLogin no\n  AcceptEnv LANG\tLC_*  \r\n");
  ASSERT_EQ(options.size(), 2u);
  EXPECT_EQ(options[0].keyword, "permitrootlogin");
  EXPECT_THAT(options[0].args, ElementsAre("no"));
  EXPECT_EQ(options[0].line, 3u);
  EXPECT_FALSE(options[0].match);
  EXPECT_THAT(options[1].args, ElementsAre("LANG", "LC_*"));
}
TEST(SshdConfig, TakesAnEqualsSignForABlank) {
  const auto options = parse_sshd_config("MaxAuthTries=4\nLogLevel = INFO\n");
  ASSERT_EQ(options.size(), 2u);
  EXPECT_THAT(options[0].args, ElementsAre("4"));
  EXPECT_THAT(options[1].args, ElementsAre("INFO"));
}
TEST(SshdConfig, TakesQuotesOff) {
  const auto options = parse_sshd_config("\"Banner\" \"/etc/issue net\" a\"b c\"\n");
  ASSERT_EQ(options.size(), 1u);
  EXPECT_EQ(options[0].keyword, "banner");
  EXPECT_THAT(options[0].args, ElementsAre("/etc/issue net", "ab c"));
}
TEST(SshdConfig, DropsAWordWhoseQuoteStaysOpen) {
  const auto options = parse_sshd_config("Banner \"/etc/issue\nPort 22\n");
  ASSERT_EQ(options.size(), 2u);
  EXPECT_THAT(options[0].args, IsEmpty());
}
TEST(SshdConfig, CutsCommentsBehindValues) {
  const auto options = parse_sshd_config("X11Forwarding no # yes\n");
  ASSERT_EQ(options.size(), 1u);
  EXPECT_THAT(options[0].args, ElementsAre("no"));
}
TEST(SshdConfig, KnowsTheMatchBlockALineStandsIn) {
  const auto options = parse_sshd_config("Port 22\nMatch User=alice Address 10.0.0.0/8\nX11Forwarding yes\nmatch all\nPermitTTY no\n");
  ASSERT_EQ(options.size(), 3u);
  EXPECT_FALSE(options[0].match);
  EXPECT_EQ(options[1].match, "User alice Address 10.0.0.0/8");
  EXPECT_EQ(options[2].match, "all");
}

}  // namespace assay::parse
