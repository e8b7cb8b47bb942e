#include "engine/evaluate/oval_results.h"

#include <gtest/gtest.h>

#include "tests/unit/evaluate/oval_unit.h"

namespace assay::evaluate {
namespace {

using oval::Criteria;

oval::Item thing_with_status(std::string_view name, Status status) {
  oval::Item item = thing(name);
  item.set_status(status);
  return item;
}

// A test of `found` under `flag`, by the state that the name is "good".
Truth test_of(Flag flag, std::vector<oval::Item> found, Existence existence, Check check, bool with_state = true) {
  OvalUnit content;
  const plan::Index object = content.object("o", flag, std::move(found));
  const plan::Index state = content.state("s", {entity("name", "good")});
  oval::Test& test = content.test("t", object, with_state ? std::vector<plan::Index>{state} : std::vector<plan::Index>{});
  test.check_existence = existence;
  test.check = check;
  return content.test_result("t");
}

TEST(Tests, CheckCountsTheItemsThatSatisfyTheState) {
  const std::vector<oval::Item> mixed = {thing("good"), thing("bad")}, good = {thing("good"), thing("good")};
  EXPECT_EQ(test_of(Flag::complete, mixed, Existence::at_least_one_exists, Check::all), Truth::false_);
  EXPECT_EQ(test_of(Flag::complete, good, Existence::at_least_one_exists, Check::all), Truth::true_);
  EXPECT_EQ(test_of(Flag::complete, mixed, Existence::at_least_one_exists, Check::at_least_one), Truth::true_);
  EXPECT_EQ(test_of(Flag::complete, mixed, Existence::at_least_one_exists, Check::only_one), Truth::true_);
  EXPECT_EQ(test_of(Flag::complete, good, Existence::at_least_one_exists, Check::only_one), Truth::false_);
  EXPECT_EQ(test_of(Flag::complete, {thing("bad")}, Existence::at_least_one_exists, Check::none_satisfy), Truth::true_);
}

TEST(Tests, ExistenceThatFailsDecidesBeforeTheState) {
  EXPECT_EQ(test_of(Flag::complete, {thing("good")}, Existence::none_exist, Check::all), Truth::false_);
  EXPECT_EQ(test_of(Flag::complete, {thing("good"), thing("good")}, Existence::only_one_exists, Check::all), Truth::false_);
  EXPECT_EQ(test_of(Flag::does_not_exist, {}, Existence::at_least_one_exists, Check::all), Truth::false_);
  EXPECT_EQ(test_of(Flag::does_not_exist, {}, Existence::all_exist, Check::all), Truth::false_);
}

TEST(Tests, WhatMayNotExistNeedsNoState) {
  EXPECT_EQ(test_of(Flag::does_not_exist, {}, Existence::none_exist, Check::all), Truth::true_);
  EXPECT_EQ(test_of(Flag::does_not_exist, {}, Existence::any_exist, Check::all), Truth::true_);
  EXPECT_EQ(test_of(Flag::complete, {thing_with_status("x", Status::does_not_exist)}, Existence::none_exist, Check::all), Truth::true_);
  EXPECT_EQ(test_of(Flag::complete, {}, Existence::any_exist, Check::all), Truth::true_);
}

TEST(Tests, WithoutStateOnlyExistenceCounts) {
  EXPECT_EQ(test_of(Flag::complete, {thing("bad")}, Existence::at_least_one_exists, Check::all, false), Truth::true_);
  EXPECT_EQ(test_of(Flag::complete, {thing("bad")}, Existence::none_exist, Check::all, false), Truth::false_);
}

TEST(Tests, ItemsThatDoNotExistAreNotChecked) {
  EXPECT_EQ(test_of(Flag::complete, {thing("good"), thing_with_status("bad", Status::does_not_exist)}, Existence::at_least_one_exists,
                    Check::all),
            Truth::true_);
}

TEST(Tests, ItemsThatCouldNotBeReadCountAsErrorOrUnknown) {
  EXPECT_EQ(test_of(Flag::complete, {thing("good"), thing_with_status("x", Status::error)}, Existence::at_least_one_exists, Check::all),
            Truth::error);
  EXPECT_EQ(
      test_of(Flag::complete, {thing("good"), thing_with_status("x", Status::not_collected)}, Existence::at_least_one_exists, Check::all),
      Truth::unknown);
  EXPECT_EQ(test_of(Flag::complete, {thing("bad"), thing_with_status("x", Status::error)}, Existence::at_least_one_exists, Check::all),
            Truth::false_);
  EXPECT_EQ(test_of(Flag::complete, {thing_with_status("x", Status::error)}, Existence::at_least_one_exists, Check::all), Truth::error);
  EXPECT_EQ(test_of(Flag::complete, {thing_with_status("x", Status::not_collected)}, Existence::at_least_one_exists, Check::all),
            Truth::unknown);
}

TEST(Tests, TheObjectsFlagPassesOn) {
  for (const Existence existence : {Existence::none_exist, Existence::any_exist, Existence::at_least_one_exists}) {
    EXPECT_EQ(test_of(Flag::error, {}, existence, Check::all), Truth::error);
    EXPECT_EQ(test_of(Flag::not_collected, {}, existence, Check::all), Truth::unknown);
    EXPECT_EQ(test_of(Flag::not_applicable, {}, existence, Check::all), Truth::not_applicable);
  }
}

TEST(Tests, AnIncompleteObjectGivesOnlyWhatFurtherItemsCannotOverturn) {
  const Existence some = Existence::at_least_one_exists;
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good")}, some, Check::all), Truth::unknown);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("bad")}, some, Check::all), Truth::false_);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good")}, some, Check::at_least_one), Truth::true_);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("bad")}, some, Check::at_least_one), Truth::unknown);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("bad")}, some, Check::none_satisfy), Truth::unknown);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good")}, some, Check::none_satisfy), Truth::false_);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good"), thing("good")}, some, Check::only_one), Truth::false_);
  EXPECT_EQ(test_of(Flag::incomplete, {}, some, Check::all), Truth::unknown);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good")}, some, Check::all, false), Truth::true_);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good")}, Existence::none_exist, Check::all), Truth::false_);
  EXPECT_EQ(test_of(Flag::incomplete, {}, Existence::none_exist, Check::all), Truth::unknown);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good")}, Existence::only_one_exists, Check::at_least_one), Truth::unknown);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("bad")}, Existence::all_exist, Check::all), Truth::false_);
  EXPECT_EQ(test_of(Flag::incomplete, {thing("good")}, Existence::all_exist, Check::at_least_one), Truth::unknown);
}

