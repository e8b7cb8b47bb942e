// From the definitions somebody asks for to everything they reach, by index (plan.h). Four passes: definitions and their tests;
// tests' objects and states, and what those reach; cycles; waves.
#include <algorithm>
#include <utility>

#include "engine/plan/compile_graph.h"
#include "engine/plan/plan.h"

namespace assay::plan {
namespace {

using IndexMap = std::map<std::string, Index, std::less<>>;

Index find(const IndexMap& map, std::string_view id) {
  const auto found = map.find(id);
  return found == map.end() ? kNone : found->second;
}

void add_unique(std::vector<Index>& list, Index index) {
  if (std::find(list.begin(), list.end(), index) == list.end()) list.push_back(index);
}

// The first problem is the one that is told.
void note(std::string& problem, const std::string& message) {
  if (problem.empty()) problem = message;
}

std::string type_of(std::string_view family, std::string_view type, std::string_view kind) {
  return std::string(family) + ":" + std::string(type) + "_" + std::string(kind);
}

class Compiler {
 public:
  Compiler(const Asked& asked, SupportedType supported) : source_(*asked.source), supported_(supported) {
    unit_.source = asked.source;
    unit_.external = asked.external;
  }

  Unit run(const Asked& asked) {
    for (const std::string& id : asked.definitions.empty() && asked.objects.empty() ? source_.definition_ids() : asked.definitions)
      if (definition(id) == kNone) throw source_.error(0, id, "there is no such definition");
    for (const std::string& id : asked.objects) object(id);
    for (Index i = 0; i < unit_.definitions.size(); ++i) reach_from_definition(i);
    for (Index i = 0; i < unit_.tests.size(); ++i) reach_from_test(i);
    reach_the_rest();
    find_definition_cycles();
    find_variable_cycles();
    order_objects();
    return std::move(unit_);
  }

 private:
  // --- Each part once, in the order it is first reached. kNone: the content has none of this id. ---

  template <class Part, class Plan, class Get>
  Index part(IndexMap& index, std::vector<Plan>& plans, const Part* Plan::*pointer, std::string_view id, Get get) {
    if (const Index known = find(index, id); known != kNone) return known;
    Plan plan;
    try {
      plan.*pointer = get(id);
      if (plan.*pointer == nullptr) return kNone;
    } catch (const ContentError& error) {
      auto stand_in = std::make_shared<Part>();
      stand_in->id = id;
      unit_.stand_ins.push_back(stand_in);
      plan.*pointer = stand_in.get();
      malformed(plan, error.what());
    }
    const auto number = static_cast<Index>(plans.size());
    plans.push_back(std::move(plan));
    index.emplace(id, number);
    return number;
  }
  template <class Plan>
  static void malformed(Plan& plan, const std::string& message) {
    plan.problem = message;
  }
  void malformed(StatePlan& plan, const std::string& message) { malformed_states_.emplace(plan.state, message); }

  Index definition(std::string_view id) {
    return part(unit_.definition_index, unit_.definitions, &DefinitionPlan::definition, id,
                [&](auto name) { return source_.definition(name); });
  }
  Index test(std::string_view id) {
    return part(unit_.test_index, unit_.tests, &TestPlan::test, id, [&](auto name) { return source_.test(name); });
  }
  Index object(std::string_view id) {
    return part(unit_.object_index, unit_.objects, &ObjectPlan::object, id, [&](auto name) { return source_.object(name); });
  }
  Index state(std::string_view id) {
    return part(unit_.state_index, unit_.states, &StatePlan::state, id, [&](auto name) { return source_.state(name); });
  }
  Index variable(std::string_view id) {
    return part(unit_.variable_index, unit_.variables, &VariablePlan::variable, id, [&](auto name) { return source_.variable(name); });
  }

  // --- What each part refers to. ---

  void reach_from_definition(Index index) {
    const oval::Definition* const from = unit_.definitions[index].definition;
    definition_edges_.resize(std::max<std::size_t>(definition_edges_.size(), index + 1));
    if (from->criteria) reach_from_criteria(*from->criteria, index);
  }

