#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/plan/plan.h"

namespace assay::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// An OVAL file whose ids are "kind.number": d.1 is the definition oval:x:def:1.
std::string id(std::string_view kind, int number) { return "oval:x:" + std::string(kind) + ":" + std::to_string(number); }

std::string definition(int number, const std::string& criteria) {
  return "<definition id='" + id("def", number) +
         "' version='1' class='compliance'><metadata><title>t</title><description>d</description></metadata><criteria>" + criteria +
         "</criteria></definition>";
}
std::string criterion(int test) { return "<criterion test_ref='" + id("tst", test) + "'/>"; }
std::string extends(int number) { return "<extend_definition definition_ref='" + id("def", number) + "'/>"; }

std::string test(int number, int object, const std::string& states = {}, const std::string& type = "u:file") {
  return "<" + type + "_test id='" + id("tst", number) + "' version='1' check='all' comment='c'><" + type.substr(0, 1) +
         ":object object_ref='" + id("obj", object) + "'/>" + states + "</" + type + "_test>";
}
std::string state_ref(int state) { return "<u:state state_ref='" + id("ste", state) + "'/>"; }

std::string object(int number, const std::string& content = "<u:filepath>/etc/passwd</u:filepath>", const std::string& type = "u:file") {
  return "<" + type + "_object id='" + id("obj", number) + "' version='1'>" + content + "</" + type + "_object>";
}
std::string path_of_variable(int variable) { return "<u:filepath var_ref='" + id("var", variable) + "'/>"; }
std::string filter(int state) { return "<filter>" + id("ste", state) + "</filter>"; }
std::string set_of(std::initializer_list<int> objects) {
  std::string text = "<set>";
  for (const int object : objects) text += "<object_reference>" + id("obj", object) + "</object_reference>";
  return text + "</set>";
}

std::string state(int number, const std::string& content = "<u:size datatype='int'>1</u:size>", const std::string& type = "u:file") {
  return "<" + type + "_state id='" + id("ste", number) + "' version='1'>" + content + "</" + type + "_state>";
}
std::string size_of_variable(int variable) { return "<u:size datatype='int' var_ref='" + id("var", variable) + "'/>"; }

std::string local(int number, const std::string& component) {
  return "<local_variable id='" + id("var", number) + "' version='1' datatype='string' comment='c'>" + component + "</local_variable>";
}
std::string of_object(int number) { return "<object_component object_ref='" + id("obj", number) + "' item_field='path'/>"; }
std::string of_variable(int number) { return "<variable_component var_ref='" + id("var", number) + "'/>"; }

struct Parts {
  std::string definitions, tests, objects, states, variables;
};

oval::Definitions load(const Parts& parts) {
  const auto section = [](std::string_view name, const std::string& content) {
    return content.empty() ? std::string() : "<" + std::string(name) + ">" + content + "</" + std::string(name) + ">";
  };
  const std::string text =
      "<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5' "
      "xmlns:u='http://oval.mitre.org/XMLSchema/oval-definitions-5#unix' "
      "xmlns:i='http://oval.mitre.org/XMLSchema/oval-definitions-5#independent' xmlns:oval='http://oval.mitre.org/XMLSchema/oval-common-5'>"
      "<generator><oval:schema_version>5.11.2</oval:schema_version><oval:timestamp>2024-01-01T00:00:00</oval:timestamp></generator>" +
      section("definitions", parts.definitions) + section("tests", parts.tests) + section("objects", parts.objects) +
      section("states", parts.states) + section("variables", parts.variables) + "</oval_definitions>";
  auto source = xml::Source::from_bytes("x.xml", text);
  xml::Fragment root;
  root.end = source->bytes().size();
  root.line = 1;
  return oval::Definitions(source, root, "x.xml");
}

Unit compiled(const oval::Definitions& content, std::vector<std::string> asked = {}, SupportedType supported = nullptr) {
  return compile({&content, {}, std::move(asked)}, supported);
}

// Everything a definition reaches from one test of one object.
Parts one_test(const std::string& object_content, const std::string& states = {}) {
  return {definition(1, criterion(1)), test(1, 1, states), object(1, object_content), {}, {}};
}

