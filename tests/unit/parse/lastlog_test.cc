#include "probes/parse/lastlog.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::parse {

TEST(Lastlog, ReadsTheRecordOfAUserId) {
  std::string log(2 * 292, '\0');
  log.replace(292, 4, "\x01\x02\x00\x00", 4);
  EXPECT_EQ(last_login(log, LastlogLayout{}, 1), 0x201);
}
TEST(Lastlog, GivesMinusOneForWhoNeverLoggedInOrHasNoRecord) {
  const std::string log(292 + 100, '\0');
  EXPECT_EQ(last_login(log, LastlogLayout{}, 0), -1);
  EXPECT_EQ(last_login(log, LastlogLayout{}, 1), -1);
  EXPECT_EQ(last_login(log, LastlogLayout{}, 4294967295u), -1);
}
TEST(Lastlog, KnowsWhichMachinesHaveALongerTime) {
  EXPECT_EQ(lastlog_layout("x86_64")->record_bytes, 292u);
  EXPECT_EQ(lastlog_layout("aarch64")->time_bytes, 8u);
  EXPECT_FALSE(lastlog_layout("s390x"));
}

}  // namespace assay::parse
