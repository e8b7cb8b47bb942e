#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rules_lua/script.h"

namespace assay::lua {
namespace {

using testing::HasSubstr;

// The values of an expression, each with its type's mark, separated by blanks.
std::string values(const std::string& expression) {
  return value_of(
      "local function show(...) local out = {} for i = 1, select('#', ...) do local v = select(i, ...) "
      "out[i] = type(v) == 'string' and '<' .. v .. '>' or tostring(v) end return table.concat(out, ' ') end return show(" +
      expression + ")");
}

std::string listed(const std::string& expression) { return values("table.unpack(" + expression + ")"); }

TEST(StringMatch, GivesCapturesOrTheWholeMatch) {
  EXPECT_EQ(values(R"x(string.match("key = value", "(\\w+)\\s*=\\s*(\\w+)"))x"), "<key> <value>");
  EXPECT_EQ(values(R"x(string.match("key = value", "\\w+$"))x"), "<value>");
  EXPECT_EQ(values(R"x(string.match("key", "\\d"))x"), "nil");
  EXPECT_EQ(values(R"x(("b"):match("(a)?(b)"))x"), "nil <b>");
}

TEST(StringMatch, TakesFlags) {
  EXPECT_EQ(values(R"x(string.match("A\nB", "^b$", "im"))x"), "<B>");
  EXPECT_EQ(values(R"x(string.match("A\nB", "A.B", "s"))x"), "<A\nB>");
  EXPECT_EQ(values(R"x(string.match("AB", "A B # both", "x"))x"), "<AB>");
  EXPECT_THAT(error_of(R"x(string.match("a", "a", "g"))x"), HasSubstr("'g' is no flag"));
}

TEST(StringMatch, TellsWhereAPatternIsNone) {
  EXPECT_THAT(error_of("\nstring.match('a', '(')"), HasSubstr("script:2: pattern \"(\" is no regular expression"));
  EXPECT_THAT(error_of("string.match(nil, 'a')"), HasSubstr("string expected, got nil"));
}

TEST(StringMatch, ReadsBytesThatAreNoText) {
  EXPECT_EQ(values(R"x(#string.match("\xff\0\xfe", ".*", "s"))x"), "3");
  EXPECT_EQ(values(R"x(string.match("\xff ä", "ä"))x"), "<ä>");
}

TEST(StringGmatch, GoesFromMatchToMatch) {
  const std::string loop =
      "local s = '' for a, b in string.gmatch(TEXT, PATTERN) do s = s .. tostring(a) .. tostring(b) .. ' ' end return s";
  const auto all = [&](const std::string& text, const std::string& pattern) {
    return value_of("local TEXT, PATTERN = [[" + text + "]], [[" + pattern + "]] " + loop);
  };
  EXPECT_EQ(all("a=1, b=2", R"x((\w)=(\d))x"), "a1 b2 ");
  EXPECT_EQ(all("abc", "."), "anil bnil cnil ");
  EXPECT_EQ(all("ab", "x*"), "nil nil nil ");
  EXPECT_EQ(all("bab", "(a)?(b)"), "falseb ab ");
}

TEST(StringGsub, ReplacesAllMatches) {
  EXPECT_EQ(values(R"x(string.gsub("a-b", "(\\w)", "<$1$0>"))x"), "<<aa>-<bb>>");
  EXPECT_EQ(values(R"x(string.gsub("ab", "x*", "-"))x"), "<-a-b->");
  EXPECT_EQ(values(R"x(string.gsub("a", "a", "$$1 $x $"))x"), "<$1 $x $>");
  EXPECT_EQ(values(R"x(string.gsub("none", "x", "y"))x"), "<none>");
  EXPECT_EQ(values(R"x(string.gsub("a", "a", "$7"))x"), "<>");
}

TEST(StringFind, IsOfPlainText) {
  EXPECT_EQ(values("string.find('a.b', '.')"), "2 2");
  EXPECT_EQ(values("string.find('abcabc', 'bc', 3)"), "5 6");
  EXPECT_EQ(values("string.find('abc', 'c', -1)"), "3 3");
  EXPECT_EQ(values("string.find('abc', '')"), "1 0");
  EXPECT_EQ(values("string.find('abc', 'x')"), "nil");
  EXPECT_EQ(values("string.find('abc', 'a', 9)"), "nil");
}

TEST(StringSplit, KeepsEmptyPieces) {
  EXPECT_EQ(listed("string.split('a:b::c', ':')"), "<a> <b> <> <c>");
  EXPECT_EQ(listed("string.split('a,b;c', ',;')"), "<a> <b> <c>");
  EXPECT_EQ(listed("string.split('', ',')"), "<>");
  EXPECT_EQ(listed("string.split('abc', '')"), "<abc>");
}

TEST(StringWords, HaveNoEmptyOnes) {
  EXPECT_EQ(listed("string.words('  a\\tb \\n c ')"), "<a> <b> <c>");
  EXPECT_EQ(values("#string.words('  ')"), "0");
}

TEST(StringTrim, CutsWhiteSpaceAtBothEnds) {
  EXPECT_EQ(values("string.trim(' \\t a b\\r\\n')"), "<a b>");
  EXPECT_EQ(values("(' '):trim()"), "<>");
}

TEST(StringStartsAndEnds, CompareBytes) {
  EXPECT_EQ(values("string.starts('abc', 'ab'), string.starts('a', 'ab'), string.ends('abc', 'bc'), string.ends('c', 'bc')"),
            "true false true false");
}

TEST(StringLines, AreNumberedFromOne) {
  const auto lines = [](const std::string& text) {
    return value_of("local s = '' for n, line in string.lines(\"" + text + "\") do s = s .. n .. '[' .. line .. ']' end return s");
  };
  EXPECT_EQ(lines("a\\n\\nb"), "1[a]2[]3[b]");
  EXPECT_EQ(lines("a\\n"), "1[a]");
  EXPECT_EQ(lines(""), "");
}

TEST(StringByte, TakesARangeAsEver) {
  EXPECT_EQ(values("string.byte('abc', 2)"), "98");
  EXPECT_EQ(values("string.byte('abc', -2, -1)"), "98 99");
  EXPECT_EQ(values("string.byte('abc', 1, -1)"), "97 98 99");
  EXPECT_EQ(values("string.byte('abc', 0, 99)"), "97 98 99");
  EXPECT_EQ(values("string.byte('', 1)"), "");
  EXPECT_EQ(values("string.byte('abc', -9, -3)"), "97");
  EXPECT_EQ(values("string.byte('abc', -9, -4)"), "");
  EXPECT_EQ(values("string.byte('abc', math.mininteger, math.mininteger)"), "");
}

TEST(StringsOfLua, AreThere) {
  EXPECT_EQ(values("('aB'):lower(), ('aB'):upper(), ('ab'):reverse(), ('abc'):sub(2), #'abc', string.char(65)"),
            "<ab> <AB> <ba> <bc> 3 <A>");
  EXPECT_EQ(values("string.format('%03o %s %q', 9, true, 'x'), '10' + 1"), "<011 true \"x\"> 11");
}

}  // namespace
}  // namespace assay::lua
