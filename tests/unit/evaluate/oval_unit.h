// Units and items made of literal lines, for tests of evaluation.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/oval_results.h"

namespace assay::evaluate {

using oval::Check;
using oval::Component;
using oval::Datatype;
using oval::Entity;
using oval::Existence;
using oval::Flag;
using oval::Operation;
using oval::Operator;
using oval::Status;
using oval::Truth;

using Strings = std::vector<std::string>;

inline constexpr oval::ItemField kThingFields[] = {{"name"},   {"size", Datatype::int_},     {"user"},
                                                   {"secret"}, {"result", Datatype::record}, {"optional"}};
inline constexpr oval::ItemSchema kThing{"test", "thing", kThingFields};

inline oval::Item thing(std::string_view name, std::string_view size = "1") {
  oval::Item item(kThing);
  item.add("name", name).add("size", size);
  return item;
}

inline Entity entity(std::string name, std::string value, Operation operation = Operation::equals, Datatype datatype = Datatype::string) {
  Entity made;
  made.name = std::move(name);
  made.value = std::move(value);
  made.operation = operation;
  made.datatype = datatype;
  return made;
}

inline Entity variable_entity(std::string name, std::string var_ref, Check var_check = Check::all, Datatype datatype = Datatype::string) {
  Entity made = entity(std::move(name), "", Operation::equals, datatype);
  made.var_ref = std::move(var_ref);
  made.var_check = var_check;
  return made;
}

inline Component literal(std::string value, Datatype datatype = Datatype::string) {
  Component component;
  component.value = std::move(value);
  component.datatype = datatype;
  return component;
}

inline Component of_object(std::string object, std::string item_field, std::string record_field = {}) {
  Component component;
  component.kind = Component::Kind::object;
  component.ref = std::move(object);
  component.item_field = std::move(item_field);
  component.record_field = std::move(record_field);
  return component;
}

inline Component of_variable(std::string variable) {
  Component component;
  component.kind = Component::Kind::variable;
  component.ref = std::move(variable);
  return component;
}

inline Component function(Component::Kind kind, std::vector<Component> arguments,
                          std::vector<std::pair<std::string, std::string>> parameters = {}) {
  Component component;
  component.kind = kind;
  component.arguments = std::move(arguments);
  component.parameters = std::move(parameters);
  return component;
}

// A unit with its content and what was collected for it. Ids are what the test says they are.
class OvalUnit {
 public:
  plan::Unit unit;
  oval::Collected collected;
  std::vector<oval::Item> items;
  RegexCache patterns;

  plan::Index object(const std::string& id, Flag flag, std::vector<oval::Item> found = {}) {
    oval::Object& made = objects_.emplace_back();
    made.id = id;
    made.family = kThing.family;
    made.type = kThing.type;
    oval::CollectedObject row;
    row.id = id;
    row.flag = flag;
    for (oval::Item& item : found) {
      row.items.push_back(static_cast<std::uint32_t>(items.size()));
      items.push_back(std::move(item));
    }
    collected.objects.push_back(std::move(row));
    plan::ObjectPlan plan;
    plan.object = &made;
    return add(unit.objects, unit.object_index, std::move(plan), id);
  }

  plan::Index constant(const std::string& id, Strings values, Datatype datatype = Datatype::string) {
    oval::Variable& made = variable(id, oval::Variable::Kind::constant, datatype);
    made.values = std::move(values);
    return index_of(made);
  }

  plan::Index local(const std::string& id, Component component, Datatype datatype = Datatype::string) {
    oval::Variable& made = variable(id, oval::Variable::Kind::local, datatype);
    const plan::Index index = index_of(made);
    reach(component, unit.variables[index]);
    made.component = std::move(component);
    return index;
  }

  oval::Variable& external(const std::string& id, Datatype datatype = Datatype::string) {
    oval::Variable& made = variable(id, oval::Variable::Kind::external, datatype);
    index_of(made);
    return made;
  }

  plan::Index state(const std::string& id, std::vector<Entity> entities, Operator operation = Operator::AND) {
    oval::State& made = states_.emplace_back();
    made.id = id;
    made.operation = operation;
    made.entities = std::move(entities);
    plan::StatePlan plan;
    plan.state = &made;
    for (const Entity& one : made.entities) plan.variables.push_back(one.var_ref.empty() ? plan::kNone : unit.variable(one.var_ref));
    return add(unit.states, unit.state_index, std::move(plan), id);
  }

  oval::Test& test(const std::string& id, plan::Index object, std::vector<plan::Index> states = {}) {
    oval::Test& made = tests_.emplace_back();
    made.id = id;
    made.type = kThing.type;
    plan::TestPlan plan;
    plan.test = &made;
    plan.object = object;
    plan.states = std::move(states);
    add(unit.tests, unit.test_index, std::move(plan), id);
    return made;
  }

  oval::Definition& definition(const std::string& id, oval::Criteria criteria) {
    oval::Definition& made = definitions_.emplace_back();
    made.id = id;
    made.criteria = std::move(criteria);
    plan::DefinitionPlan plan;
    plan.definition = &made;
    add(unit.definitions, unit.definition_index, std::move(plan), id);
    return made;
  }

  Variables variables(std::int64_t now = 0) {
    return Variables(
        unit,
        [this](plan::Index object) {
          Variables::ObjectItems answer{collected.objects[object].flag, {}};
          for (const std::uint32_t item : collected.objects[object].items) answer.items.push_back(&items[item]);
          return answer;
        },
        patterns, now);
  }

  UnitResults results() { return evaluate(unit, collected, items, patterns); }
  Truth test_result(std::string_view id) { return results().tests[unit.test(id)].result; }

 private:
  template <class Plan, class Map>
  static plan::Index add(std::vector<Plan>& plans, Map& map, Plan plan, const std::string& id) {
    const auto index = static_cast<plan::Index>(plans.size());
    plans.push_back(std::move(plan));
    map.emplace(id, index);
    return index;
  }

  oval::Variable& variable(const std::string& id, oval::Variable::Kind kind, Datatype datatype) {
    oval::Variable& made = variables_.emplace_back();
    made.id = id;
    made.kind = kind;
    made.datatype = datatype;
    return made;
  }

  plan::Index index_of(const oval::Variable& made) {
    plan::VariablePlan plan;
    plan.variable = &made;
    return add(unit.variables, unit.variable_index, std::move(plan), made.id);
  }

  void reach(const Component& component, plan::VariablePlan& plan) {
    if (component.kind == Component::Kind::variable && unit.variable(component.ref) != plan::kNone)
      plan.variables.push_back(unit.variable(component.ref));
    for (const Component& argument : component.arguments) reach(argument, plan);
  }

  std::deque<oval::Object> objects_;
  std::deque<oval::Variable> variables_;
  std::deque<oval::State> states_;
  std::deque<oval::Test> tests_;
  std::deque<oval::Definition> definitions_;
};

}  // namespace assay::evaluate
