#include "engine/base/utc.h"

#include <gtest/gtest.h>

#include "engine/base/text.h"

namespace assay {
namespace {

TEST(Utc, ReadsDaysOfTheCalendar) {
  EXPECT_EQ(parse_utc_date("1970-01-02"), kSecondsPerDay);
  EXPECT_EQ(utc_time(parse_utc_date("2028-02-29").value_or(0)), "2028-02-29T00:00:00Z");
}

TEST(Utc, RefusesWhatIsNoDay) {
  for (const char* text : {"", "2027-02-29", "2027-13-01", "2027-00-10", "27-01-01", "2027-1-1", "2027/01/01", "2027-01-01T", " 2027-01-1"})
    EXPECT_FALSE(parse_utc_date(text)) << text;
}

TEST(Utc, ReadsWhatUtcTimeWrites) {
  for (const std::int64_t time : {0L, 1'600'000'000L, 4'102'444'799L}) EXPECT_EQ(parse_utc_time(utc_time(time)), time);
}

TEST(Utc, RefusesOtherSpellingsOfATime) {
  for (const char* text : {"2027-03-31", "2027-03-31T24:00:00Z", "2027-03-31T10:60:00Z", "2027-03-31T10:00:00", "2027-03-31T10:00:00+02:00",
                           "2027-03-31 10:00:00Z", "2027-03-31T1a:00:00Z"})
    EXPECT_FALSE(parse_utc_time(text)) << text;
}

TEST(Utc, ReadsTheTimesOfOtherToolsWithZonesAndFractions) {
  EXPECT_EQ(parse_date_time("1970-01-01T01:00:00+01:00"), 0);
  EXPECT_EQ(parse_date_time("1969-12-31T19:00:00.999-05:00"), 0);
  EXPECT_EQ(parse_date_time("1970-01-02"), kSecondsPerDay);
  EXPECT_EQ(parse_date_time("1970-01-02Z"), kSecondsPerDay);
  EXPECT_EQ(parse_date_time("1970-01-01T00:00:01"), 1);
}

TEST(Utc, RefusesWhatIsNoTimeAtAll) {
  for (const char* text : {"", "today", "2023-02-29", "2024-01-01T", "2024-01-01T24:00:00", "2024-01-01T00:60:00", "2024-01-01T00:00:00x",
                           "2024-01-01T00:00:00+24:00", "2024-01-01T00:00", "2024-01-01T00:00:0", "2024-01-01 00:00:00", "20240101"})
    EXPECT_FALSE(parse_date_time(text)) << text;
}

}  // namespace
}  // namespace assay
