#include "engine/evaluate/state.h"

#include <gtest/gtest.h>

#include "tests/unit/evaluate/oval_unit.h"

namespace assay::evaluate {
namespace {

Truth matched(OvalUnit& content, const oval::Item& item, std::vector<Entity> entities, Operator operation = Operator::AND,
              std::vector<EntityVerdict>* verdicts = nullptr) {
  const plan::Index state = content.state("s" + std::to_string(content.unit.states.size()), std::move(entities), operation);
  Variables variables = content.variables();
  return match(item, content.unit, content.unit.states[state], variables, content.patterns, verdicts);
}

Truth matched(const oval::Item& item, std::vector<Entity> entities, Operator operation = Operator::AND) {
  OvalUnit content;
  return matched(content, item, std::move(entities), operation);
}

EntityVerdict verdict(OvalUnit& content, const oval::Item& item, Entity tested) {
  std::vector<EntityVerdict> verdicts;
  matched(content, item, {std::move(tested)}, Operator::AND, &verdicts);
  return verdicts.at(0);
}

oval::Item with_users(std::initializer_list<std::string_view> users) {
  oval::Item item = thing("a");
  for (const std::string_view user : users) item.add("user", user);
  return item;
}

TEST(Match, TheDatatypeOfTheStateDecidesHowToCompare) {
  EXPECT_EQ(matched(thing("a", "21"), {entity("size", "123", Operation::less_than, Datatype::int_)}), Truth::true_);
  EXPECT_EQ(matched(thing("a", "x"), {entity("size", "123", Operation::less_than, Datatype::int_)}), Truth::error);
}

TEST(Match, TheOperatorCombinesEntities) {
  const std::vector<Entity> one_of_two = {entity("name", "a"), entity("size", "2")};
  EXPECT_EQ(matched(thing("a", "1"), one_of_two, Operator::AND), Truth::false_);
  EXPECT_EQ(matched(thing("a", "1"), one_of_two, Operator::OR), Truth::true_);
  EXPECT_EQ(matched(thing("a", "1"), one_of_two, Operator::ONE), Truth::true_);
  EXPECT_EQ(matched(thing("a", "2"), one_of_two, Operator::XOR), Truth::false_);
}

TEST(Match, AStateThatSaysNothingIsSatisfied) { EXPECT_EQ(matched(thing("a"), {}), Truth::true_); }

TEST(Match, AnEntityTheItemDoesNotHaveIsUnknown) {
  EXPECT_EQ(matched(thing("a"), {entity("optional", "x")}), Truth::unknown);
  EXPECT_EQ(matched(thing("a"), {entity("no_such_entity", "x", Operation::not_equal)}), Truth::unknown);
}

TEST(Match, StatusesOfAnEntityDecideWhatCanBeSaid) {
  const std::pair<Status, Truth> rows[] = {
      {Status::does_not_exist, Truth::false_}, {Status::error, Truth::error}, {Status::not_collected, Truth::unknown}};
  for (const auto& [status, truth] : rows) {
    oval::Item item = thing("a");
    item.add_status("user", status);
    EXPECT_EQ(matched(item, {entity("user", "x")}), truth) << text_of(status);
    EXPECT_EQ(matched(item, {entity("user", "x", Operation::not_equal)}), truth) << text_of(status);
  }
}

TEST(Match, EntityCheckCombinesTheValuesOfOneName) {
  Entity fred = entity("user", "fred");
  EXPECT_EQ(matched(with_users({"fred", "bob"}), {fred}), Truth::false_);
  fred.entity_check = Check::at_least_one;
  EXPECT_EQ(matched(with_users({"fred", "bob"}), {fred}), Truth::true_);
  fred.entity_check = Check::only_one;
  EXPECT_EQ(matched(with_users({"fred", "fred"}), {fred}), Truth::false_);
  fred.entity_check = Check::none_satisfy;
  EXPECT_EQ(matched(with_users({"bob", "eve"}), {fred}), Truth::true_);
}

TEST(Match, ValuesThatAreNotThereAreLeftOut) {
  oval::Item item = with_users({"fred"});
  item.add_status("user", Status::does_not_exist);
  EXPECT_EQ(matched(item, {entity("user", "fred")}), Truth::true_);
  item.add_status("user", Status::error);
  EXPECT_EQ(matched(item, {entity("user", "fred")}), Truth::error);
}

TEST(Match, CheckExistenceAsksForTheStatusesOfTheEntity) {
  oval::Item none = thing("a");
  none.add_status("user", Status::does_not_exist);
  const std::tuple<Existence, Truth, Truth, Truth> rows[] = {// none, one, two values
                                                             {Existence::at_least_one_exists, Truth::false_, Truth::true_, Truth::true_},
                                                             {Existence::none_exist, Truth::true_, Truth::false_, Truth::false_},
                                                             {Existence::any_exist, Truth::true_, Truth::true_, Truth::true_},
                                                             {Existence::only_one_exists, Truth::false_, Truth::true_, Truth::false_},
                                                             {Existence::all_exist, Truth::false_, Truth::true_, Truth::true_}};
  for (const auto& [existence, of_none, of_one, of_two] : rows) {
    Entity fred = entity("user", "fred");
    fred.check_existence = existence;
    EXPECT_EQ(matched(none, {fred}), of_none) << text_of(existence);
    EXPECT_EQ(matched(with_users({"fred"}), {fred}), of_one) << text_of(existence);
    EXPECT_EQ(matched(with_users({"fred", "fred"}), {fred}), of_two) << text_of(existence);
  }
}

TEST(Match, VarCheckCombinesTheValuesOfTheVariable) {
  OvalUnit content;
  content.constant("v", {"1", "5", "9"}, Datatype::int_);
  Entity size = variable_entity("size", "v", Check::all, Datatype::int_);
  size.operation = Operation::less_than;
  EXPECT_EQ(matched(content, thing("a", "0"), {size}), Truth::true_);
  EXPECT_EQ(matched(content, thing("a", "4"), {size}), Truth::false_);
  size.var_check = Check::at_least_one;
  EXPECT_EQ(matched(content, thing("a", "4"), {size}), Truth::true_);
  size.var_check = Check::only_one;
  EXPECT_EQ(matched(content, thing("a", "6"), {size}), Truth::true_);
  size.var_check = Check::none_satisfy;
  EXPECT_EQ(matched(content, thing("a", "10"), {size}), Truth::true_);
}

TEST(Match, ManyValuesAgainstManyAreCheckedValueByValue) {
  OvalUnit content;
  content.constant("v", {"fred", "bob"});
  EXPECT_EQ(matched(content, with_users({"fred", "bob"}), {variable_entity("user", "v", Check::at_least_one)}), Truth::true_);
  EXPECT_EQ(matched(content, with_users({"fred", "bob"}), {variable_entity("user", "v", Check::all)}), Truth::false_);
}

TEST(Match, AVariableWithoutValueIsAnError) {
  OvalUnit content;
  content.object("o", Flag::does_not_exist);
  content.local("v", of_object("o", "name"));
  for (const Check check : {Check::all, Check::at_least_one, Check::none_satisfy})
    EXPECT_EQ(matched(content, thing("a"), {variable_entity("name", "v", check)}), Truth::error);
}

TEST(Match, AVariableThatWasNotLookedAtIsUnknown) {
  OvalUnit content;
  content.object("o", Flag::not_collected);
  content.local("v", of_object("o", "name"));
  EXPECT_EQ(matched(content, thing("a"), {variable_entity("name", "v")}), Truth::unknown);
}

TEST(Match, AVariableThatNeedsARunningSystemNeverMakesAStateTrue) {
  OvalUnit content;
  content.object("o", Flag::not_applicable);
  content.local("v", of_object("o", "name"));
  EXPECT_EQ(matched(content, thing("a"), {entity("size", "1"), variable_entity("name", "v")}), Truth::unknown);
  EXPECT_EQ(matched(content, thing("a"), {entity("size", "2"), variable_entity("name", "v")}), Truth::false_);
}

TEST(Match, OfAVariableKnownInPartOnlyTheCertainCounts) {
  OvalUnit content;
  content.object("o", Flag::incomplete, {thing("a"), thing("b")});
  content.local("v", of_object("o", "name"));
  EXPECT_EQ(matched(content, thing("a"), {variable_entity("name", "v", Check::at_least_one)}), Truth::true_);
  EXPECT_EQ(matched(content, thing("c"), {variable_entity("name", "v", Check::at_least_one)}), Truth::unknown);
  EXPECT_EQ(matched(content, thing("a"), {variable_entity("name", "v", Check::all)}), Truth::false_);
  EXPECT_EQ(matched(content, thing("c"), {variable_entity("name", "v", Check::none_satisfy)}), Truth::unknown);
}

TEST(Match, AnItemThatIsNotThereSatisfiesNothing) {
  oval::Item item = thing("a");
  item.set_status(Status::does_not_exist);
  EXPECT_EQ(matched(item, {entity("name", "a")}), Truth::false_);
  item.set_status(Status::error);
  EXPECT_EQ(matched(item, {entity("name", "a")}), Truth::error);
  item.set_status(Status::not_collected);
  EXPECT_EQ(matched(item, {entity("name", "a")}), Truth::unknown);
}

TEST(Match, NilExpectsNoValue) {
  Entity nothing = entity("user", "");
  nothing.nil = true;
  EXPECT_EQ(matched(thing("a"), {nothing}), Truth::true_);
  EXPECT_EQ(matched(with_users({"fred"}), {nothing}), Truth::false_);
}

Entity record_of(std::vector<Entity> fields, Check check = Check::all) {
  Entity record = entity("result", "", Operation::equals, Datatype::record);
  record.fields = std::move(fields);
  record.entity_check = check;
  return record;
}

oval::Item with_records(std::initializer_list<std::vector<oval::RecordField>> records) {
  oval::Item item = thing("a");
  for (const auto& record : records) item.add_record("result", record);
  return item;
}

const std::vector<oval::RecordField> kFred = {{"name", Datatype::string, Status::exists, "fred"},
                                              {"uid", Datatype::int_, Status::exists, "7"},
                                              {"group", Datatype::string, Status::exists, "a"},
                                              {"group", Datatype::string, Status::exists, "b"}};

TEST(MatchRecords, EachFieldOfTheStateMustBeSatisfied) {
  const Entity name = entity("name", "fred"), uid = entity("uid", "07", Operation::equals, Datatype::int_);
  EXPECT_EQ(matched(with_records({kFred}), {record_of({name, uid})}), Truth::true_);
  EXPECT_EQ(matched(with_records({kFred}), {record_of({name, entity("uid", "8")})}), Truth::false_);
}

TEST(MatchRecords, AFieldTheRecordDoesNotHaveIsAnError) {
  EXPECT_EQ(matched(with_records({kFred}), {record_of({entity("shell", "x")})}), Truth::error);
}

TEST(MatchRecords, EntityCheckCountsFieldsAndRecords) {
  Entity group = entity("group", "b");
  EXPECT_EQ(matched(with_records({kFred}), {record_of({group})}), Truth::false_);
  group.entity_check = Check::at_least_one;
  EXPECT_EQ(matched(with_records({kFred}), {record_of({group})}), Truth::true_);
  const std::vector<oval::RecordField> bob = {{"name", Datatype::string, Status::exists, "bob"}};
  EXPECT_EQ(matched(with_records({kFred, bob}), {record_of({entity("name", "bob")})}), Truth::false_);
  EXPECT_EQ(matched(with_records({kFred, bob}), {record_of({entity("name", "bob")}, Check::at_least_one)}), Truth::true_);
}

TEST(MatchRecords, AFieldMayNameAVariable) {
  OvalUnit content;
  content.constant("v", {"fred", "eve"});
  EXPECT_EQ(matched(content, with_records({kFred}), {record_of({variable_entity("name", "v", Check::at_least_one)})}), Truth::true_);
}

TEST(MatchRecords, ARecordIsNotComparedWithWhatIsNone) {
  EXPECT_EQ(matched(with_records({kFred}), {entity("result", "fred")}), Truth::error);
  Entity name = record_of({});
  name.name = "name";
  EXPECT_EQ(matched(thing("a"), {name}), Truth::error);
}

TEST(Verdicts, SayWhatWasExpectedAndWhatWasFound) {
  OvalUnit content;
  content.constant("v", {"1", "2"});
  const EntityVerdict literal_value = verdict(content, thing("a", "644"), entity("size", "600"));
  EXPECT_EQ(literal_value.entity, "size");
  EXPECT_EQ(literal_value.expected, "equals 600");
  EXPECT_EQ(literal_value.found, "644");
  EXPECT_EQ(literal_value.result, Truth::false_);
  EXPECT_EQ(verdict(content, thing("a"), variable_entity("size", "v", Check::at_least_one)).expected, "equals at least one of 1, 2");
  EXPECT_EQ(verdict(content, thing("a"), entity("optional", "x")).found, "nothing");
}

TEST(Verdicts, SayWhyAComparisonIsAnError) {
  OvalUnit content;
  EXPECT_NE(verdict(content, thing("a", "big"), entity("size", "1", Operation::equals, Datatype::int_)).found.find("datatype int"),
            std::string::npos);
}

TEST(Verdicts, NeverShowWhatIsMasked) {
  OvalUnit content;
  oval::Item item = thing("a");
  item.add("secret", "hunter2");
  Entity masked = entity("secret", "1", Operation::equals, Datatype::int_);
  masked.mask = true;
  EXPECT_EQ(verdict(content, item, masked).found.find("hunter2"), std::string::npos);
  item.mask("secret");
  const EntityVerdict row = verdict(content, item, entity("secret", "1", Operation::equals, Datatype::int_));
  EXPECT_EQ(row.found.find("hunter2"), std::string::npos);
  EXPECT_TRUE(row.found.starts_with("(masked)"));
}

}  // namespace
}  // namespace assay::evaluate