TEST(Compile, TakesWhatTheAskedForDefinitionsReachAndNoMore) {
  const oval::Definitions content = load({definition(1, criterion(1)) + definition(2, criterion(2)),
                                          test(1, 1, state_ref(1)) + test(2, 2),
                                          object(1) + object(2),
                                          state(1) + state(2),
                                          {}});
  const Unit unit = compiled(content, {id("def", 1)});
  EXPECT_EQ(unit.definitions.size(), 1U);
  EXPECT_EQ(unit.tests.size(), 1U);
  EXPECT_EQ(unit.objects.size(), 1U);
  EXPECT_THAT(unit.tests[0].states, ElementsAre(unit.state(id("ste", 1))));
  EXPECT_EQ(unit.object(id("obj", 2)), kNone);
}

TEST(Compile, WithoutIdsTakesAllDefinitionsInOrder) {
  const oval::Definitions content = load({definition(2, criterion(1)) + definition(1, criterion(1)), test(1, 1), object(1), {}, {}});
  const Unit unit = compiled(content);
  ASSERT_EQ(unit.definitions.size(), 2U);
  EXPECT_EQ(unit.definitions[0].definition->id, id("def", 2));
  EXPECT_EQ(unit.tests.size(), 1U);
}

TEST(Compile, AnIdNobodyKnowsIsAnError) {
  const oval::Definitions content = load({definition(1, criterion(1)), test(1, 1), object(1), {}, {}});
  EXPECT_THROW(compiled(content, {id("def", 9)}), ContentError);
}

TEST(Compile, ExtendedDefinitionsFollowThoseAskedFor) {
  const oval::Definitions content =
      load({definition(1, extends(3)) + definition(2, criterion(1)) + definition(3, extends(2)), test(1, 1), object(1), {}, {}});
  const Unit unit = compiled(content, {id("def", 1)});
  ASSERT_EQ(unit.definitions.size(), 3U);
  EXPECT_EQ(unit.definitions[1].definition->id, id("def", 3));
  EXPECT_EQ(unit.definitions[2].definition->id, id("def", 2));
}

TEST(Compile, ACycleOfExtensionsIsAProblemOfItsMembersAlone) {
  const oval::Definitions content = load({definition(1, extends(2)) + definition(2, extends(3)) + definition(3, extends(2)) +
                                              definition(4, extends(4)) + definition(5, criterion(1)),
                                          test(1, 1),
                                          object(1),
                                          {},
                                          {}});
  const Unit unit = compiled(content);
  EXPECT_THAT(unit.definitions[0].problem, IsEmpty());
  EXPECT_THAT(unit.definitions[1].problem, HasSubstr("extends itself"));
  EXPECT_THAT(unit.definitions[2].problem, HasSubstr(id("def", 2)));
  EXPECT_THAT(unit.definitions[3].problem, HasSubstr("extends itself"));
  EXPECT_THAT(unit.definitions[4].problem, IsEmpty());
}

TEST(Compile, AChainOfTwentyThousandExtensionsNeedsNoStack) {
  Parts parts{{}, test(1, 1), object(1), {}, {}};
  for (int i = 1; i < 20000; ++i) parts.definitions += definition(i, extends(i + 1));
  parts.definitions += definition(20000, criterion(1));
  const oval::Definitions content = load(parts);
  EXPECT_EQ(compiled(content, {id("def", 1)}).definitions.size(), 20000U);
}

TEST(Compile, AReferenceToNothingIsAProblemThatNamesBoth) {
  const oval::Definitions content =
      load({definition(1, criterion(9)) + definition(2, extends(9)) + definition(3, criterion(1) + criterion(2)),
            test(1, 9) + test(2, 1, state_ref(9)),
            object(1),
            {},
            {}});
  const Unit unit = compiled(content);
  EXPECT_THAT(unit.definitions[0].problem, testing::AllOf(HasSubstr(id("def", 1)), HasSubstr(id("tst", 9))));
  EXPECT_THAT(unit.definitions[1].problem, testing::AllOf(HasSubstr(id("def", 2)), HasSubstr(id("def", 9))));
  EXPECT_THAT(unit.definitions[2].problem, IsEmpty());
  EXPECT_THAT(unit.tests[unit.test(id("tst", 1))].problem, testing::AllOf(HasSubstr(id("tst", 1)), HasSubstr(id("obj", 9))));
  EXPECT_THAT(unit.tests[unit.test(id("tst", 2))].problem, testing::AllOf(HasSubstr(id("tst", 2)), HasSubstr(id("ste", 9))));
}

