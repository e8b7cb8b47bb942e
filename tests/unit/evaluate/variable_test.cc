#include "engine/evaluate/variable.h"

#include <gtest/gtest.h>

#include "tests/unit/evaluate/oval_unit.h"

namespace assay::evaluate {
namespace {

using Kind = Component::Kind;

// What a local variable with this component is.
VariableResult value_of(OvalUnit& content, Component component, Datatype datatype = Datatype::string) {
  const plan::Index index = content.local("tested", std::move(component), datatype);
  return content.variables(/*now=*/1000).get(index);
}

VariableResult value_of(Component component, Datatype datatype = Datatype::string) {
  OvalUnit content;
  return value_of(content, std::move(component), datatype);
}

TEST(Variables, AConstantHasItsValues) {
  OvalUnit content;
  const plan::Index index = content.constant("v", {"a", "b"});
  const VariableResult result = content.variables().get(index);
  EXPECT_EQ(result.flag, Flag::complete);
  EXPECT_EQ(result.values, (Strings{"a", "b"}));
}

TEST(Variables, AValueThatIsNotOfTheDatatypeIsAnError) {
  OvalUnit content;
  const plan::Index number = content.constant("v", {"1", "never"}, Datatype::int_);
  const VariableResult result = content.variables().get(number);
  EXPECT_EQ(result.flag, Flag::error);
  EXPECT_TRUE(result.values.empty());
  EXPECT_NE(result.message.find("never"), std::string::npos);
  EXPECT_EQ(value_of(literal("yes"), Datatype::boolean).flag, Flag::error);
  EXPECT_EQ(value_of(literal("x", Datatype::float_)).flag, Flag::error);
  EXPECT_EQ(value_of(literal("4", Datatype::int_), Datatype::int_).flag, Flag::complete);
}

TEST(Variables, AnExternalVariableHasWhatWasGivenForIt) {
  OvalUnit content;
  content.external("v", Datatype::int_);
  content.unit.external["v"] = {"13"};
  EXPECT_EQ(content.variables().get(0).values, Strings{"13"});
}

TEST(Variables, AnExternalVariableNobodyGaveHasNoValue) {
  OvalUnit content;
  content.external("v");
  EXPECT_EQ(content.variables().get(0).flag, Flag::does_not_exist);
}

TEST(Variables, AnExternalValueThatIsNotPossibleLeavesNoValue) {
  OvalUnit content;
  oval::Variable& made = content.external("v", Datatype::int_);
  made.possible_values = {"0", "5"};
  made.restrictions = {{Operator::AND, {{Operation::greater_than, "10"}, {Operation::less_than, "20"}}}};
  for (const auto& [value, flag] : std::initializer_list<std::pair<std::string, Flag>>{
           {"0", Flag::complete}, {"05", Flag::complete}, {"13", Flag::complete}, {"42", Flag::does_not_exist}, {"abc", Flag::error}}) {
    content.unit.external["v"] = {value};
    EXPECT_EQ(content.variables().get(0).flag, flag) << value;
  }
}

TEST(Variables, ARestrictionsOperatorCombinesItsConditions) {
  OvalUnit content;
  content.external("v", Datatype::int_).restrictions = {
      {Operator::ONE, {{Operation::greater_than_or_equal, "0"}, {Operation::less_than_or_equal, "0"}}}};
  content.unit.external["v"] = {"0"};
  EXPECT_EQ(content.variables().get(0).flag, Flag::does_not_exist);
  content.unit.external["v"] = {"17"};
  EXPECT_EQ(content.variables().get(0).flag, Flag::complete);
}

TEST(Variables, AnObjectComponentHasTheValuesOfAllItems) {
  OvalUnit content;
  oval::Item two = thing("b");
  two.add("user", "x").add("user", "y");
  oval::Item one = thing("a");
  one.add("user", "z");
  content.object("o", Flag::complete, {one, two});
  EXPECT_EQ(value_of(content, of_object("o", "user")).values, (Strings{"z", "x", "y"}));
}

TEST(Variables, AnObjectThatDoesNotExistGivesNoValue) {
  OvalUnit content;
  content.object("o", Flag::does_not_exist);
  EXPECT_EQ(value_of(content, of_object("o", "name")).flag, Flag::does_not_exist);
}

TEST(Variables, AnObjectThatCouldNotBeLookedAtPassesItsFlagOn) {
  for (const Flag flag : {Flag::error, Flag::not_collected, Flag::not_applicable}) {
    OvalUnit content;
    content.object("o", flag);
    const VariableResult result = value_of(content, function(Kind::escape_regex, {of_object("o", "name")}));
    EXPECT_EQ(result.flag, flag);
    EXPECT_NE(result.message.find("object o"), std::string::npos);
  }
}

TEST(Variables, AnItemWithoutTheEntityIsAnError) {
  OvalUnit content;
  content.object("o", Flag::complete, {thing("a")});
  EXPECT_EQ(value_of(content, of_object("o", "optional")).flag, Flag::error);
}

TEST(Variables, StatusesOfEntitiesDecideWhetherThereIsAValue) {
  const std::pair<Status, Flag> rows[] = {
      {Status::does_not_exist, Flag::does_not_exist}, {Status::error, Flag::error}, {Status::not_collected, Flag::not_collected}};
  for (const auto& [status, flag] : rows) {
    OvalUnit content;
    oval::Item item = thing("a");
    item.add_status("user", status);
    content.object("o", Flag::complete, {item});
    EXPECT_EQ(value_of(content, of_object("o", "user")).flag, flag) << text_of(status);
  }
}

TEST(Variables, AnItemThatDoesNotExistHasNoValue) {
  OvalUnit content;
  oval::Item gone = thing("gone");
  gone.set_status(Status::does_not_exist);
  content.object("o", Flag::complete, {gone, thing("here")});
  EXPECT_EQ(value_of(content, of_object("o", "name")).values, Strings{"here"});
}

TEST(Variables, ARecordFieldIsReadByItsName) {
  OvalUnit content;
  oval::Item item = thing("a");
  item.add_record("result", {{"id", Datatype::int_, Status::exists, "7"}, {"x", Datatype::string, Status::exists, "y"}});
  content.object("o", Flag::complete, {item});
  EXPECT_EQ(value_of(content, of_object("o", "result", "id")).values, Strings{"7"});
}

TEST(Variables, ARecordFieldThatIsNotThereIsAnError) {
  OvalUnit content;
  content.object("o", Flag::complete, {thing("a")});
  EXPECT_EQ(value_of(content, of_object("o", "name", "field")).flag, Flag::error);
}

TEST(Variables, AMaskedEntityMakesTheValueMasked) {
  OvalUnit content;
  oval::Item item = thing("a");
  item.mask("name");
  content.object("o", Flag::complete, {item});
  EXPECT_TRUE(value_of(content, function(Kind::escape_regex, {of_object("o", "name")})).masked);
}

TEST(Variables, ConcatIsTheCartesianProductInOrder) {
  OvalUnit content;
  content.constant("v", {"abc", "def"});
  content.constant("w", {"1", "2"});
  EXPECT_EQ(value_of(content, function(Kind::concat, {of_variable("v"), literal("-"), of_variable("w")})).values,
            (Strings{"abc-1", "abc-2", "def-1", "def-2"}));
}

TEST(Variables, AComponentThatDoesNotExistMakesTheFunctionNotExist) {
  for (const Kind kind : {Kind::concat, Kind::count, Kind::unique, Kind::merge}) {
    OvalUnit content;
    content.object("o", Flag::does_not_exist);
    EXPECT_EQ(value_of(content, function(kind, {literal("a"), of_object("o", "name")})).flag, Flag::does_not_exist);
  }
}

TEST(Variables, TooManyCombinationsAreAnErrorNotALongWait) {
  OvalUnit content;
  content.constant("v", Strings(1000, "x"));
  const Component many = of_variable("v");
  const VariableResult result = value_of(content, function(Kind::concat, {many, many, many, many}));
  EXPECT_EQ(result.flag, Flag::error);
  EXPECT_NE(result.message.find("1000000"), std::string::npos);
}

TEST(Variables, TooManyBytesAreAnError) {
  OvalUnit content;
  content.constant("v", Strings(1000, std::string(2000, 'x')));
  const Component many = of_variable("v");
  EXPECT_EQ(value_of(content, function(Kind::concat, {many, many})).flag, Flag::error);
}

TEST(Variables, ArithmeticWorksOnAllCombinations) {
  OvalUnit content;
  content.constant("v", {"1", "2"}, Datatype::int_);
  content.constant("w", {"3", "4", "5"}, Datatype::int_);
  EXPECT_EQ(value_of(content, function(Kind::arithmetic, {of_variable("v"), of_variable("w")}, {{"arithmetic_operation", "add"}})).values,
            (Strings{"4", "5", "6", "5", "6", "7"}));
  EXPECT_EQ(value_of(function(Kind::arithmetic, {literal("1"), literal("2")}, {{"arithmetic_operation", "divide"}})).flag, Flag::error);
  EXPECT_EQ(
      value_of(function(Kind::arithmetic, {literal("9223372036854775807"), literal("2")}, {{"arithmetic_operation", "multiply"}})).flag,
      Flag::error);
}

TEST(Variables, BeginAndEndAddOnlyWhatIsMissing) {
  EXPECT_EQ(value_of(function(Kind::begin, {literal("ab")}, {{"character", "b"}})).values, Strings{"bab"});
  EXPECT_EQ(value_of(function(Kind::begin, {literal("^ab")}, {{"character", "^"}})).values, Strings{"^ab"});
  EXPECT_EQ(value_of(function(Kind::end, {literal("/etc")}, {{"character", "/"}})).values, Strings{"/etc/"});
  EXPECT_EQ(value_of(function(Kind::end, {literal("/etc/")}, {{"character", "/"}})).values, Strings{"/etc/"});
}

TEST(Variables, CountUniqueAndMergeTakeAllValuesTogether) {
  OvalUnit content;
  content.constant("v", {"foo", "bar"});
  const std::vector<Component> arguments = {literal("foo"), of_variable("v"), literal("baz")};
  EXPECT_EQ(value_of(content, function(Kind::count, arguments)).values, Strings{"4"});
  const std::vector<Component> unique = {function(Kind::unique, arguments)};
  EXPECT_EQ(value_of(function(Kind::count, {function(Kind::unique, {literal("a"), literal("a")})})).values, Strings{"1"});
  OvalUnit again;
  again.constant("v", {"foo", "bar"});
  EXPECT_EQ(value_of(again, function(Kind::unique, arguments)).values, (Strings{"foo", "bar", "baz"}));
  OvalUnit third;
  third.constant("v", {"foo", "bar"});
  EXPECT_EQ(value_of(third, function(Kind::merge, arguments)).values, (Strings{"foo", "foo", "bar", "baz"}));
}

TEST(Variables, TheNumberOfWhatWasSeenInPartIsNotKnown) {
  OvalUnit content;
  content.object("o", Flag::incomplete, {thing("a")});
  EXPECT_EQ(value_of(content, function(Kind::count, {of_object("o", "name")})).flag, Flag::not_collected);
  OvalUnit other;
  other.object("o", Flag::incomplete, {thing("a")});
  const VariableResult names = value_of(other, of_object("o", "name"));
  EXPECT_EQ(names.flag, Flag::incomplete);
  EXPECT_EQ(names.values, Strings{"a"});
}

TEST(Variables, RegexCaptureTakesTheFirstGroupOfTheFirstMatch) {
  const auto captured = [](std::string pattern, std::string text) {
    return value_of(function(Kind::regex_capture, {literal(std::move(text))}, {{"pattern", std::move(pattern)}}));
  };
  EXPECT_EQ(captured("^abc(.*)xyz$", "abc-12-xyz").values, Strings{"-12-"});
  EXPECT_EQ(captured("(b)(c)", "abcbc").values, Strings{"b"});
  EXPECT_EQ(captured("abc", "abc").values, Strings{""});
  EXPECT_EQ(captured("x(b)", "abc").values, Strings{""});
  EXPECT_EQ(captured("(x)?b", "abc").values, Strings{""});
  EXPECT_EQ(captured("(", "abc").flag, Flag::error);
}

TEST(Variables, ACaptureThatIsEmptyIsNoInteger) {
  EXPECT_EQ(value_of(function(Kind::regex_capture, {literal("abc")}, {{"pattern", "(\\d+)"}}), Datatype::int_).flag, Flag::error);
}

TEST(Variables, SplitAndSubstringWorkOnEachValue) {
  OvalUnit content;
  content.constant("v", {"a-b", "c"});
  EXPECT_EQ(value_of(content, function(Kind::split, {of_variable("v")}, {{"delimiter", "-"}})).values, (Strings{"a", "b", "c"}));
  EXPECT_EQ(value_of(function(Kind::substring, {literal("abcdefg")}, {{"substring_start", "3"}, {"substring_length", "2"}})).values,
            Strings{"cd"});
  EXPECT_EQ(value_of(function(Kind::substring, {literal("abc")}, {{"substring_start", "9"}, {"substring_length", "2"}})).flag, Flag::error);
  EXPECT_EQ(value_of(function(Kind::substring, {literal("abc")})).flag, Flag::error);
}

TEST(Variables, GlobToRegexAndEscapeRegexFeedPatterns) {
  EXPECT_EQ(value_of(function(Kind::glob_to_regex, {literal("\\*")}, {{"glob_noescape", "true"}})).values, Strings{"^\\\\[^/]*$"});
  EXPECT_EQ(value_of(function(Kind::glob_to_regex, {literal("[ab")})).values, Strings{"^\\[ab$"});
  EXPECT_EQ(value_of(function(Kind::escape_regex, {literal("a.b")})).values, Strings{"a\\.b"});
}

TEST(Variables, TimeDifferenceSubtractsTheSecondFromTheFirst) {
  EXPECT_EQ(value_of(function(Kind::time_difference, {literal("04/02/2009"), literal("04-02-2004")},
                              {{"format_1", "month_day_year"}, {"format_2", "day_month_year"}}))
                .values,
            Strings{"162777600"});
}

TEST(Variables, TimeDifferenceOfOneComponentIsFromNow) {
  EXPECT_EQ(value_of(function(Kind::time_difference, {literal("400")}, {{"format_2", "seconds_since_epoch"}})).values, Strings{"600"});
}

TEST(Variables, ATimeThatIsNoneIsAnErrorThatNamesIt) {
  const VariableResult result = value_of(function(Kind::time_difference, {literal("20090101"), literal("tomorrow")}));
  EXPECT_EQ(result.flag, Flag::error);
  EXPECT_NE(result.message.find("tomorrow"), std::string::npos);
}

TEST(Variables, AFunctionWithoutComponentIsAnError) {
  EXPECT_EQ(value_of(function(Kind::concat, {})).flag, Flag::error);
  EXPECT_EQ(value_of(function(Kind::escape_regex, {literal("a"), literal("b")})).flag, Flag::error);
}

TEST(Variables, AProblemOfThePlanIsAnError) {
  OvalUnit content;
  content.constant("v", {"a"});
  content.unit.variables[0].problem = "depends on itself";
  EXPECT_EQ(content.variables().get(0).message, "depends on itself");
  EXPECT_EQ(content.variables().get(plan::kNone).flag, Flag::error);
}

TEST(Variables, ACycleNobodyMarkedEnds) {
  OvalUnit content;
  content.local("a", of_variable("b"));
  content.local("b", of_variable("a"));
  content.unit.variables[0].variables = {1};
  EXPECT_EQ(content.variables().get(0).flag, Flag::error);
}

TEST(Variables, ALongChainNeedsNoStack) {
  OvalUnit content;
  content.constant("v0", {"x"});
  for (int i = 1; i <= 20000; ++i) content.local("v" + std::to_string(i), of_variable("v" + std::to_string(i - 1)));
  EXPECT_EQ(content.variables().get(20000).values, Strings{"x"});
}

}  // namespace
}  // namespace assay::evaluate
