#include "probes/parse/yaml_path.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using Records = std::vector<YamlRecord>;
using enum YamlType;

constexpr std::string_view kDocument = R"(
a: 1
B: Two
map: {k1: v1, K2: 2}
nested: {x: {y: 1}}
list: [1, "2", three]
lom: [{name: n1, val: 1}, {name: n2, val: 2}]
lol: [[1, 2], [3, 4]]
deep: [[[1]]]
lists_in_map: {a: [1, 2], b: 3}
items: [{n: [a, b]}, {n: [c, d]}]
mixed: [1, [2, 3], 4]
empties: [[], {}, 1]
empty: {}
"dotted.key": d
anchored: &x {q: 1}
alias: *x
)";

Records ask(std::string_view path, std::string_view document = kDocument) {
  const auto parsed = YamlPath::parse(path);
  EXPECT_TRUE(parsed) << path;
  if (!parsed) return {};
  const auto records = yaml_values(document, *parsed);
  EXPECT_TRUE(records) << path << ": " << records.error().detail;
  return records.value_or(Records{});
}

int code(std::string_view path, std::string_view document = kDocument) {
  const auto parsed = YamlPath::parse(path);
  EXPECT_TRUE(parsed) << path;
  const auto records = yaml_values(document, *parsed);
  return records ? 0 : records.error().code;
}

// The one field of the one record that `a: <scalar>` makes.
YamlField scalar(std::string_view text) {
  const auto records = ask(".a", "a: " + std::string(text) + "\n");
  return records.size() == 1 && records[0].size() == 1 ? records[0][0] : YamlField{"none", string, ""};
}

TEST(YamlPath, AKeyLeadsToItsValue) {
  EXPECT_EQ(ask(".a"), (Records{{{"#", integer, "1"}}}));
  EXPECT_EQ(ask("a"), ask(".a"));
  EXPECT_EQ(ask("$.a"), ask(".a"));
  EXPECT_EQ(ask("['a']"), ask(".a"));
  EXPECT_EQ(ask("$[\"a\"]"), ask(".a"));
}
TEST(YamlPath, AKeyMayHoldDots) { EXPECT_EQ(ask("['dotted.key']"), (Records{{{"#", string, "d"}}})); }
TEST(YamlPath, AnIndexLeadsToItsElement) {
  EXPECT_EQ(ask(".list[1]"), (Records{{{"#", string, "2"}}}));
  EXPECT_EQ(ask(".list[3]"), Records{});
  EXPECT_EQ(ask("[1]", "- a\n- b\n"), (Records{{{"#", string, "b"}}}));
}
TEST(YamlPath, ASliceKeepsASequence) {
  EXPECT_EQ(ask(".lom[:].name"), (Records{{{"#", string, "n1"}, {"#", string, "n2"}}}));
  EXPECT_EQ(ask(".list[1:3]"), (Records{{{"#", string, "2"}, {"#", string, "three"}}}));
  EXPECT_EQ(ask(".list[1:9]"), ask(".list[1:3]"));
  EXPECT_EQ(ask(".list[::2]"), (Records{{{"#", integer, "1"}, {"#", string, "three"}}}));
  EXPECT_EQ(ask(".list[5:]"), Records{});
}
TEST(YamlPath, ASetOfIndicesKeepsASequence) { EXPECT_EQ(ask(".list[0,2,7]"), (Records{{{"#", integer, "1"}, {"#", string, "three"}}})); }
TEST(YamlPath, ASetOfKeysKeepsAMap) { EXPECT_EQ(ask("['a','B','none']"), (Records{{{"a", integer, "1"}, {"^b", string, "Two"}}})); }
TEST(YamlPath, AnAnchorIsAStart) {
  EXPECT_EQ(ask("&x"), (Records{{{"q", integer, "1"}}}));
  EXPECT_EQ(ask("&x.q"), (Records{{{"#", integer, "1"}}}));
  EXPECT_EQ(ask("&none"), Records{});
}
TEST(YamlPath, AnAliasIsWhatItStandsFor) { EXPECT_EQ(ask(".alias.q"), (Records{{{"#", integer, "1"}}})); }
TEST(YamlPath, LeadsNowhereWhereTheStructureIsAnother) {
  for (const std::string_view path : {".none", ".a.b", ".list.a", ".a[0]", ".map[:]", ".map[0]", ".list['a','b']"})
    EXPECT_EQ(ask(path), Records{}) << path;
}