TEST(Tests, TheStateOperatorCombinesStatesItemByItem) {
  const std::pair<Operator, Truth> rows[] = {
      {Operator::AND, Truth::false_}, {Operator::OR, Truth::true_}, {Operator::ONE, Truth::true_}, {Operator::XOR, Truth::true_}};
  for (const auto& [operation, truth] : rows) {
    OvalUnit content;
    const plan::Index object = content.object("o", Flag::complete, {thing("a"), thing("b")});
    const plan::Index a = content.state("a", {entity("name", "a")}), b = content.state("b", {entity("name", "b")});
    content.test("t", object, {a, b}).state_operator = operation;
    EXPECT_EQ(content.test_result("t"), truth) << text_of(operation);
  }
}

TEST(Tests, AStateThatCannotBeComparedIsRescuedByAnother) {
  OvalUnit content;  // unlock_time=never: no integer, but "never" is allowed
  const plan::Index object = content.object("o", Flag::complete, {thing("never")});
  const plan::Index number = content.state("n", {entity("name", "0", Operation::greater_than_or_equal, Datatype::int_)});
  const plan::Index never = content.state("w", {entity("name", "^0$|^never$", Operation::pattern_match)});
  content.test("t", object, {number, never}).state_operator = Operator::OR;
  EXPECT_EQ(content.test_result("t"), Truth::true_);
}

TEST(Tests, EachTestedItemHasItsResult) {
  OvalUnit content;
  const plan::Index object =
      content.object("o", Flag::complete, {thing("good"), thing("bad"), thing_with_status("x", Status::does_not_exist)});
  content.test("t", object, {content.state("s", {entity("name", "good")})});
  const TestResult result = content.results().tests[0];
  ASSERT_EQ(result.items.size(), 3U);
  EXPECT_EQ(result.items[0].result, Truth::true_);
  EXPECT_EQ(result.items[1].result, Truth::false_);
  EXPECT_EQ(result.items[2].result, Truth::not_evaluated);
}

TEST(Tests, ItemsOfATestWithoutStateAreNotEvaluated) {
  OvalUnit content;
  content.test("t", content.object("o", Flag::complete, {thing("a")}));
  EXPECT_EQ(content.results().tests[0].items.at(0).result, Truth::not_evaluated);
}

TEST(Tests, VariablesOfStateAndObjectAreNoted) {
  OvalUnit content;
  content.constant("v", {"1", "2"});
  const plan::Index object = content.object("o", Flag::complete, {thing("a")});
  content.collected.objects[object].variable_values = {{"w", "x"}};
  content.test("t", object, {content.state("s", {variable_entity("size", "v", Check::at_least_one)})});
  const std::vector<oval::VariableValue> noted = content.results().tests[0].variables;
  ASSERT_EQ(noted.size(), 3U);
  EXPECT_EQ(noted[0].variable_id, "w");
  EXPECT_EQ(noted[1].value, "1");
  EXPECT_EQ(noted[2].value, "2");
}

