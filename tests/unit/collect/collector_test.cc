#include "engine/collect/collector.h"

#include <gtest/gtest.h>

#include <deque>

#include "tests/support/memory_rootfs.h"

namespace assay::collect {
namespace {

using oval::Flag;

constexpr oval::ItemField kFields[] = {{"name", oval::Datatype::string}, {"value", oval::Datatype::int_}};
constexpr oval::ItemSchema kSchema{"test", "thing", kFields};
constexpr std::string_view kEntities[] = {"name"};

// A world of three things.
void collect_things(std::span<const Question> questions, const Target&) {
  for (const Question& question : questions)
    for (const auto& [name, value] : {std::pair{"one", 1}, {"two", 2}, {"three", 3}})
      if (question.query->matches("name", name)) question.answer->add(oval::Item(kSchema).add("name", name).add("value", value));
}

constexpr Probe kThing{"test", "thing", Needs::files, &kSchema, kEntities, collect_things, nullptr};
constexpr Probe kLiveThing{"test", "live", Needs::live_system, &kSchema, kEntities, collect_things, nullptr};
constexpr const Probe* kRegistry[] = {&kThing, &kLiveThing};

// A unit built by hand: objects without variables.
class World {
 public:
  oval::Object& object(std::string id, std::string type, oval::Operation operation, std::string name) {
    oval::Object& object = objects_.emplace_back();
    object.id = std::move(id);
    object.family = "test";
    object.type = std::move(type);
    object.version = 1;
    if (!name.empty()) {
      oval::Entity& entity = object.entities.emplace_back();
      entity.name = "name";
      entity.operation = operation;
      entity.value = std::move(name);
    }
    plan::ObjectPlan& row = unit().objects.emplace_back();
    row.object = &object;
    row.variables.assign(object.entities.size(), plan::kNone);
    unit().object_index[object.id] = static_cast<plan::Index>(unit().objects.size() - 1);
    return object;
  }
  oval::State& state(std::string id, oval::Operation operation, std::string value) {
    oval::State& state = states_.emplace_back();
    state.id = std::move(id);
    oval::Entity& entity = state.entities.emplace_back();
    entity.name = "value";
    entity.datatype = oval::Datatype::int_;
    entity.operation = operation;
    entity.value = std::move(value);
    plan::StatePlan& row = unit().states.emplace_back();
    row.state = &state;
    row.variables = {plan::kNone};
    unit().state_index[state.id] = static_cast<plan::Index>(unit().states.size() - 1);
    return state;
  }
  plan::Unit& unit() {
    if (plan_.units.empty()) plan_.units.emplace_back();
    return plan_.units[0];
  }
  oval::SystemCharacteristics collect() {
    const Target target(std::make_unique<test::MemoryRootfs>(), false, "test");
    return collect::collect(plan_, target, kRegistry, patterns_, Pool(1));
  }

