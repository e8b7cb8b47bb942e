#include "engine/base/text.h"

#include <gtest/gtest.h>

namespace assay {

TEST(Printable, LeavesWellFormedTextAlone) { EXPECT_EQ(printable("gr\xC3\xBC\xC3\x9F\tdich\n"), "gr\xC3\xBC\xC3\x9F\tdich\n"); }
TEST(Printable, EscapesBytesThatAreNoUtf8) { EXPECT_EQ(printable("a\xFFz\xC3"), "a\\xFFz\\xC3"); }
TEST(Printable, EscapesCharactersXmlCannotHold) { EXPECT_EQ(printable(std::string_view("a\x01\0z", 4)), "a\\x01\\x00z"); }
TEST(Printable, EscapesSurrogatesAndNonCharacters) { EXPECT_EQ(printable("\xED\xA0\x80\xEF\xBF\xBF"), "\\xED\\xA0\\x80\\xEF\\xBF\\xBF"); }

TEST(Utf8, RefusesOverlongForms) {
  EXPECT_FALSE(is_utf8("\xC0\xAF"));
  EXPECT_FALSE(is_utf8("\xE0\x80\xAF"));
  EXPECT_TRUE(is_utf8("\xF0\x9F\x98\x80"));
}

TEST(ParseInt, TakesAWholeDecimalNumber) {
  EXPECT_EQ(parse_int("-42"), -42);
  EXPECT_EQ(parse_int("+7"), 7);
  EXPECT_EQ(parse_int("0644", 8), 0644);
}
TEST(ParseInt, RefusesAnythingAroundOrTooLarge) {
  EXPECT_EQ(parse_int(" 1"), std::nullopt);
  EXPECT_EQ(parse_int("1x"), std::nullopt);
  EXPECT_EQ(parse_int("+-1"), std::nullopt);
  EXPECT_EQ(parse_int("9223372036854775808"), std::nullopt);
}

TEST(Split, KeepsEmptyPieces) { EXPECT_EQ(split("a,,b", ',').size(), 3u); }
TEST(Words, HaveNoEmptyPieces) { EXPECT_EQ(words("  a \t b ").size(), 2u); }
TEST(Lines, CountALastLineWithoutNewline) {
  EXPECT_EQ(lines("a\nb").size(), 2u);
  EXPECT_EQ(lines("a\nb\n").size(), 2u);
  EXPECT_TRUE(lines("").empty());
}
TEST(Trim, TakesWhiteSpaceOfXmlFromBothEnds) { EXPECT_EQ(trim(" \r\n x y\t"), "x y"); }
TEST(UtcTime, IsADateTimeOfXmlSchema) { EXPECT_EQ(utc_time(0), "1970-01-01T00:00:00Z"); }

TEST(Covers, KnowsStarsAndQuestionMarksAndNothingElse) {
  for (const auto& [glob, text] : {std::pair("", ""), std::pair("*", ""), std::pair("*", "a/b"), std::pair("a?c*", "abc"),
                                   std::pair("*.qcow2", "images/base.qcow2"), std::pair("*a*a*b", "aaaab"), std::pair("[x]", "[x]")})
    EXPECT_TRUE(covers(glob, text)) << glob;
  for (const auto& [glob, text] :
       {std::pair("", "a"), std::pair("?", ""), std::pair("a", "ab"), std::pair("*b", "ba"), std::pair("a*b", "a")})
    EXPECT_FALSE(covers(glob, text)) << glob;
}

}  // namespace assay