TEST(YamlPath, IsRefusedWhereItIsBroken) {
  for (const std::string_view path :
       {"",         ".",       "..a",    ".a.",    ".['a']",   ".[0]",     ".a[",    ".a[]",        ".a[-1]", ".a[x]",
        ".a[1:-1]", ".a[::0]", ".a['b]", ".a['b'", ".a['b',]", ".a['b'x]", ".a[0]b", ".a[1:2:3:4]", "&",      ".a[99999999999999999999]"})
    EXPECT_FALSE(YamlPath::parse(path)) << path;
}

TEST(YamlValues, AMapIsARecordOfItsKeys) { EXPECT_EQ(ask(".map"), (Records{{{"k1", string, "v1"}, {"^k2", integer, "2"}}})); }
TEST(YamlValues, ASequenceOfScalarsIsOneRecord) {
  EXPECT_EQ(ask(".list"), (Records{{{"#", integer, "1"}, {"#", string, "2"}, {"#", string, "three"}}}));
}
TEST(YamlValues, ASequenceOfMapsIsARecordEach) {
  EXPECT_EQ(ask(".lom"), (Records{{{"name", string, "n1"}, {"val", integer, "1"}}, {{"name", string, "n2"}, {"val", integer, "2"}}}));
  EXPECT_EQ(ask(".lom[:]"), ask(".lom"));
}
TEST(YamlValues, ASequenceOfSequencesIsARecordEach) {
  EXPECT_EQ(ask(".lol"), (Records{{{"#", integer, "1"}, {"#", integer, "2"}}, {{"#", integer, "3"}, {"#", integer, "4"}}}));
  EXPECT_EQ(ask(".lol[:][:]"), ask(".lol"));
  EXPECT_EQ(ask(".lol[:][0]"), (Records{{{"#", integer, "1"}, {"#", integer, "3"}}}));
  EXPECT_EQ(ask(".items[:].n[0]"), (Records{{{"#", string, "a"}, {"#", string, "c"}}}));
}
TEST(YamlValues, ASequenceInAMapRepeatsItsKey) {
  EXPECT_EQ(ask(".lists_in_map"), (Records{{{"a", integer, "1"}, {"a", integer, "2"}, {"b", integer, "3"}}}));
}
TEST(YamlValues, EmptyStructuresAreNoValues) {
  EXPECT_EQ(ask(".empty"), Records{});
  EXPECT_EQ(ask(".empties"), (Records{{{"#", integer, "1"}}}));
}
TEST(YamlValues, WhatIsNotFlatIsRefused) {
  for (const std::string_view path : {".nested", ".deep", ".mixed", "$"}) EXPECT_EQ(code(path), EINVAL) << path;
}
TEST(YamlValues, FieldNamesEscapeUpperCase) {
  EXPECT_EQ(ask("$", "{A b: 1, ^c: 2, a: 3}"), (Records{{{"^a b", integer, "1"}, {"^^c", integer, "2"}, {"a", integer, "3"}}}));
}
TEST(YamlValues, EveryDocumentOfAStreamIsAsked) {
  EXPECT_EQ(ask(".a", "a: 1\n---\na: [2, 3]\n---\nb: 4\n"), (Records{{{"#", integer, "1"}, {"#", integer, "2"}, {"#", integer, "3"}}}));
  EXPECT_EQ(ask(".a", "a: {x: 1}\n---\na: {x: 2}\n"), (Records{{{"x", integer, "1"}}, {{"x", integer, "2"}}}));
}
TEST(YamlValues, AnEmptyStreamHasNone) { EXPECT_EQ(ask(".a", ""), Records{}); }
TEST(YamlValues, AKeyThatIsThereTwiceDecidesNothing) { EXPECT_EQ(code(".a", "a: 1\na: 2\n"), EBADMSG); }