 private:
  std::deque<oval::Object> objects_;
  std::deque<oval::State> states_;
  plan::Plan plan_;
  RegexCache patterns_;
};

std::vector<std::string> names_of(const oval::SystemCharacteristics& seen, std::size_t object) {
  std::vector<std::string> names;
  for (const std::uint32_t item : seen.units[0].objects[object].items) names.emplace_back(seen.items[item].value("name"));
  return names;
}

}  // namespace

TEST(Collector, FlagsAnObjectCompleteWhenItFoundItems) {
  World world;
  world.object("o", "thing", oval::Operation::pattern_match, "^t");
  const auto seen = world.collect();
  EXPECT_EQ(seen.units[0].objects[0].flag, Flag::complete);
  EXPECT_EQ(names_of(seen, 0), (std::vector<std::string>{"two", "three"}));
}

TEST(Collector, FlagsAnObjectDoesNotExistWhenItFoundNone) {
  World world;
  world.object("o", "thing", oval::Operation::equals, "four");
  EXPECT_EQ(world.collect().units[0].objects[0].flag, Flag::does_not_exist);
}

TEST(Collector, GivesTheSameItemOneIdForEveryObjectThatFoundIt) {
  World world;
  world.object("a", "thing", oval::Operation::equals, "one");
  world.object("b", "thing", oval::Operation::pattern_match, "one");
  const auto seen = world.collect();
  EXPECT_EQ(seen.items.size(), 1u);
  EXPECT_EQ(seen.units[0].objects[0].items, seen.units[0].objects[1].items);
}

TEST(Collector, DoesNotAskAnImageWhatOnlyARunningSystemKnows) {
  World world;
  world.object("o", "live", oval::Operation::equals, "one");
  const auto seen = world.collect();
  EXPECT_EQ(seen.units[0].objects[0].flag, Flag::not_applicable);
  EXPECT_EQ(seen.units[0].objects[0].messages.at(0).text, "needs a running system");
}

TEST(Collector, FlagsABrokenPatternErrorAndAsksNoProbe) {
  World world;
  world.object("o", "thing", oval::Operation::pattern_match, "t(");
  const auto seen = world.collect();
  EXPECT_EQ(seen.units[0].objects[0].flag, Flag::error);
  EXPECT_NE(seen.units[0].objects[0].messages.at(0).text.find("t("), std::string::npos);
}

TEST(Collector, FlagsATypeWithoutAProbeNotCollectedAndNamesIt) {
  World world;
  world.object("o", "unheard_of", oval::Operation::equals, "one");
  const auto seen = world.collect();
  EXPECT_EQ(seen.units[0].objects[0].flag, Flag::not_collected);
  EXPECT_NE(seen.units[0].objects[0].messages.at(0).text.find("unheard_of"), std::string::npos);
}

TEST(Collector, FlagsAnObjectThatCouldNotBePlannedErrorWithTheReason) {
  World world;
  world.object("o", "thing", oval::Operation::equals, "one");
  world.unit().objects[0].problem = "a circle";
  EXPECT_EQ(world.collect().units[0].objects[0].messages.at(0).text, "a circle");
}

TEST(Collector, AnExcludingFilterDropsWhatItsStateMatches) {
  World world;
  world.object("o", "thing", oval::Operation::pattern_match, ".").filters = {{false, "s"}};
  world.state("s", oval::Operation::greater_than, "1");
  world.unit().objects[0].filter_states = {0};
  EXPECT_EQ(names_of(world.collect(), 0), std::vector<std::string>{"one"});
}

TEST(Collector, AnIncludingFilterKeepsOnlyWhatItsStateMatches) {
  World world;
  world.object("o", "thing", oval::Operation::pattern_match, ".").filters = {{true, "s"}};
  world.state("s", oval::Operation::greater_than, "2");
  world.unit().objects[0].filter_states = {0};
  EXPECT_EQ(names_of(world.collect(), 0), std::vector<std::string>{"three"});
}

TEST(Collector, ASetIsMadeOfTheObjectsBeforeIt) {
  World world;
  world.object("all", "thing", oval::Operation::pattern_match, ".");
  world.object("t", "thing", oval::Operation::pattern_match, "^t");
  world.object("set", "thing", oval::Operation::equals, "").set = oval::Set{oval::Set::Operator::complement, {}, {"all", "t"}, {}};
  world.unit().objects[2].wave = 1;
  const auto seen = world.collect();
  EXPECT_EQ(names_of(seen, 2), std::vector<std::string>{"one"});
  EXPECT_EQ(seen.units[0].objects[2].flag, Flag::complete);
}

TEST(Collector, AMaskedEntityIsMarkedInTheItem) {
  World world;
  world.object("o", "thing", oval::Operation::equals, "one").entities[0].mask = true;
  const auto seen = world.collect();
  EXPECT_TRUE((*seen.items.at(0).begin()).mask);
}

}  // namespace assay::collect
