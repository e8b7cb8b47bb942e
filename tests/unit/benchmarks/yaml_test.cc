#include "benchmarks/compiler/yaml.h"

#include <gmock/gmock.h>

#include "engine/base/error.h"

namespace assay::benchmarks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string refusal(std::string_view text) {
  try {
    parse_source("x.yaml", text);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "";
}

TEST(SourceYaml, EveryValueKnowsItsLine) {
  const Yaml root = parse_source("x.yaml", "a: 1\nb:\n  - c\n  - d: e\n");
  EXPECT_EQ(root.find("a")->place(), "x.yaml:1");
  EXPECT_EQ(root.find("b")->items.at(1).find("d")->place(), "x.yaml:4");
}

TEST(SourceYaml, ANumberInQuotesIsText) {
  const Yaml root = parse_source("x.yaml", "{a: 0644, b: \"0644\", c: true, d: 2.10}");
  EXPECT_EQ(root.find("b")->type, Yaml::Type::string);
  EXPECT_EQ(root.find("b")->text, "0644");
  EXPECT_EQ(root.find("c")->type, Yaml::Type::boolean);
  EXPECT_EQ(root.find("d")->text, "2.10");
}

TEST(SourceYaml, NullSaysNothing) {
  const Yaml root = parse_source("x.yaml", "{a: ~, b: null, c: , d: !!null '', e: 'null', f: \"\"}");
  for (const char* key : {"a", "b", "c", "d", "f"}) EXPECT_EQ(root.find(key)->text, "") << key;
  EXPECT_EQ(root.find("e")->text, "null");
}

TEST(SourceYaml, AKeyTwiceIsRefusedWithItsLine) { EXPECT_THAT(refusal("a: 1\na: 2\n"), HasSubstr("x.yaml:2")); }

TEST(SourceYaml, WhatIsNoYamlIsRefusedWithItsLine) { EXPECT_THAT(refusal("a: [1\nb: 2\n"), HasSubstr("line")); }

TEST(SourceYaml, AliasesThatWouldGrowWithoutEndAreRefused) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) text += (j == 0 ? "" : ", ") + below;
    text += "]\n";
  }
  EXPECT_THAT(refusal(text), HasSubstr("more values"));
}

TEST(SourceFields, EveryWrongKeyIsTold) {
  const Yaml map = parse_source("x.yaml", "title: T\nscored: maybe\nlevle: 1\n");
  Complaints complaints;
  Fields fields(map, "a-rule", complaints);
  EXPECT_EQ(fields.text("title"), "T");
  fields.flag("scored", true);
  fields.text("number");
  fields.finish();
  EXPECT_THAT(complaints.list(), ElementsAre(HasSubstr("scored is neither true nor false"), HasSubstr("number is missing"),
                                             AllOf(HasSubstr("x.yaml:3: a-rule: "), HasSubstr("unknown key \"levle\""))));
}

TEST(SourceFields, AScalarIsAListOfOne) {
  const Yaml map = parse_source("x.yaml", "{a: x, b: [y, z]}");
  Complaints complaints;
  Fields fields(map, "", complaints);
  EXPECT_THAT(fields.list("a"), ElementsAre("x"));
  EXPECT_THAT(fields.list("b"), ElementsAre("y", "z"));
  EXPECT_THAT(fields.list("c"), IsEmpty());
  EXPECT_THAT(complaints.list(), IsEmpty());
}

}  // namespace
}  // namespace assay::benchmarks
