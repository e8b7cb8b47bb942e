#include "engine/evaluate/oval_results.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/evaluate/value.h"

namespace assay::evaluate {
namespace {

using oval::Flag;
using oval::Status;
using oval::Truth;
using plan::Index;
using plan::kNone;

class TestEvaluator {
 public:
  TestEvaluator(const plan::Unit& unit, const oval::Collected& collected, const std::vector<oval::Item>& items, RegexCache& patterns)
      : unit_(unit),
        collected_(collected),
        items_(items),
        patterns_(patterns),
        variables_(
            unit, [this](Index object) { return items_of(object); }, patterns) {}

  TestResult evaluate(const plan::TestPlan& plan) {
    TestResult result;
    result.result = judge(plan, result);
    return result;
  }

 private:
  const oval::CollectedObject* collected(Index object) const {
    return object < collected_.objects.size() ? &collected_.objects[object] : nullptr;
  }

  Variables::ObjectItems items_of(Index object) const {
    Variables::ObjectItems answer;
    const oval::CollectedObject* from = collected(object);
    if (from == nullptr) return answer;
    answer.flag = from->flag;
    for (const std::uint32_t item : from->items)
      if (item < items_.size()) answer.items.push_back(&items_[item]);
    return answer;
  }

  Truth judge(const plan::TestPlan& plan, TestResult& result) {
    if (!plan.problem.empty()) return result.message = plan.problem, Truth::error;
    if (plan.test->type == "unknown") return Truth::unknown;
    const oval::CollectedObject* object = collected(plan.object);
    if (object == nullptr) return result.message = "the object was not collected", Truth::unknown;
    note_items(*object, result);
    result.variables = object->variable_values;
    for (const Index state : plan.states) note_variables(unit_.states[state].state->entities, result);
    if (object->flag != Flag::complete && object->flag != Flag::incomplete) {
      result.message = reason(plan, *object);
      return existence(plan.test->check_existence, object->flag, {});
    }
    return judge_items(plan, *object, result);
  }

  void note_items(const oval::CollectedObject& object, TestResult& result) const {
    for (const std::uint32_t item : object.items)
      if (item < items_.size()) result.items.push_back({item, Truth::not_evaluated});
  }

  static std::string message_of(const oval::CollectedObject& object) {
    return object.messages.empty() ? std::string() : object.messages.front().text;
  }

  // Why nothing was found: its variable knows better than an object that had nothing to look for.
  std::string reason(const plan::TestPlan& plan, const oval::CollectedObject& object) {
    std::string reason = message_of(object);
    const auto ask = [&](Index variable) {
      const VariableResult& values = variables_.get(variable);
      if (values.values.empty() && !values.message.empty()) reason = values.message;
      return false;
    };
    const oval::Object& asked = *unit_.objects[plan.object].object;
    any_variable(asked.entities, ask);
    const oval::Entity* named = asked.type == "variable" ? asked.entity("var_ref") : nullptr;
    if (const Index variable = named ? unit_.variable(named->value) : kNone; variable != kNone) ask(variable);
    return reason;
  }

  // What check_existence says, and then what check says of the items that exist (oval-results TestType).
  Truth judge_items(const plan::TestPlan& plan, const oval::CollectedObject& object, TestResult& result) {
    std::vector<Status> statuses;
    for (const TestedItem& tested : result.items) statuses.push_back(items_[tested.item].status());
    const Truth exists = existence(plan.test->check_existence, object.flag, statuses);
    if (exists != Truth::true_) result.message = message_of(object);
    const bool undecided = exists == Truth::unknown && object.flag == Flag::incomplete;
    if (plan.states.empty() || (exists != Truth::true_ && !undecided)) return exists;
    std::vector<Truth> results = item_results(plan, result);
    if (results.empty() && !undecided) return exists;
    if (object.flag == Flag::incomplete) results.push_back(Truth::unknown);  // for the items not seen
    const Truth checked = combine(plan.test->check, results);
    if (checked == Truth::error) explain_error(plan, result);
    if (checked == Truth::unknown && needs_running_system(plan)) return Truth::not_applicable;
    return undecided && checked != Truth::false_ ? Truth::unknown : checked;
  }

  std::vector<Truth> item_results(const plan::TestPlan& plan, TestResult& result) {
    std::vector<Truth> results;
    for (TestedItem& tested : result.items) {
      const oval::Item& item = items_[tested.item];
      if (item.status() == Status::does_not_exist) continue;
      tested.result = item_result(plan, item);
      results.push_back(tested.result);
    }
    return results;
  }

  Truth item_result(const plan::TestPlan& plan, const oval::Item& item) {
    std::vector<Truth> results;
    for (const Index state : plan.states) results.push_back(match(item, unit_, unit_.states[state], variables_, patterns_));
    return combine(plan.test->state_operator, results);
  }

  // The first item's first entity that is an error says why.
  void explain_error(const plan::TestPlan& plan, TestResult& result) {
    for (const TestedItem& tested : result.items) {
      if (tested.result != Truth::error) continue;
      const oval::Item& item = items_[tested.item];
      result.message = item.message();
      for (const Index state : plan.states) {
        std::vector<EntityVerdict> verdicts;
        match(item, unit_, unit_.states[state], variables_, patterns_, &verdicts);
        const auto wrong = std::find_if(verdicts.begin(), verdicts.end(), [](const EntityVerdict& v) { return v.result == Truth::error; });
        if (wrong == verdicts.end()) continue;
        result.message = wrong->entity + ": expected " + wrong->expected + ", found " + wrong->found;
        return;
      }
      return;
    }
  }

