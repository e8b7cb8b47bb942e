#include "probes/parse/unit_file.h"

#include <gtest/gtest.h>

namespace assay::parse {

TEST(UnitFile, HasSettingsInSections) {
  const auto settings = parse_unit_file("junk=1\n[Unit]\nWants = a.service  b.service \n; no\n# no\n[Service]\nExecStart=/bin/x --a=b\n");
  ASSERT_EQ(settings.size(), 2u);
  EXPECT_EQ(settings[0].section, "Unit");
  EXPECT_EQ(settings[0].key, "Wants");
  EXPECT_EQ(settings[0].value, "a.service  b.service");
  EXPECT_EQ(settings[0].line, 3u);
  EXPECT_EQ(settings[1].value, "/bin/x --a=b");
}
TEST(UnitFile, JoinsContinuedLinesAcrossComments) {
  const auto settings = parse_unit_file("[Unit]\nWants=a.service \\\n# comment\nb.service\nAfter=c.service\n");
  ASSERT_EQ(settings.size(), 2u);
  EXPECT_EQ(settings[0].value, "a.service  b.service");
}
TEST(UnitName, NeedsATypeSystemdKnows) {
  EXPECT_TRUE(is_unit_name("getty@tty1.service"));
  EXPECT_TRUE(is_unit_name("-.mount"));
  EXPECT_FALSE(is_unit_name("README"));
  EXPECT_FALSE(is_unit_name(".service"));
  EXPECT_FALSE(is_unit_name("a/b.service"));
  EXPECT_FALSE(is_unit_name("a.conf"));
}
TEST(UnitName, OfAnInstanceHasATemplate) {
  EXPECT_EQ(unit_template("getty@tty1.service"), "getty@.service");
  EXPECT_EQ(unit_instance("getty@tty1.service"), "tty1");
  EXPECT_EQ(unit_template("cron.service"), "");
  EXPECT_TRUE(is_template("getty@.service"));
  EXPECT_FALSE(is_template("getty@tty1.service"));
}

}  // namespace assay::parse