TEST(Tests, MaskedValuesOfVariablesAreNotNoted) {
  OvalUnit content;
  oval::Item item = thing("hunter2");
  item.mask("name");
  const plan::Index object = content.object("o", Flag::complete, {item});
  content.local("v", of_object("o", "name"));
  content.test("t", object, {content.state("s", {variable_entity("name", "v")})});
  const TestResult result = content.results().tests[0];
  EXPECT_EQ(result.result, Truth::true_);
  EXPECT_EQ(result.variables.at(0).value, "(masked)");
}

TEST(Tests, AStateWhoseVariableHasNoValueIsAnError) {
  OvalUnit content;
  content.object("missing", Flag::does_not_exist);
  content.local("v", of_object("missing", "name"));
  content.test("t", content.object("o", Flag::complete, {thing("a")}),
               {content.state("s", {variable_entity("name", "v", Check::at_least_one)})});
  const TestResult result = content.results().tests[0];
  EXPECT_EQ(result.result, Truth::error);
  EXPECT_NE(result.message.find("variable v"), std::string::npos);
}

TEST(Tests, AStateWhoseVariableNeedsARunningSystemIsNotApplicable) {
  OvalUnit content;
  content.object("live", Flag::not_applicable);
  content.local("v", of_object("live", "name"));
  const plan::Index object = content.object("o", Flag::complete, {thing("a"), thing("b")});
  content.test("t", object, {content.state("s", {variable_entity("name", "v")})});
  content.test("u", object, {content.state("r", {entity("size", "9"), variable_entity("name", "v")})});
  EXPECT_EQ(content.test_result("t"), Truth::not_applicable);
  EXPECT_EQ(content.test_result("u"), Truth::false_);
}

TEST(Tests, AnUnknownTestIsUnknown) {
  OvalUnit content;
  content.test("t", plan::kNone).type = "unknown";
  EXPECT_EQ(content.test_result("t"), Truth::unknown);
}

TEST(Tests, AnObjectThatIsNotAmongTheCollectedIsUnknown) {
  OvalUnit content;
  content.test("t", content.object("o", Flag::complete));
  content.collected.objects.clear();
  EXPECT_EQ(content.test_result("t"), Truth::unknown);
}

TEST(Tests, AProblemMakesOnlyThatTestAnError) {
  OvalUnit content;
  const plan::Index object = content.object("o", Flag::complete, {thing("a")});
  content.test("t", object);
  content.test("u", object);
  content.unit.tests[0].problem = "test t refers to state s, which does not exist";
  const UnitResults results = content.results();
  EXPECT_EQ(results.tests[0].result, Truth::error);
  EXPECT_EQ(results.tests[0].message, content.unit.tests[0].problem);
  EXPECT_EQ(results.tests[1].result, Truth::true_);
}

Criteria criterion(std::string test, bool negated = false) {
  Criteria node;
  node.kind = Criteria::Kind::criterion;
  node.ref = std::move(test);
  node.negate = negated;
  return node;
}

Criteria extends(std::string definition, bool negated = false) {
  Criteria node = criterion(std::move(definition), negated);
  node.kind = Criteria::Kind::extend_definition;
  return node;
}

Criteria criteria(std::vector<Criteria> children, Operator operation = Operator::AND, bool negated = false) {
  Criteria node;
  node.children = std::move(children);
  node.operation = operation;
  node.negate = negated;
  return node;
}

// Tests "true", "false", "error", "unknown" and "na", each with that result.
void add_tests(OvalUnit& content) {
  const plan::Index there = content.object("there", Flag::complete, {thing("a")});
  content.test("true", there);
  content.test("false", there).check_existence = Existence::none_exist;
  content.test("error", content.object("broken", Flag::error));
  content.test("unknown", content.object("unseen", Flag::not_collected));
  content.test("na", content.object("live", Flag::not_applicable));
}

Truth judged(Criteria tree) {
  OvalUnit content;
  add_tests(content);
  content.definition("d", std::move(tree));
  return content.results().definitions[0].result;
}

TEST(Definitions, CriteriaCombineByTheirOperator) {
  EXPECT_EQ(judged(criteria({criterion("true"), criterion("true")})), Truth::true_);
  EXPECT_EQ(judged(criteria({criterion("true"), criterion("false")})), Truth::false_);
  EXPECT_EQ(judged(criteria({criterion("true"), criterion("false")}, Operator::OR)), Truth::true_);
  EXPECT_EQ(judged(criteria({criterion("true"), criterion("true")}, Operator::ONE)), Truth::false_);
  EXPECT_EQ(judged(criteria({criterion("true"), criterion("true")}, Operator::XOR)), Truth::false_);
  EXPECT_EQ(judged(criteria({criterion("true"), criterion("error"), criterion("unknown")})), Truth::error);
  EXPECT_EQ(judged(criteria({criterion("false"), criterion("error")})), Truth::false_);
}