  void reach_from_criteria(const oval::Criteria& criteria, Index from) {
    const std::string& id = unit_.definitions[from].definition->id;
    if (criteria.kind == oval::Criteria::Kind::criterion && test(criteria.ref) == kNone)
      note(unit_.definitions[from].problem, "definition " + id + " refers to test " + criteria.ref + ", which does not exist");
    if (criteria.kind == oval::Criteria::Kind::extend_definition) {
      if (const Index extended = definition(criteria.ref); extended != kNone)
        add_unique(definition_edges_[from], extended);
      else
        note(unit_.definitions[from].problem, "definition " + id + " extends definition " + criteria.ref + ", which does not exist");
    }
    for (const oval::Criteria& child : criteria.children) reach_from_criteria(child, from);
  }

  void reach_from_test(Index index) {
    const oval::Test& from = *unit_.tests[index].test;
    if (!unit_.tests[index].problem.empty() || from.type == "unknown") return;
    std::string& problem = unit_.tests[index].problem;
    if (from.object_ref.empty()) return note(problem, "test " + from.id + " has no object");
    const Index object_index = unit_.tests[index].object = object(from.object_ref);
    if (object_index == kNone) return note(problem, "test " + from.id + " refers to object " + from.object_ref + ", which does not exist");
    const oval::Object& target = *unit_.objects[object_index].object;
    if (unit_.objects[object_index].problem.empty() && (target.family != from.family || target.type != from.type))
      note(problem, "test " + from.id + " is a " + type_of(from.family, from.type, "test") + ", its object " + target.id + " a " +
                        type_of(target.family, target.type, "object"));
    for (const std::string& id : from.state_refs) {
      const Index state_index = state(id);
      if (state_index == kNone) {
        note(problem, "test " + from.id + " refers to state " + id + ", which does not exist");
        continue;
      }
      unit_.tests[index].states.push_back(state_index);
      check_state("test " + from.id, from.family, from.type, *unit_.states[state_index].state, problem);
    }
  }

  // A state of the right type whose variables exist.
  void check_state(const std::string& user, std::string_view family, std::string_view type, const oval::State& state,
                   std::string& problem) {
    if (const auto bad = malformed_states_.find(&state); bad != malformed_states_.end()) return note(problem, bad->second);
    if (state.family != family || state.type != type)
      note(problem, user + " is of type " + std::string(family) + ":" + std::string(type) + ", its state " + state.id + " a " +
                        type_of(state.family, state.type, "state"));
    check_variables("state " + state.id, state.entities, problem);
  }

  void check_variables(const std::string& user, const std::vector<oval::Entity>& entities, std::string& problem) {
    for (const oval::Entity& entity : entities) {
      if (!entity.var_ref.empty() && variable(entity.var_ref) == kNone)
        note(problem, user + " refers to variable " + entity.var_ref + ", which does not exist");
      check_variables(user, entity.fields, problem);
    }
  }

  // Objects, states and variables reach each other; each list may grow while another is worked through.
  void reach_the_rest() {
    Index objects = 0, states = 0, variables = 0;
    while (objects < unit_.objects.size() || states < unit_.states.size() || variables < unit_.variables.size()) {
      while (objects < unit_.objects.size()) reach_from_object(objects++);
      while (states < unit_.states.size()) reach_from_state(states++);
      while (variables < unit_.variables.size()) reach_from_variable(variables++);
    }
  }

