#include "engine/evaluate/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/evaluate/explain_expected.h"
#include "tests/unit/evaluate/checklist.h"
#include "tests/unit/evaluate/oval_unit.h"

namespace assay::evaluate {
namespace {

using oval::Criteria;
using testing::ElementsAre;
using testing::HasSubstr;

Criteria leaf(std::string test, bool negate = false) {
  Criteria node;
  node.kind = Criteria::Kind::criterion;
  node.ref = std::move(test);
  node.negate = negate;
  return node;
}

Criteria extended(std::string definition) {
  Criteria node = leaf(std::move(definition));
  node.kind = Criteria::Kind::extend_definition;
  return node;
}

Criteria node(Operator operation, std::vector<Criteria> children, bool negate = false) {
  Criteria made;
  made.operation = operation;
  made.children = std::move(children);
  made.negate = negate;
  return made;
}

// Content whose test "t"/"u" (true) and "f"/"g" (false) ask whether a thing is there, and what it explains of definition "d".
class Explained : public OvalUnit {
 public:
  Explained() {
    const plan::Index there = object("there", Flag::complete, {thing("x")}), gone = object("gone", Flag::does_not_exist);
    for (const char* id : {"t", "u"}) test(id, there);
    for (const char* id : {"f", "g"}) test(id, gone);
    test("e", object("broken", Flag::error));
  }
  std::vector<Evidence> evidence() {
    oval::SystemCharacteristics seen;
    seen.items = items;
    return explain(unit, results(), unit.definition("d"), seen, collected, patterns);
  }
  std::vector<std::string> tests() {
    std::vector<std::string> ids;
    for (const Evidence& one : evidence()) ids.push_back(one.test_id);
    return ids;
  }
  std::vector<std::string> tests_of(Criteria criteria) {
    definition("d", std::move(criteria));
    return tests();
  }
};

TEST(Deciders, OfAFalseAndAreItsFalseTestsAndOfATrueOneAll) {
  EXPECT_THAT(Explained().tests_of(node(Operator::AND, {leaf("t"), leaf("f"), leaf("g")})), ElementsAre("f", "g"));
  EXPECT_THAT(Explained().tests_of(node(Operator::AND, {leaf("t"), leaf("u")})), ElementsAre("t", "u"));
}

TEST(Deciders, OfATrueOrAreItsTrueTestsAndOfAFalseOneAll) {
  EXPECT_THAT(Explained().tests_of(node(Operator::OR, {leaf("f"), leaf("u"), leaf("g")})), ElementsAre("u"));
  EXPECT_THAT(Explained().tests_of(node(Operator::OR, {leaf("f"), leaf("g")})), ElementsAre("f", "g"));
}

TEST(Deciders, OfAnErrorAreTheTestsInError) {
  EXPECT_THAT(Explained().tests_of(node(Operator::AND, {leaf("t"), leaf("e")})), ElementsAre("e"));
}

TEST(Deciders, OfACountAreAllItsTests) {
  EXPECT_THAT(Explained().tests_of(node(Operator::ONE, {leaf("t"), leaf("f")})), ElementsAre("t", "f"));
}

TEST(Deciders, FoldNegationsIn) {
  Explained content;
  content.definition("d", node(Operator::AND, {node(Operator::OR, {leaf("f"), leaf("t", true)}, true), leaf("t", true)}));
  const std::vector<Evidence> evidence = content.evidence();
  ASSERT_EQ(evidence.size(), 1u);
  EXPECT_EQ(evidence[0].test_id, "t");
  EXPECT_TRUE(evidence[0].negated);
  EXPECT_EQ(evidence[0].result, Truth::false_);
  EXPECT_THAT(evidence[0].expected, HasSubstr("must not exist"));
}

TEST(Deciders, AreFoundThroughExtendedDefinitionsEachOnce) {
  Explained content;
  content.definition("inner", node(Operator::AND, {leaf("t"), leaf("f")}));
  EXPECT_THAT(content.tests_of(node(Operator::AND, {extended("inner"), extended("inner"), leaf("f")})), ElementsAre("f"));
}

TEST(Deciders, AreFoundAtTheEndOfAnEndlessChain) {
  Explained content;
  content.definition("0", node(Operator::AND, {leaf("f")}));
  for (int i = 1; i < 20'000; ++i) content.definition(std::to_string(i), node(Operator::AND, {extended(std::to_string(i - 1))}));
  content.definition("d", node(Operator::AND, {extended("19999")}));
  UnitResults results;
  results.tests.resize(content.unit.tests.size());
  results.tests[content.unit.test("f")].result = Truth::false_;
  const CriteriaResult row{Truth::false_, {{Truth::false_, {}}}};
  results.definitions.assign(content.unit.definitions.size(), {Truth::false_, "", row});
  EXPECT_EQ(deciders(content.unit, results, content.unit.definition("d")).size(), 1u);
}

TEST(Explainer, LeavesOutWhatThereIsNoRoomFor) {
  Explained content;
  content.definition("d", node(Operator::AND, {leaf("f"), leaf("g")}));
  oval::SystemCharacteristics seen;
  const UnitResults results = content.results();
  Explainer explainer(content.unit, results, seen, content.collected, content.patterns);
  std::size_t room = 1'000'000;
  const std::vector<Evidence> all = explainer.explain(content.unit.definition("d"), &room);
  EXPECT_EQ(all.size(), 2u);
  room = 1'000'000 - room - bytes_of(all.back());
  EXPECT_EQ(explainer.explain(content.unit.definition("d"), &room).size(), 1u);
  EXPECT_EQ(room, 0u);
  EXPECT_TRUE(explainer.explain(content.unit.definition("d"), &room).empty());
}

// One test of lines in files.
class Lines : public OvalUnit {
 public:
  Lines(Flag flag, std::vector<oval::Item> found, std::vector<Entity> wanted = {}) {
    index_ = object("o", flag, std::move(found));
    object_.id = "o";
    object_.family = "independent";
    object_.type = "textfilecontent54";
    object_.entities = {entity("filepath", "/etc/ssh/sshd_config"), entity("pattern", "^PermitRootLogin (.*)$", Operation::pattern_match)};
    unit.objects[index_].object = &object_;
    if (!wanted.empty()) states_ = {state("s", std::move(wanted))};
  }
  oval::Object& asked() { return object_; }
  Evidence evidence(Existence existence = Existence::at_least_one_exists, Check check = Check::all, bool negate = false) {
    oval::Test& made = test("t", index_, states_);
    made.check_existence = existence;
    made.check = check;
    definition("d", node(Operator::AND, {leaf("t", negate)}));
    oval::SystemCharacteristics seen;
    seen.items = items;
    return explain(unit, results(), 0, seen, collected, patterns).at(0);
  }

 private:
  oval::Object object_;
  plan::Index index_ = 0;
  std::vector<plan::Index> states_;
};

const char* const kFile = "/etc/ssh/sshd_config";

TEST(Explain, SaysWhatALineShouldSayWhatItSaysAndWhere) {
  const Evidence evidence =
      Lines(Flag::complete, {line_item(kFile, 13, "PermitRootLogin yes", "yes")}, {entity("subexpression", "no")}).evidence();
  EXPECT_EQ(evidence.expected, "/etc/ssh/sshd_config must have a line matching ^PermitRootLogin (.*)$; subexpression equals no");
  EXPECT_EQ(evidence.found, "PermitRootLogin yes");
  EXPECT_THAT(evidence.where, ElementsAre("/etc/ssh/sshd_config:13"));
}

TEST(Explain, OfWhatIsMissingNamesWhereItWasLookedFor) {
  const Evidence evidence = Lines(Flag::does_not_exist, {}).evidence();
  EXPECT_EQ(evidence.found, "nothing found");
  EXPECT_THAT(evidence.where, ElementsAre(kFile));
}

TEST(Explain, OfWhatMustNotBeThereShowsIt) {
  const Evidence evidence = Lines(Flag::complete, {line_item(kFile, 2, "PermitRootLogin yes")}).evidence(Existence::none_exist);
  EXPECT_EQ(evidence.expected, "/etc/ssh/sshd_config must have no line matching ^PermitRootLogin (.*)$");
  EXPECT_EQ(evidence.found, "PermitRootLogin yes");
}

TEST(Explain, SaysWhatFiltersLeave) {
  Lines content(Flag::does_not_exist, {});
  const plan::Index state = content.state("f", {entity("text", "harmless")});
  content.asked().filters = {{false, "f"}};
  content.unit.objects[0].filter_states = {state};
  const Evidence evidence = content.evidence(Existence::none_exist);
  EXPECT_THAT(evidence.expected, HasSubstr("must have no line matching ^PermitRootLogin (.*)$, unless text equals harmless"));
  EXPECT_EQ(evidence.found, "nothing of that kind");
}

TEST(Explain, ShowsOnlyTheItemsThatDifferAndAtMostFive) {
  std::vector<oval::Item> found = {line_item(kFile, 1, "good", "no")};
  for (std::uint32_t i = 2; i < 9; ++i) found.push_back(line_item(kFile, i, "bad " + std::to_string(i), "yes"));
  const Evidence evidence = Lines(Flag::complete, std::move(found), {entity("subexpression", "no")}).evidence();
  EXPECT_EQ(evidence.found, "7 of 8: bad 2; bad 3; bad 4; bad 5; bad 6; and 2 more");
  EXPECT_EQ(evidence.where.size(), 5u);
}

TEST(Explain, NamesTheVariablesValue) {
  Lines content(Flag::complete, {line_item(kFile, 1, "x", "5")}, {variable_entity("subexpression", "v")});
  content.constant("v", {"7"});
  content.unit.states[0].variables = {content.unit.variable("v")};
  EXPECT_THAT(content.evidence().expected, HasSubstr("subexpression equals 7"));
}

TEST(Explain, SaysThatAVariableWithoutAValueLeftNothingToAskFor) {
  Lines content(Flag::does_not_exist, {});
  content.asked().entities[0] = variable_entity("filepath", "v");
  EXPECT_EQ(content.evidence().found, "nothing was asked for: v has no value");
}

TEST(Explain, OfManyValuesShowsAFew) {
  oval::Item item = line_item(kFile, 1, "");
  for (const char* value : {"a", "b", "c", "d", "e", "f", "g"}) item.add("subexpression", value);
  EXPECT_EQ(Lines(Flag::complete, {item}, {entity("subexpression", "x")}).evidence().found, "subexpression is a, b, c, d, e and 2 more");
}

TEST(Explain, OfAPackagedFileSaysWhatDiffers) {
  static constexpr oval::ItemField kFields[] = {{"name"}, {"filepath"}, {"mode_differs"}, {"md5_differs"}, {"filedigest_differs"}};
  static constexpr oval::ItemSchema kVerified{"linux", "rpmverifyfile", kFields};
  OvalUnit content;
  oval::Item item(kVerified);
  item.add("name", "util-linux").add("filepath", "/usr/bin/su").add("mode_differs", "fail");
  item.add("md5_differs", "fail").add("filedigest_differs", "fail");
  content.test("t", content.object("o", Flag::complete, {item})).check_existence = Existence::none_exist;
  content.definition("d", node(Operator::AND, {leaf("t")}));
  oval::SystemCharacteristics seen;
  seen.items = content.items;
  const Evidence evidence = explain(content.unit, content.results(), 0, seen, content.collected, content.patterns).at(0);
  EXPECT_EQ(evidence.found, "/usr/bin/su of util-linux: mode, digest differ");
  EXPECT_THAT(evidence.where, ElementsAre("/usr/bin/su"));
}

TEST(Explain, SaysInWordsHowManyMustSatisfyTheState) {
  const auto expected = [](Check check) {
    return Lines(Flag::complete, {line_item(kFile, 1, "x", "a")}, {entity("subexpression", "a")})
        .evidence(Existence::at_least_one_exists, check)
        .expected;
  };
  EXPECT_THAT(expected(Check::at_least_one), HasSubstr("; at least one: subexpression equals a"));
  EXPECT_THAT(expected(Check::none_satisfy), HasSubstr("; none: subexpression equals a"));
  EXPECT_THAT(expected(Check::only_one), HasSubstr("; exactly one: subexpression equals a"));
}

TEST(Explain, NeverShowsAPasswordHash) {
  const Evidence evidence =
      Lines(Flag::complete, {line_item("/etc/shadow", 1, "root:$6$salt$hashhashhash:18000:0", "$6$salt$hashhashhash")},
            {entity("subexpression", "x")})
          .evidence();
  EXPECT_EQ(evidence.found, "root:$6$***:18000:0");
}

TEST(Explain, NeverShowsAMaskedValue) {
  oval::Item item = line_item(kFile, 1, "secret words", "secret");
  item.mask("text");
  EXPECT_EQ(Lines(Flag::complete, {item}, {entity("subexpression", "x")}).evidence().found, "(not shown)");
}

TEST(Explain, NeverShowsThePasswordOfAnAccount) {
  static constexpr oval::ItemField kFields[] = {{"username"}, {"password"}};
  static constexpr oval::ItemSchema kShadow{"unix", "shadow", kFields};
  OvalUnit content;
  oval::Item item(kShadow);
  item.add("username", "root").add("password", "plain");
  content.test("t", content.object("o", Flag::complete, {item}), {content.state("s", {entity("password", "x")})});
  content.definition("d", node(Operator::AND, {leaf("t")}));
  oval::SystemCharacteristics seen;
  seen.items = content.items;
  const Evidence evidence = explain(content.unit, content.results(), 0, seen, content.collected, content.patterns).at(0);
  EXPECT_EQ(evidence.found, "password is (not shown)");
  EXPECT_THAT(evidence.where, ElementsAre("account root"));
}

TEST(Explain, RunsOfBooleansReadAsOne) {
  Lines content(
      Flag::complete, {line_item(kFile, 1, "x")},
      {entity("uexec", "false", Operation::equals, Datatype::boolean), entity("gwrite", "false", Operation::equals, Datatype::boolean),
       entity("owrite", "false", Operation::equals, Datatype::boolean)});
  EXPECT_THAT(content.evidence().expected, HasSubstr("; uexec, gwrite and owrite are false"));
}

TEST(ExplainFiles, AreNamedAsAReaderWould) {
  const auto files = [](std::vector<Entity> entities, bool deep = false) {
    oval::Object object;
    object.type = "file";
    object.entities = std::move(entities);
    if (deep) object.behaviors = {{"recurse_direction", "down"}};
    return files_text(object, {});
  };
  Entity nil = entity("filename", "");
  nil.nil = true;
  EXPECT_EQ(files({entity("path", "/etc"), entity("filename", "passwd")}), "/etc/passwd");
  EXPECT_EQ(files({entity("path", "/etc/cron.d"), nil}), "/etc/cron.d");
  EXPECT_EQ(files({entity("path", "/etc"), entity("filename", R"(^.*\.conf$)", Operation::pattern_match)}),
            R"(files whose name matches ^.*\.conf$ in /etc)");
  EXPECT_EQ(files({entity("path", "/"), entity("filename", ".*", Operation::pattern_match)}, true), "files in or below /");
  EXPECT_EQ(files({entity("filepath", "^/var", Operation::pattern_match)}), "files whose path matches ^/var");
}

TEST(ExplainShown, IsOneShortPrintableLine) {
  EXPECT_EQ(shown("a\nb\tc"), "a\\nb c");
  EXPECT_EQ(shown(""), "\"\"");
  EXPECT_EQ(shown(std::string("a\x01")), "a\\x01");
  EXPECT_LE(shown(std::string(5000, 'x')).size(), 210u);
}

}  // namespace
}  // namespace assay::evaluate
