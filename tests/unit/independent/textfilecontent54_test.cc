#include "tests/unit/independent/inspected.h"

namespace assay::probes {
extern const collect::Probe kProbe_textfilecontent54;

namespace {

using oval::Check;
using oval::Datatype;
using oval::Flag;
using oval::Operation;
using test::Inspected;
using Words = std::vector<std::string>;

Inspected& every(Inspected& asked) { return asked.entity("instance", "1", Operation::greater_than_or_equal, Datatype::int_); }

// The texts a pattern finds, all instances.
Words texts(const std::string& content, const std::string& pattern, Regex::Options options = {.multiline = true}) {
  Inspected asked(kProbe_textfilecontent54, content);
  every(asked.entity("pattern", pattern, Operation::pattern_match)).options(options).run();
  EXPECT_TRUE(asked.flags.empty());
  return asked.column("text");
}

// The instances found where the object asks for `operation` `value`.
Words instances(Operation operation, const std::string& value) {
  Inspected asked(kProbe_textfilecontent54, "a\na\na\n");
  asked.entity("pattern", "a", Operation::pattern_match).entity("instance", value, operation, Datatype::int_).run();
  return asked.column("instance");
}

TEST(Textfilecontent54, AnItemHasTheEntitiesOfTheSchema) {
  Inspected asked(kProbe_textfilecontent54, "x\nkey = value\n");
  every(asked.entity("pattern", R"(^(\w+) = (\w+)$)", Operation::pattern_match)).run();
  ASSERT_EQ(asked.items.size(), 1u);
  Words names;
  for (const oval::ItemEntity& entity : asked.items[0]) names.push_back(std::string(entity.field->name) + "=" + std::string(entity.value));
  EXPECT_EQ(names, (Words{"filepath=/etc/file", "path=/etc", "filename=file", R"(pattern=^(\w+) = (\w+)$)", "instance=1",
                          "text=key = value", "subexpression=key", "subexpression=value"}));
  EXPECT_EQ(asked.items[0].schema().type, "textfilecontent");
}

TEST(Textfilecontent54, EachSuccessiveMatchIsAnInstance) {
  Inspected asked(kProbe_textfilecontent54, "abc\nxaby\nabab");
  every(asked.entity("pattern", "ab[cy]?", Operation::pattern_match)).run();
  EXPECT_EQ(asked.column("instance"), (Words{"1", "2", "3", "4"}));
  EXPECT_EQ(asked.column("text"), (Words{"abc", "aby", "ab", "ab"}));
}

TEST(Textfilecontent54, AMatchIsTheLongestAcrossTheWholeFile) { EXPECT_EQ(texts("abcdefxyzxyzabc", "abc(.*)xyz"), Words{"abcdefxyzxyz"}); }
TEST(Textfilecontent54, APatternMaySpanLines) { EXPECT_EQ(texts("[a]\nx=1\n", R"(\[a\]\s+x=1)"), Words{"[a]\nx=1"}); }
TEST(Textfilecontent54, AnEmptyMatchGoesOn) { EXPECT_EQ(texts("ab", "x*"), (Words{"", "", ""})); }
TEST(Textfilecontent54, EachEmptyLineIsFoundOnce) { EXPECT_EQ(texts("a\n\nb\n\nc", "^$").size(), 2u); }
TEST(Textfilecontent54, AnEmptyFileCanMatch) { EXPECT_EQ(texts("", "^$").size(), 1u); }
TEST(Textfilecontent54, ALastLineWithoutNewlineMatches) { EXPECT_EQ(texts("a\nb=1", "^b=1$"), Words{"b=1"}); }
TEST(Textfilecontent54, ALineEndDoesNotMatchBeforeACarriageReturn) { EXPECT_EQ(texts("a=1\r\n", "^a=1$"), Words{}); }
TEST(Textfilecontent54, BytesBehindANulAreSearched) {
  EXPECT_EQ(texts(std::string("a=1\0b=2\nc=3\n", 12), "[bc]=."), (Words{"b=2", "c=3"}));
}
TEST(Textfilecontent54, BytesThatAreNoUtf8StopNothing) { EXPECT_EQ(texts("a=1\n\xFF=2\nb=3\n", "^[ab]=.$"), (Words{"a=1", "b=3"})); }
TEST(Textfilecontent54, WithoutMultilineTheEndsAreThoseOfTheFile) { EXPECT_EQ(texts("a\nb\n", "^[ab]", {}), Words{"a"}); }
TEST(Textfilecontent54, SinglelineLetsADotMatchANewline) {
  EXPECT_EQ(texts("a\nb", "a.b", {.multiline = true, .singleline = true}), Words{"a\nb"});
  EXPECT_EQ(texts("a\nb", "a.b"), Words{});
}

TEST(Textfilecontent54, AGroupThatTookNoPartIsNoSubexpression) {
  Inspected asked(kProbe_textfilecontent54, "ab");
  every(asked.entity("pattern", "(a)(x)?(b)(c)?", Operation::pattern_match)).run();
  EXPECT_EQ(asked.values(0, "subexpression"), (Words{"a", "b"}));
}
TEST(Textfilecontent54, AnEmptyGroupIsAnEmptySubexpression) {
  Inspected asked(kProbe_textfilecontent54, "a=\n");
  every(asked.entity("pattern", "^a=(.*)$", Operation::pattern_match)).run();
  EXPECT_EQ(asked.values(0, "subexpression"), Words{""});
}

TEST(Textfilecontent54, TheLineIsThatOfTheFirstSubexpression) {
  Inspected asked(kProbe_textfilecontent54, "\n# x\n\nkey=1\nkey=2\n");
  every(asked.entity("pattern", R"((?:^|\n)\s*key=(\d))", Operation::pattern_match)).run();
  ASSERT_EQ(asked.items.size(), 2u);
  EXPECT_EQ(asked.items[0].line(), 4u);
  EXPECT_EQ(asked.items[1].line(), 5u);
}
TEST(Textfilecontent54, WithoutSubexpressionTheLineIsThatOfTheMatch) {
  Inspected asked(kProbe_textfilecontent54, "a\nb\n");
  every(asked.entity("pattern", "b", Operation::pattern_match)).run();
  EXPECT_EQ(asked.items.at(0).line(), 2u);
}

TEST(Textfilecontent54, InstancesAreAskedForByAnyOperation) {
  EXPECT_EQ(instances(Operation::equals, "2"), Words{"2"});
  EXPECT_EQ(instances(Operation::not_equal, "2"), (Words{"1", "3"}));
  EXPECT_EQ(instances(Operation::greater_than, "1"), (Words{"2", "3"}));
  EXPECT_EQ(instances(Operation::equals, "0"), Words{});
  EXPECT_EQ(instances(Operation::equals, "4"), Words{});
}
TEST(Textfilecontent54, NegativeInstancesCountFromTheEnd) {
  EXPECT_EQ(instances(Operation::equals, "-1"), Words{"3"});
  EXPECT_EQ(instances(Operation::equals, "-3"), Words{"1"});
  EXPECT_EQ(instances(Operation::equals, "-4"), Words{});
  EXPECT_EQ(instances(Operation::greater_than_or_equal, "-2"), (Words{"2", "3"}));
  EXPECT_EQ(instances(Operation::greater_than, "-1"), Words{});
  EXPECT_EQ(instances(Operation::less_than, "-2"), Words{"1"});
}

TEST(Textfilecontent54, EachValueOfAVariableIsAPattern) {
  Inspected asked(kProbe_textfilecontent54, "a=1\nb=2\n");
  every(asked.entity("pattern", {"^a=(.)", "^b=(.)", "^c=(.)"}, Operation::pattern_match, Datatype::string, Check::at_least_one)).run();
  EXPECT_EQ(asked.column("pattern"), (Words{"^a=(.)", "^b=(.)"}));
  EXPECT_EQ(asked.column("instance"), (Words{"1", "1"}));
}

TEST(Textfilecontent54, EqualsIsALiteralBlock) {
  Inspected asked(kProbe_textfilecontent54, "a.b axb a.b A.B");
  every(asked.entity("pattern", "a.b")).run();
  EXPECT_EQ(asked.column("text"), (Words{"a.b", "a.b"}));
}
TEST(Textfilecontent54, ALiteralBlockMayIgnoreCase) {
  Inspected asked(kProbe_textfilecontent54, "a.b A.B");
  every(asked.entity("pattern", "a.b", Operation::case_insensitive_equals)).run();
  EXPECT_EQ(asked.column("text"), (Words{"a.b", "A.B"}));
}
TEST(Textfilecontent54, AnEmptyLiteralEnds) {
  Inspected asked(kProbe_textfilecontent54, "ab");
  every(asked.entity("pattern", "")).run();
  EXPECT_EQ(asked.items.size(), 3u);
}
TEST(Textfilecontent54, AnOperationWithoutMeaningIsAnError) {
  Inspected asked(kProbe_textfilecontent54, "a");
  every(asked.entity("pattern", "a", Operation::not_equal)).run();
  ASSERT_EQ(asked.flags.size(), 1u);
  EXPECT_EQ(asked.flags[0].first, Flag::error);
  EXPECT_TRUE(asked.items.empty());
}

TEST(Textfilecontent54, APatternThatRunsAwayIsAnErrorThatNamesTheFile) {
  Inspected asked(kProbe_textfilecontent54, std::string(5000, 'a') + "!");
  every(asked.entity("pattern", R"(^(a+)+\1$)", Operation::pattern_match)).run();
  ASSERT_EQ(asked.flags.size(), 1u);
  EXPECT_EQ(asked.flags[0].first, Flag::error);
  EXPECT_NE(asked.flags[0].second.find("/etc/file"), std::string::npos);
}

TEST(Textfilecontent54, AFileThatCouldNotBeReadIsNotAFileWithoutMatches) {
  for (const int code : {EACCES, EFBIG, EIO}) {
    Inspected asked(kProbe_textfilecontent54, fail(code));
    every(asked.entity("pattern", "a", Operation::pattern_match)).run();
    ASSERT_EQ(asked.flags.size(), 1u);
    EXPECT_EQ(asked.flags[0].first, Flag::incomplete);
    EXPECT_NE(asked.flags[0].second.find("/etc/file"), std::string::npos);
  }
}
TEST(Textfilecontent54, WhatIsNoRegularFileIsPassedOver) {
  for (const int code : {EINVAL, EISDIR, ENOENT, ELOOP}) {
    Inspected asked(kProbe_textfilecontent54, fail(code));
    every(asked.entity("pattern", "a", Operation::pattern_match)).run();
    EXPECT_TRUE(asked.flags.empty());
    EXPECT_TRUE(asked.items.empty());
  }
}
TEST(Textfilecontent54, ADirectoryHasNoText) {
  Inspected asked(kProbe_textfilecontent54, std::string("a"));
  every(asked.entity("pattern", "a", Operation::pattern_match)).directory_only().run();
  EXPECT_TRUE(asked.items.empty());
}
TEST(Textfilecontent54, StopsWhereTheBudgetEnds) {
  Inspected asked(kProbe_textfilecontent54, std::string(100, 'a'));
  every(asked.entity("pattern", "a", Operation::pattern_match)).budget(3).run();
  EXPECT_EQ(asked.items.size(), 3u);
}

}  // namespace
}  // namespace assay::probes
