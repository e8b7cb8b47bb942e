#include "engine/evaluate/function.h"

#include <gtest/gtest.h>

namespace assay::evaluate {
namespace {

using Strings = std::vector<std::string>;

TEST(EscapeRegex, EscapesPerlsMetacharactersAndNothingElse) {
  EXPECT_EQ(escape_regex("(\\.test_string*)?"), "\\(\\\\\\.test_string\\*\\)\\?");
  EXPECT_EQ(escape_regex("a-b/c#d]e}f^$|+"), "a-b/c#d\\]e\\}f\\^\\$\\|\\+");
  EXPECT_EQ(escape_regex(""), "");
}

TEST(GlobToRegex, WildcardsStayInsideAPathComponentAndOffDotFiles) {
  EXPECT_EQ(glob_to_regex("abcd", false), "^abcd$");
  EXPECT_EQ(glob_to_regex("*.txt", false), "^(?=[^.])[^/]*\\.txt$");
  EXPECT_EQ(glob_to_regex("x?", false), "^x[^/]$");
  EXPECT_EQ(glob_to_regex("?", false), "^[^./]$");
  EXPECT_EQ(glob_to_regex("*", false), "^(?=[^.])[^/]*$");
  EXPECT_EQ(glob_to_regex("*.*", false), "^(?=[^.])[^/]*\\.[^/]*$");
  EXPECT_EQ(glob_to_regex("project.*", false), "^project\\.[^/]*$");
  EXPECT_EQ(glob_to_regex("~/files/*.txt", false), "^~/files/(?=[^.])[^/]*\\.txt$");
  EXPECT_EQ(glob_to_regex("/etc/*.d/.*", false), "^/etc/(?=[^.])[^/]*\\.d/\\.[^/]*$");
  EXPECT_EQ(glob_to_regex("", false), "^$");
}

TEST(GlobToRegex, ABackslashEscapesUnlessToldNotTo) {
  EXPECT_EQ(glob_to_regex("\\*", false), "^\\*$");
  EXPECT_EQ(glob_to_regex("\\*", true), "^\\\\[^/]*$");
  EXPECT_EQ(glob_to_regex("\\?", false), "^\\?$");
  EXPECT_EQ(glob_to_regex("\\?", true), "^\\\\[^/]$");
  EXPECT_EQ(glob_to_regex("\\[hello\\]", false), "^\\[hello\\]$");
  EXPECT_EQ(glob_to_regex("a\\", false), "^a\\\\$");
}

TEST(GlobToRegex, BracketsBecomeCharacterClasses) {
  EXPECT_EQ(glob_to_regex("type*.[ch]", false), "^type[^/]*\\.[ch]$");
  EXPECT_EQ(glob_to_regex("x[[:digit:]]\\*", false), "^x[[:digit:]]\\*$");
  EXPECT_EQ(glob_to_regex("x[!a]", false), "^x[^/a]$");
  EXPECT_EQ(glob_to_regex("[]a]", false), "^[\\]a]$");
  EXPECT_EQ(glob_to_regex("[a\\]b]", false), "^[a\\]b]$");
}

TEST(GlobToRegex, AnOpenBracketMatchesItself) {
  EXPECT_EQ(glob_to_regex("abc[", false), "^abc\\[$");
  EXPECT_EQ(glob_to_regex("[a*", false), "^\\[a[^/]*$");
  EXPECT_EQ(glob_to_regex("a*b?[", false), "^a[^/]*b[^/]\\[$");
  EXPECT_EQ(glob_to_regex("[]", false), "^\\[\\]$");
}

TEST(SplitBy, KeepsEmptyPieces) {
  EXPECT_EQ(split_by("a-b-c-d", "-"), (Strings{"a", "b", "c", "d"}));
  EXPECT_EQ(split_by("-a-a-", "-"), (Strings{"", "a", "a", ""}));
  EXPECT_EQ(split_by("---", "-"), (Strings{"", "", "", ""}));
  EXPECT_EQ(split_by("a---b", "--"), (Strings{"a", "-b"}));
  EXPECT_EQ(split_by("", "-"), (Strings{""}));
}

TEST(SplitBy, AnEmptyDelimiterSplitsBetweenCharacters) {
  EXPECT_EQ(split_by("a\xC3\xA9z", ""), (Strings{"a", "\xC3\xA9", "z"}));
  EXPECT_EQ(split_by("\xFF\xC3", ""), (Strings{"\xFF", "\xC3"}));
  EXPECT_EQ(split_by("", ""), (Strings{""}));
}

TEST(Substring, CountsFromOne) {
  EXPECT_EQ(substring("abcdefg", 3, 2), "cd");
  EXPECT_EQ(substring("abcdefg", -1, 2), "ab");
  EXPECT_EQ(substring("abcdefg", 3, 10), "cdefg");
  EXPECT_EQ(substring("abcdefg", 3, -1), "cdefg");
  EXPECT_EQ(substring("abcdefg", 7, 1), "g");
  EXPECT_EQ(substring("abcdefg", 2, 0), "");
  EXPECT_EQ(substring("", 1, 5), "");
  EXPECT_EQ(substring("\xC3\xA9tude", 2, 1), "t");
}

TEST(Substring, AStartBehindTheEndGivesNothing) {
  EXPECT_FALSE(substring("abc", 4, 2));
  EXPECT_FALSE(substring("abc", 9223372036854775807, -1));
  EXPECT_FALSE(substring("", 2, 0));
}

std::optional<std::string> calculated(const Strings& operands, bool multiply) {
  std::vector<const std::string*> row;
  for (const std::string& operand : operands) row.push_back(&operand);
  std::string why;
  const std::optional<std::string> result = arithmetic(row, multiply, &why);
  EXPECT_EQ(!result, !why.empty());
  return result;
}

TEST(Arithmetic, IntegersGiveAnIntegerAndAFloatAmongThemAFloat) {
  EXPECT_EQ(calculated({"1", "-3", "40"}, false), "38");
  EXPECT_EQ(calculated({"6", "7"}, true), "42");
  EXPECT_EQ(calculated({"1", "1.1"}, false), "2.1");
  EXPECT_EQ(calculated({"1.1", "1.1"}, true), "1.21");
  EXPECT_EQ(calculated({"1e2", "1"}, false), "101");
}

TEST(Arithmetic, AnOverflowIsAnErrorNotAWrap) {
  EXPECT_FALSE(calculated({"9223372036854775807", "2"}, true));
  EXPECT_FALSE(calculated({"9223372036854775807", "1"}, false));
  EXPECT_FALSE(calculated({"9223372036854775808", "-1"}, false));
  EXPECT_EQ(calculated({"9223372036854775806", "1"}, false), "9223372036854775807");
}

TEST(Arithmetic, WhatIsNoNumberIsAnError) {
  EXPECT_FALSE(calculated({"1", ""}, false));
  EXPECT_FALSE(calculated({"1", "one"}, true));
}

struct Time {
  std::string_view text, format;
  std::optional<std::int64_t> seconds;
};

TEST(SecondsOf, ReadsEveryFormatOfTheSpecification) {
  const Time times[] = {
      {"20090204T122343", "year_month_day", 1233750223},
      {"20090204", "year_month_day", 1233705600},
      {"2004/02/04 05:41:21", "year_month_day", 1075873281},
      {"2004-02-04 05:41:21", "year_month_day", 1075873281},
      {"1970-01-01", "year_month_day", 0},
      {"1970/01/02", "year_month_day", 86400},
      {"02/04/2009 12:23:43", "month_day_year", 1233750223},
      {"02-04-2009", "month_day_year", 1233705600},
      {"Feb, 04 2009 12:23:43", "month_day_year", 1233750223},
      {"February, 04 2009", "month_day_year", 1233705600},
      {"04/02/2009", "day_month_year", 1233705600},
      {"04-02-2009 12:23:43", "day_month_year", 1233750223},
      {"1/1/1970", "day_month_year", 0},
      {"116444736000000000", "win_filetime", 0},
      {"19db1ded53e8000", "win_filetime", 0},
      {"1238506200", "seconds_since_epoch", 1238506200},
      {"20090204122343.000000+000", "cim_datetime", 1233750223},
      {"19700101010000.000000+060", "cim_datetime", 0},
      {"19691231230000.000000-060", "cim_datetime", 0},
      {"2009-02-04 12:23:43:123", "cim_datetime", 1233750223},
      {"20000229", "year_month_day", 951782400},
      {"19691231", "year_month_day", -86400},
  };
  for (const Time& time : times) EXPECT_EQ(seconds_of(time.text, time.format), time.seconds) << time.text << " as " << time.format;
}

TEST(SecondsOf, WhatIsNoTimeOfTheFormatIsNone) {
  const std::pair<std::string_view, std::string_view> texts[] = {{"", "year_month_day"},
                                                                 {"2009-02-30", "year_month_day"},
                                                                 {"2009-13-01", "year_month_day"},
                                                                 {"19000229", "year_month_day"},
                                                                 {"2009/02-04", "year_month_day"},
                                                                 {"20090204T1223", "year_month_day"},
                                                                 {"20090204x", "year_month_day"},
                                                                 {"2009-02-04 25:00:00", "year_month_day"},
                                                                 {"Foo, 04 2009", "month_day_year"},
                                                                 {"13/01/2009", "month_day_year"},
                                                                 {"01/13/2009", "day_month_year"},
                                                                 {"-1", "win_filetime"},
                                                                 {"xyz", "win_filetime"},
                                                                 {"1.5", "seconds_since_epoch"},
                                                                 {"20090204122343", "cim_datetime"},
                                                                 {"20090204", "no_such_format"}};
  for (const auto& [text, format] : texts) EXPECT_FALSE(seconds_of(text, format)) << text << " as " << format;
}

}  // namespace
}  // namespace assay::evaluate