  // Is one of the states' variables without value because only a running system could give it?
  bool needs_running_system(const plan::TestPlan& plan) {
    return std::any_of(plan.states.begin(), plan.states.end(), [&](Index state) {
      return any_variable(unit_.states[state].state->entities,
                          [&](Index variable) { return variables_.get(variable).flag == Flag::not_applicable; });
    });
  }

  void note_variables(const std::vector<oval::Entity>& entities, TestResult& result) {
    any_variable(entities, [&](Index variable) {
      const std::string& id = unit_.variables[variable].variable->id;
      const bool known = std::any_of(result.variables.begin(), result.variables.end(),
                                     [&](const oval::VariableValue& value) { return value.variable_id == id; });
      const VariableResult& values = variables_.get(variable);
      for (std::size_t i = 0; i < values.values.size() && !known; ++i)
        result.variables.push_back({id, values.masked ? "(masked)" : values.values[i]});
      return false;
    });
  }

  // Does `wanted` hold for the variable of some entity or record field?
  template <class Wanted>
  bool any_variable(const std::vector<oval::Entity>& entities, Wanted wanted) const {
    return std::any_of(entities.begin(), entities.end(), [&](const oval::Entity& entity) {
      const Index variable = entity.var_ref.empty() ? kNone : unit_.variable(entity.var_ref);
      return (variable != kNone && wanted(variable)) || any_variable(entity.fields, wanted);
    });
  }

  const plan::Unit& unit_;
  const oval::Collected& collected_;
  const std::vector<oval::Item>& items_;
  RegexCache& patterns_;
  Variables variables_;
};

// Definitions in the order of their extend_definitions, each once; no recursion along them, for chains may be long.
class DefinitionEvaluator {
 public:
  DefinitionEvaluator(const plan::Unit& unit, UnitResults& results) : unit_(unit), results_(results), visited_(unit.definitions.size()) {}

  void evaluate_all() {
    for (Index i = 0; i < unit_.definitions.size(); ++i) evaluate_with_extended(i);
  }

 private:
  enum class Visit : std::uint8_t { none, entered, done };

  void evaluate_with_extended(Index wanted) {
    std::vector<Index> path = {wanted};
    while (!path.empty()) {
      const Index index = path.back();
      if (visited_[index] == Visit::none) {
        visited_[index] = Visit::entered;
        if (unit_.definitions[index].problem.empty() && unit_.definitions[index].definition->criteria)
          push_extended(*unit_.definitions[index].definition->criteria, path);
        continue;
      }
      path.pop_back();
      if (visited_[index] == Visit::done) continue;
      visited_[index] = Visit::done;
      results_.definitions[index] = evaluate(unit_.definitions[index]);
    }
  }

  void push_extended(const oval::Criteria& criteria, std::vector<Index>& path) const {
    if (criteria.kind == oval::Criteria::Kind::extend_definition) {
      const Index extended = unit_.definition(criteria.ref);
      if (extended != kNone && visited_[extended] == Visit::none) path.push_back(extended);
    }
    for (const oval::Criteria& child : criteria.children) push_extended(child, path);
  }

  DefinitionResult evaluate(const plan::DefinitionPlan& plan) const {
    DefinitionResult result;
    const bool has_criteria = plan.definition != nullptr && plan.definition->criteria.has_value();
    if (!plan.problem.empty()) {
      result.message = plan.problem;
      if (has_criteria) result.criteria = unevaluated(*plan.definition->criteria);
      result.criteria.result = result.result = Truth::error;
    } else if (has_criteria) {
      result.criteria = evaluate(*plan.definition->criteria);
      result.result = result.criteria.result;
    }
    return result;
  }

  static CriteriaResult unevaluated(const oval::Criteria& criteria) {
    CriteriaResult result;
    for (const oval::Criteria& child : criteria.children) result.children.push_back(unevaluated(child));
    return result;
  }

  CriteriaResult evaluate(const oval::Criteria& criteria) const {
    CriteriaResult result;
    switch (criteria.kind) {
      case oval::Criteria::Kind::criterion: result.result = test_result(criteria.ref); break;
      case oval::Criteria::Kind::extend_definition: result.result = definition_result(criteria.ref); break;
      case oval::Criteria::Kind::criteria: {
        std::vector<Truth> results;
        for (const oval::Criteria& child : criteria.children) results.push_back(result.children.emplace_back(evaluate(child)).result);
        result.result = results.empty() ? Truth::error : combine(criteria.operation, results);
        break;
      }
    }
    if (criteria.negate) result.result = negate(result.result);
    return result;
  }

  Truth test_result(std::string_view id) const {
    const Index test = unit_.test(id);
    return test == kNone ? Truth::error : results_.tests[test].result;
  }

  Truth definition_result(std::string_view id) const {
    const Index definition = unit_.definition(id);
    if (definition == kNone || visited_[definition] != Visit::done) return Truth::error;
    return results_.definitions[definition].result;
  }

  const plan::Unit& unit_;
  UnitResults& results_;
  std::vector<Visit> visited_;
};

}  // namespace

UnitResults evaluate(const plan::Unit& unit, const oval::Collected& collected, const std::vector<oval::Item>& items, RegexCache& patterns) {
  UnitResults results;
  TestEvaluator tests(unit, collected, items, patterns);
  for (const plan::TestPlan& test : unit.tests) results.tests.push_back(tests.evaluate(test));
  evaluate_definitions(unit, results);
  return results;
}

void evaluate_definitions(const plan::Unit& unit, UnitResults& results) {
  results.definitions.resize(unit.definitions.size());
  DefinitionEvaluator(unit, results).evaluate_all();
}

}  // namespace assay::evaluate