  void reach_from_object(Index index) {
    const oval::Object& from = *unit_.objects[index].object;
    std::string problem;  // the list of objects may move
    std::vector<Index> operands, variables, filters, read;
    for (const oval::Entity& entity : from.entities) variables.push_back(entity.var_ref.empty() ? kNone : variable(entity.var_ref));
    check_variables("object " + from.id, from.entities, problem);
    if (const oval::Entity* entity = from.entity("var_ref"); entity != nullptr && from.type == "variable") {
      const Index named = variable(entity->value);
      if (named == kNone) note(problem, "object " + from.id + " refers to variable " + entity->value + ", which does not exist");
      read.push_back(named);
    }
    for (const oval::Filter& filter : from.filters) filters.push_back(filter_state(filter, from, problem));
    set_filters_.resize(std::max<std::size_t>(set_filters_.size(), index + 1));
    if (from.set) reach_from_set(*from.set, from, operands, set_filters_[index], problem);
    ObjectPlan& plan = unit_.objects[index];
    note(plan.problem, problem);
    plan.unsupported = !from.set && supported_ != nullptr && !supported_(from.family, from.type);
    plan.needs = std::move(operands);
    read.insert(read.end(), variables.begin(), variables.end());
    object_reads_.resize(std::max<std::size_t>(object_reads_.size(), index + 1));
    object_reads_[index] = std::move(read);
    plan.variables = std::move(variables);
    plan.filter_states = std::move(filters);
  }

  Index filter_state(const oval::Filter& filter, const oval::Object& from, std::string& problem) {
    const Index index = state(filter.state_ref);
    if (index == kNone)
      note(problem, "object " + from.id + " is filtered by state " + filter.state_ref + ", which does not exist");
    else
      check_state("object " + from.id, from.family, from.type, *unit_.states[index].state, problem);
    return index;
  }

  void reach_from_set(const oval::Set& set, const oval::Object& from, std::vector<Index>& operands, std::vector<Index>& filters,
                      std::string& problem) {
    if (set.sets.empty() && set.object_refs.empty()) note(problem, "object " + from.id + " has a set of nothing");
    for (const oval::Set& inner : set.sets) reach_from_set(inner, from, operands, filters, problem);
    for (const std::string& id : set.object_refs) {
      const Index operand = object(id);
      if (operand == kNone) {
        note(problem, "object " + from.id + " is a set of object " + id + ", which does not exist");
        continue;
      }
      add_unique(operands, operand);
      const oval::Object& other = *unit_.objects[operand].object;
      if (unit_.objects[operand].problem.empty() && (other.family != from.family || other.type != from.type))
        note(problem, "object " + from.id + " is a set of " + type_of(from.family, from.type, "object") + "s, object " + id + " in it a " +
                          type_of(other.family, other.type, "object"));
    }
    for (const oval::Filter& filter : set.filters) add_unique(filters, filter_state(filter, from, problem));
  }

  void reach_from_state(Index index) {
    std::vector<Index> variables;
    for (const oval::Entity& entity : unit_.states[index].state->entities) {
      variables.push_back(entity.var_ref.empty() ? kNone : variable(entity.var_ref));
      reach_from_fields(entity.fields);
    }
    unit_.states[index].variables = std::move(variables);
  }

  void reach_from_fields(const std::vector<oval::Entity>& fields) {
    for (const oval::Entity& field : fields)
      if (!field.var_ref.empty()) variable(field.var_ref);
  }

  void reach_from_variable(Index index) {
    const oval::Variable& from = *unit_.variables[index].variable;
    if (from.component) reach_from_component(*from.component, index);
  }

  void reach_from_component(const oval::Component& component, Index from) {
    const std::string& id = unit_.variables[from].variable->id;
    if (component.kind == oval::Component::Kind::object) {
      if (const Index read = object(component.ref); read != kNone)
        add_unique(unit_.variables[from].objects, read);
      else
        note(unit_.variables[from].problem, "variable " + id + " refers to object " + component.ref + ", which does not exist");
    }
    if (component.kind == oval::Component::Kind::variable) {
      if (const Index read = variable(component.ref); read != kNone)
        add_unique(unit_.variables[from].variables, read);
      else
        note(unit_.variables[from].problem, "variable " + id + " refers to variable " + component.ref + ", which does not exist");
    }
    for (const oval::Component& argument : component.arguments) reach_from_component(argument, from);
  }

  // --- Cycles and waves. ---

