#include "probes/parse/passwd.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {

using testing::ElementsAre;

TEST(Passwd, ReadsTheSevenFieldsOfALine) {
  const Passwd passwd = parse_passwd("root:x:0:0:Super User:/root:/bin/bash\n");
  ASSERT_EQ(passwd.entries.size(), 1u);
  const PasswdEntry& root = passwd.entries[0];
  EXPECT_EQ(root.name, "root");
  EXPECT_EQ(root.password, "x");
  EXPECT_EQ(root.uid, 0u);
  EXPECT_EQ(root.gecos, "Super User");
  EXPECT_EQ(root.home, "/root");
  EXPECT_EQ(root.shell, "/bin/bash");
  EXPECT_EQ(root.line, 1u);
}
TEST(Passwd, SeesAnAccountWhoseLastFieldsAreMissingAsTheCLibraryDoes) {
  const Passwd passwd = parse_passwd("toor:x:0:0\n");
  ASSERT_EQ(passwd.entries.size(), 1u);
  EXPECT_EQ(passwd.entries[0].uid, 0u);
  EXPECT_EQ(passwd.entries[0].shell, "");
}
TEST(Passwd, SkipsMalformedLinesAndSaysWhich) {
  const Passwd passwd = parse_passwd("garbage\na:x:1:1:::\n:x:2:2:::\nb:x:one:1:::\nc:x:4294967296:1:::\nd:x:-1:1:::\n");
  EXPECT_EQ(passwd.entries.size(), 1u);
  EXPECT_THAT(passwd.malformed_lines, ElementsAre(1, 3, 4, 5, 6));
}
TEST(Passwd, TakesCommentsBlankAndNisLinesForNoAccounts) {
  const Passwd passwd = parse_passwd("# root:x:0:0:::\n\n  \n+::::::\n-x:::::\n");
  EXPECT_TRUE(passwd.entries.empty());
  EXPECT_TRUE(passwd.malformed_lines.empty());
}
TEST(Passwd, KeepsBothLinesOfAName) { EXPECT_EQ(parse_passwd("a:x:1:1:::\na:x:2:2:::").entries.size(), 2u); }
TEST(Passwd, ReadsOnAfterANulByte) { EXPECT_EQ(parse_passwd(std::string_view("a\0b:x:1:1:::\nc:x:2:2:::\n", 25)).entries.size(), 2u); }

}  // namespace assay::parse