TEST(Compile, AnObjectOrStateOfAnotherTypeIsAProblem) {
  const oval::Definitions content = load({definition(1, criterion(1) + criterion(2)),
                                          test(1, 1) + test(2, 2, state_ref(1)),
                                          object(1, "<u:username>x</u:username>", "u:password") + object(2),
                                          state(1, "<u:username>x</u:username>", "u:password"),
                                          {}});
  const Unit unit = compiled(content);
  EXPECT_THAT(unit.tests[0].problem, HasSubstr("unix:password_object"));
  EXPECT_THAT(unit.tests[1].problem, HasSubstr("unix:password_state"));
}

TEST(Compile, AnUnknownTestHasNoObjectAndNoProblem) {
  const oval::Definitions content =
      load({definition(1, criterion(1)), "<i:unknown_test id='" + id("tst", 1) + "' version='1' check='all' comment='c'/>", {}, {}, {}});
  const Unit unit = compiled(content);
  EXPECT_EQ(unit.tests[0].object, kNone);
  EXPECT_THAT(unit.tests[0].problem, IsEmpty());
}

TEST(Compile, ATypeWithoutProbeIsUnsupported) {
  const oval::Definitions content = load(one_test("<u:filepath>/x</u:filepath>"));
  EXPECT_TRUE(compiled(content, {}, [](std::string_view, std::string_view) { return false; }).objects[0].unsupported);
  EXPECT_FALSE(compiled(content, {}, [](std::string_view family, std::string_view type) { return family == "unix" && type == "file"; })
                   .objects[0]
                   .unsupported);
}

TEST(Compile, AnObjectComesAfterWhatItsVariablesRead) {
  Parts parts = one_test(path_of_variable(1));
  parts.objects += object(2, path_of_variable(3)) + object(3);
  parts.variables = local(1, of_variable(2)) + local(2, of_object(2)) + local(3, of_object(3));
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  const ObjectPlan& first = unit.objects[unit.object(id("obj", 1))];
  EXPECT_EQ(first.wave, 2U);
  EXPECT_THAT(first.needs, ElementsAre(unit.object(id("obj", 2))));
  EXPECT_THAT(first.variables, ElementsAre(unit.variable(id("var", 1))));
  EXPECT_EQ(unit.objects[unit.object(id("obj", 3))].wave, 0U);
}

TEST(Compile, AVariableObjectReadsTheVariableItNames) {
  const oval::Definitions content = load({definition(1, criterion(1)),
                                          test(1, 1, {}, "i:variable"),
                                          object(1, "<i:var_ref>" + id("var", 1) + "</i:var_ref>", "i:variable") + object(2),
                                          {},
                                          local(1, of_object(2))});
  const Unit unit = compiled(content);
  EXPECT_EQ(unit.objects[0].wave, 1U);
  EXPECT_THAT(unit.objects[0].needs, ElementsAre(unit.object(id("obj", 2))));
  EXPECT_THAT(unit.objects[0].variables, ElementsAre(kNone));
}

TEST(Compile, ASetComesAfterItsOperandsAndWhatItsFiltersRead) {
  Parts parts = one_test("<set><object_reference>" + id("obj", 2) + "</object_reference><object_reference>" + id("obj", 3) +
                         "</object_reference>" + filter(1) + "</set>");
  parts.objects += object(2) + object(3) + object(4, path_of_variable(2)) + object(5);
  parts.states = state(1, size_of_variable(1));
  parts.variables = local(1, of_object(4)) + local(2, of_object(5));
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  EXPECT_THAT(unit.objects[0].needs,
              testing::UnorderedElementsAre(unit.object(id("obj", 2)), unit.object(id("obj", 3)), unit.object(id("obj", 4))));
  EXPECT_EQ(unit.objects[0].wave, 2U);
}

TEST(Compile, AFilteredObjectComesAfterWhatTheFilterReads) {
  Parts parts = one_test("<u:filepath>/x</u:filepath>" + filter(1));
  parts.objects += object(2);
  parts.states = state(1, size_of_variable(1));
  parts.variables = local(1, of_object(2));
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  EXPECT_THAT(unit.objects[0].filter_states, ElementsAre(unit.state(id("ste", 1))));
  EXPECT_EQ(unit.objects[0].wave, 1U);
}