  template <class Plans, class IdOf>
  static Components mark_cycles(const Edges& edges, Plans& plans, std::string_view kind, std::string_view how, IdOf id_of) {
    Components found = components(edges);
    for (const std::vector<Index>& group : found.groups) {
      if (!Components::is_cycle(group, edges)) continue;
      constexpr std::size_t kNamed = 5;
      std::string others;
      for (std::size_t i = 0; i < group.size() && i < kNamed; ++i) others += (i == 0 ? "" : ", ") + id_of(plans[group[i]]);
      if (group.size() > kNamed) others += ", ...";
      for (const Index member : group)
        note(plans[member].problem, std::string(kind) + " " + id_of(plans[member]) + " " + std::string(how) + " (cycle of " + others + ")");
    }
    return found;
  }

  void find_definition_cycles() {
    mark_cycles(definition_edges_, unit_.definitions, "definition", "extends itself",
                [](const DefinitionPlan& plan) { return plan.definition->id; });
  }

  void find_variable_cycles() {
    Edges edges;
    for (const VariablePlan& plan : unit_.variables) edges.push_back(plan.variables);
    mark_cycles(edges, unit_.variables, "variable", "depends on itself", [](const VariablePlan& plan) { return plan.variable->id; });
  }

  // Adds the objects that an object's variables and filters read to its needs; then waves by the longest path of needs.
  void order_objects() {
    seen_by_.assign(unit_.variables.size(), kNone);
    for (Index i = 0; i < unit_.objects.size(); ++i) {
      add_read_objects(i, object_reads_[i]);
      for (const std::vector<Index>* states : {&unit_.objects[i].filter_states, &set_filters_[i]})
        for (const Index state : *states)
          if (state != kNone) add_read_by_state(i, unit_.states[state].state->entities);
      std::vector<Index>& needs = unit_.objects[i].needs;
      std::sort(needs.begin(), needs.end());
      needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    }
    Edges edges;
    for (const ObjectPlan& plan : unit_.objects) edges.push_back(plan.needs);
    const Components order =
        mark_cycles(edges, unit_.objects, "object", "needs itself to be collected", [](const ObjectPlan& plan) { return plan.object->id; });
    for (const std::vector<Index>& group : order.groups) {
      ObjectPlan& plan = unit_.objects[group.front()];
      if (Components::is_cycle(group, edges)) {
        for (const Index member : group) unit_.objects[member].needs.clear();
        continue;
      }
      for (const Index need : plan.needs) plan.wave = std::max(plan.wave, unit_.objects[need].wave + 1);
    }
  }

  void add_read_by_state(Index object, const std::vector<oval::Entity>& entities) {
    for (const oval::Entity& entity : entities) {
      if (!entity.var_ref.empty()) add_read_objects(object, {unit_.variable(entity.var_ref)});
      add_read_by_state(object, entity.fields);
    }
  }

  // The objects these variables read through any depth.
  void add_read_objects(Index object, std::vector<Index> variables) {
    while (!variables.empty()) {
      const Index index = variables.back();
      variables.pop_back();
      if (index == kNone || seen_by_[index] == object) continue;
      seen_by_[index] = object;
      const VariablePlan& plan = unit_.variables[index];
      std::vector<Index>& needs = unit_.objects[object].needs;
      needs.insert(needs.end(), plan.objects.begin(), plan.objects.end());
      variables.insert(variables.end(), plan.variables.begin(), plan.variables.end());
    }
  }

  const oval::Definitions& source_;
  SupportedType supported_;
  Unit unit_;
  Edges definition_edges_;
  std::vector<std::vector<Index>> object_reads_;  // of each object: the variables of its entities
  std::vector<std::vector<Index>> set_filters_;   // of each object: the states its sets are filtered by
  std::vector<Index> seen_by_;                    // of each variable: the object that last met it
  std::map<const oval::State*, std::string> malformed_states_;
};

}  // namespace

Index Unit::definition(std::string_view id) const { return find(definition_index, id); }
Index Unit::test(std::string_view id) const { return find(test_index, id); }
Index Unit::object(std::string_view id) const { return find(object_index, id); }
Index Unit::state(std::string_view id) const { return find(state_index, id); }
Index Unit::variable(std::string_view id) const { return find(variable_index, id); }

Unit compile(const Asked& asked, SupportedType supported) { return Compiler(asked, supported).run(asked); }

}  // namespace assay::plan