TEST(Definitions, NegationWorksOnEveryKindOfNode) {
  EXPECT_EQ(judged(criteria({criterion("false", true)})), Truth::true_);
  EXPECT_EQ(judged(criteria({criterion("true")}, Operator::AND, true)), Truth::false_);
  EXPECT_EQ(judged(criteria({criterion("error", true)})), Truth::error);
  EXPECT_EQ(judged(criteria({criterion("na", true)})), Truth::not_applicable);
}

TEST(Definitions, WhatNeedsARunningSystemLeavesTheRestToDecide) {
  EXPECT_EQ(judged(criteria({criterion("true"), criterion("na")})), Truth::true_);
  EXPECT_EQ(judged(criteria({criterion("false"), criterion("na")})), Truth::false_);
  EXPECT_EQ(judged(criteria({criterion("na"), criterion("na")})), Truth::not_applicable);
  EXPECT_EQ(judged(criteria({criterion("false"), criterion("na")}, Operator::OR)), Truth::false_);
}

TEST(Definitions, TheTreeOfResultsMirrorsTheCriteria) {
  OvalUnit content;
  add_tests(content);
  content.definition("d", criteria({criterion("true"), criteria({criterion("false", true), criterion("unknown")}, Operator::OR)}));
  const CriteriaResult tree = content.results().definitions[0].criteria;
  ASSERT_EQ(tree.children.size(), 2U);
  EXPECT_EQ(tree.children[0].result, Truth::true_);
  EXPECT_EQ(tree.children[1].result, Truth::true_);
  EXPECT_EQ(tree.children[1].children.at(0).result, Truth::true_);
  EXPECT_EQ(tree.children[1].children.at(1).result, Truth::unknown);
}

TEST(Definitions, AnExtendedDefinitionsResultIsUsedWhereverItStands) {
  OvalUnit content;
  add_tests(content);
  content.definition("both", criteria({extends("yes"), extends("no", true)}));
  content.definition("yes", criteria({criterion("true")}));
  content.definition("no", criteria({extends("yes", true)}));
  const UnitResults results = content.results();
  EXPECT_EQ(results.definitions[0].result, Truth::true_);
  EXPECT_EQ(results.definitions[2].result, Truth::false_);
}

TEST(Definitions, WithoutCriteriaNothingIsEvaluated) {
  OvalUnit content;
  content.definition("d", {}).criteria.reset();
  EXPECT_EQ(content.results().definitions[0].result, Truth::not_evaluated);
}

TEST(Definitions, DeprecatedOnesAreStillEvaluated) {
  OvalUnit content;
  add_tests(content);
  content.definition("d", criteria({criterion("true")})).deprecated = true;
  EXPECT_EQ(content.results().definitions[0].result, Truth::true_);
}

TEST(Definitions, EmptyCriteriaNeverPass) {
  EXPECT_EQ(judged(criteria({})), Truth::error);
  EXPECT_EQ(judged(criteria({}, Operator::AND, true)), Truth::error);
}

TEST(Definitions, AReferenceToNothingIsAnError) {
  EXPECT_EQ(judged(criteria({criterion("no such test")})), Truth::error);
  EXPECT_EQ(judged(criteria({extends("no such definition")})), Truth::error);
}

TEST(Definitions, AProblemIsAnErrorWithItsMessage) {
  OvalUnit content;
  add_tests(content);
  content.definition("d", criteria({criterion("true")}));
  content.unit.definitions[0].problem = "definition d extends itself";
  const DefinitionResult result = content.results().definitions[0];
  EXPECT_EQ(result.result, Truth::error);
  EXPECT_EQ(result.message, "definition d extends itself");
  EXPECT_EQ(result.criteria.children.size(), 1U);
}

TEST(Definitions, ACycleNobodyMarkedEnds) {
  OvalUnit content;
  content.definition("a", criteria({extends("b")}));
  content.definition("b", criteria({extends("a")}));
  const UnitResults results = content.results();
  EXPECT_EQ(results.definitions[0].result, Truth::error);
  EXPECT_EQ(results.definitions[1].result, Truth::error);
}

TEST(Definitions, AChainOfTwentyThousandNeedsNoStack) {
  OvalUnit content;
  add_tests(content);
  constexpr int kLast = 20000;
  for (int i = 0; i < kLast; ++i) content.definition("d" + std::to_string(i), criteria({extends("d" + std::to_string(i + 1))}));
  content.definition("d" + std::to_string(kLast), criteria({criterion("true")}));
  EXPECT_EQ(content.results().definitions[0].result, Truth::true_);
}

}  // namespace
}  // namespace assay::evaluate