TEST(Compile, ATestsStateBringsTheObjectsItsVariablesRead) {
  Parts parts = one_test("<u:filepath>/x</u:filepath>", state_ref(1));
  parts.objects += object(2);
  parts.states = state(1, size_of_variable(1));
  parts.variables = local(1, of_object(2));
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  EXPECT_NE(unit.object(id("obj", 2)), kNone);
  EXPECT_EQ(unit.objects[0].wave, 0U);
  EXPECT_THAT(unit.states[0].variables, ElementsAre(unit.variable(id("var", 1))));
}

TEST(Compile, CyclesOfObjectsAndVariablesAreProblemsNotLoops) {
  Parts parts = one_test(path_of_variable(1));
  parts.definitions = definition(1, criterion(1) + criterion(2) + criterion(3));
  parts.tests += test(2, 2) + test(3, 4);
  parts.objects += object(2, set_of({3})) + object(3, set_of({2})) + object(4, path_of_variable(2));
  parts.variables = local(1, of_object(1)) + local(2, of_variable(3)) + local(3, of_variable(2));
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  for (const int number : {1, 2, 3}) EXPECT_THAT(unit.objects[unit.object(id("obj", number))].problem, HasSubstr("needs itself")) << number;
  for (const int number : {2, 3})
    EXPECT_THAT(unit.variables[unit.variable(id("var", number))].problem, HasSubstr("depends on itself")) << number;
  EXPECT_THAT(unit.objects[unit.object(id("obj", 4))].problem, IsEmpty());
}

TEST(Compile, ReferencesOfObjectsAndVariablesToNothingAreProblems) {
  Parts parts = one_test(path_of_variable(9));
  parts.definitions = definition(1, criterion(1) + criterion(2) + criterion(3) + criterion(4));
  parts.tests += test(2, 2) + test(3, 3) + test(4, 4);
  parts.objects += object(2, set_of({9})) + object(3, "<u:filepath>/x</u:filepath>" + filter(9)) + object(4, path_of_variable(1));
  parts.variables = local(1, of_object(9));
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  EXPECT_THAT(unit.objects[unit.object(id("obj", 1))].problem, HasSubstr(id("var", 9)));
  EXPECT_THAT(unit.objects[unit.object(id("obj", 2))].problem, HasSubstr(id("obj", 9)));
  EXPECT_THAT(unit.objects[unit.object(id("obj", 3))].problem, HasSubstr(id("ste", 9)));
  EXPECT_THAT(unit.variables[0].problem, HasSubstr(id("obj", 9)));
  EXPECT_TRUE(std::all_of(unit.tests.begin(), unit.tests.end(), [](const TestPlan& plan) { return plan.problem.empty(); }));
}

TEST(Compile, AMalformedTestIsAProblemOfThatTest) {
  Parts parts = one_test("<u:filepath>/x</u:filepath>");
  parts.definitions = definition(1, criterion(1) + criterion(2));
  parts.tests += "<u:file_test id='" + id("tst", 2) + "' version='1' check='some of them' comment='c'/>";
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  EXPECT_THAT(unit.definitions[0].problem, IsEmpty());
  EXPECT_THAT(unit.tests[0].problem, IsEmpty());
  EXPECT_THAT(unit.tests[1].problem, testing::Not(IsEmpty()));
  EXPECT_EQ(unit.tests[1].test->id, id("tst", 2));
}

TEST(Compile, EverythingComesAfterWhatItNeeds) {
  Parts parts = one_test(path_of_variable(1));
  for (int i = 2; i <= 3000; ++i) {
    parts.objects += object(i, i == 3000 ? "<u:filepath>/x</u:filepath>" : path_of_variable(i));
    parts.variables += local(i - 1, of_object(i));
  }
  const oval::Definitions content = load(parts);
  const Unit unit = compiled(content);
  EXPECT_EQ(unit.objects[0].wave, 2999U);
  for (const ObjectPlan& plan : unit.objects)
    for (const Index need : plan.needs) ASSERT_LT(unit.objects[need].wave, plan.wave);
}

}  // namespace
}  // namespace assay::plan