TEST(YamlValues, BytesThatAreNoYamlAreRefused) {
  EXPECT_EQ(code(".a", "a: [1\n"), EBADMSG);
  EXPECT_EQ(code(".a", "a: \xFF\xFE\n"), EBADMSG);
  EXPECT_EQ(code(".a", "a: 1\n---\na: [1\n"), EBADMSG) << "an error in a later document hides nothing";
  EXPECT_EQ(code(".a", "a: *unknown\n"), EBADMSG);
  EXPECT_EQ(code(".a", "a: &loop [*loop]\n"), EBADMSG);
}
TEST(YamlValues, AliasesThatGrowWithoutEndAreRefused) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n", path = ".a7";
  for (int i = 1; i < 8; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 1; k < 10; ++k) bomb += ", " + before;
    bomb += "]\n";
    path += "[:]";
  }
  EXPECT_EQ(code(path, bomb), EFBIG);
}
TEST(YamlValues, DeepNestingIsRefused) { EXPECT_EQ(code(".a", std::string(200'000, '[')), EFBIG); }

TEST(YamlScalar, BooleansAreThoseOfYaml12) {
  EXPECT_EQ(scalar("True"), (YamlField{"#", boolean, "true"}));
  EXPECT_EQ(scalar("FALSE"), (YamlField{"#", boolean, "false"}));
  EXPECT_EQ(scalar("yes"), (YamlField{"#", string, "yes"}));
  EXPECT_EQ(scalar("\"true\""), (YamlField{"#", string, "true"}));
  EXPECT_EQ(scalar("!!bool \"true\""), (YamlField{"#", boolean, "true"}));
}
TEST(YamlScalar, IntegersAreDecimalHexadecimalOrOctal) {
  EXPECT_EQ(scalar("066"), (YamlField{"#", integer, "66"}));
  EXPECT_EQ(scalar("-017"), (YamlField{"#", integer, "-17"}));
  EXPECT_EQ(scalar("+5"), (YamlField{"#", integer, "5"}));
  EXPECT_EQ(scalar("-0"), (YamlField{"#", integer, "0"}));
  EXPECT_EQ(scalar("0o33"), (YamlField{"#", integer, "27"}));
  EXPECT_EQ(scalar("0xFF"), (YamlField{"#", integer, "255"}));
  EXPECT_EQ(scalar("0o8"), (YamlField{"#", string, "0o8"}));
  EXPECT_EQ(scalar("0x"), (YamlField{"#", string, "0x"}));
  EXPECT_EQ(scalar("12345678901234567890123"), (YamlField{"#", integer, "12345678901234567890123"}));
  EXPECT_EQ(scalar("!!int \"369\""), (YamlField{"#", integer, "369"}));
}
TEST(YamlScalar, FloatsHaveAPointOrAnExponent) {
  EXPECT_EQ(scalar("7.4"), (YamlField{"#", floating, "7.4"}));
  EXPECT_EQ(scalar("-.5"), (YamlField{"#", floating, "-0.5"}));
  EXPECT_EQ(scalar("+12e03"), (YamlField{"#", floating, "12000"}));
  EXPECT_EQ(scalar("-.inf"), (YamlField{"#", floating, "-INF"}));
  EXPECT_EQ(scalar(".NAN"), (YamlField{"#", floating, "NaN"}));
  EXPECT_EQ(scalar("!!float \"978.65\""), (YamlField{"#", floating, "978.65"}));
  for (const char* text : {".", "1e", "1.5x", "1_000", "+.inf.", "1.2.3"}) EXPECT_EQ(scalar(text).type, string) << text;
}
TEST(YamlScalar, NullIsAWord) {
  for (const char* text : {"null", "~", "", "!!null \"null\""}) EXPECT_EQ(scalar(text), (YamlField{"#", string, "(null)"})) << text;
  EXPECT_EQ(scalar("\"null\"").value, "null");
}
TEST(YamlScalar, ATagWins) {
  EXPECT_EQ(scalar("!!str 5"), (YamlField{"#", string, "5"}));
  EXPECT_EQ(scalar("! 7"), (YamlField{"#", string, "7"}));
  EXPECT_EQ(scalar("!custom 7"), (YamlField{"#", string, "7"}));
}
TEST(YamlScalar, ATagThatClaimsWhatTheTextIsNotIsRefused) {
  for (const char* text : {"!!bool \"falsee\"", "!!int \"50%\"", "!!float \"58.41$\"", "!!null x"})
    EXPECT_EQ(code(".a", "a: " + std::string(text) + "\n"), EINVAL) << text;
}

}  // namespace
}  // namespace assay
