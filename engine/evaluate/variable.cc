#include "engine/evaluate/variable.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "engine/evaluate/value.h"
#include "engine/evaluate/variable_component.h"

namespace assay::evaluate {
namespace {

using oval::Flag;
using oval::Truth;
using oval::Variable;
using plan::Index;

std::int64_t clock_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// May an external source give this value? (possible_value and possible_restriction: an OR'd list.)
bool is_possible(const std::string& value, const Variable& variable, RegexCache& patterns) {
  if (variable.possible_values.empty() && variable.restrictions.empty()) return true;
  for (const std::string& possible : variable.possible_values)
    if (compare(value, oval::Operation::equals, possible, variable.datatype, patterns) == Truth::true_) return true;
  return std::any_of(variable.restrictions.begin(), variable.restrictions.end(), [&](const Variable::Restriction& restriction) {
    std::vector<Truth> results;
    for (const auto& [operation, limit] : restriction.conditions)
      results.push_back(compare(value, operation, limit, variable.datatype, patterns));
    return combine(restriction.operation, results) == Truth::true_;
  });
}

// A value that is not allowed leaves the variable without any.
VariableResult external_variable(const Variable& variable, const oval::ExternalVariables& external, RegexCache& patterns) {
  const auto given = external.find(variable.id);
  if (given == external.end() || given->second.empty())
    return {Flag::does_not_exist, {}, "no value was given for the external variable " + variable.id};
  VariableResult result{Flag::complete, given->second, {}};
  check_datatype(result, variable.datatype);
  if (result.flag != Flag::complete) return result;
  for (const std::string& value : given->second)
    if (!is_possible(value, variable, patterns))
      return {Flag::does_not_exist, {}, "\"" + printable(value) + "\" is no possible value of " + variable.id};
  return result;
}

}  // namespace

struct Variables::Impl {
  const plan::Unit& unit;
  ItemsOf items_of;
  RegexCache& patterns;
  std::optional<std::int64_t> now;
  std::vector<std::optional<VariableResult>> results;
  VariableResult none = variable_error("there is no such variable");
  VariableResult unfinished = variable_error("the variable depends on itself");

  VariableResult work_out(Index index) {
    const plan::VariablePlan& plan = unit.variables[index];
    if (!plan.problem.empty()) return variable_error(plan.problem);
    const Variable& variable = *plan.variable;
    VariableResult result;
    switch (variable.kind) {
      case Variable::Kind::external: return external_variable(variable, unit.external, patterns);
      case Variable::Kind::constant:
        if (variable.values.empty()) return {Flag::does_not_exist, {}, "the constant has no value"};
        result = {Flag::complete, variable.values, {}};
        break;
      case Variable::Kind::local:
        if (!variable.component) return variable_error("a local variable without a component");
        result = evaluate_component(*variable.component, context());
        break;
    }
    check_datatype(result, variable.datatype);
    return result;
  }

  ComponentContext context() {
    if (!now) now = clock_seconds();
    return {&unit, &items_of, &patterns, *now,
            [this](Index index) -> const VariableResult& { return results[index] ? *results[index] : unfinished; }};
  }

  // Depth first without recursion: chains of variables may be long.
  void work_out_with_needs(Index wanted) {
    std::vector<std::pair<Index, std::size_t>> path = {{wanted, 0}};
    std::vector<bool> entered(results.size());
    entered[wanted] = true;
    while (!path.empty()) {
      auto& [index, next] = path.back();
      const std::vector<Index>& needs = unit.variables[index].variables;
      while (next < needs.size() && (needs[next] >= results.size() || results[needs[next]] || entered[needs[next]])) ++next;
      if (next < needs.size()) {
        const Index need = needs[next++];
        entered[need] = true;
        path.emplace_back(need, 0);
      } else {
        results[index] = work_out(index);
        path.pop_back();
      }
    }
  }
};

Variables::Variables(const plan::Unit& unit, ItemsOf items_of, RegexCache& patterns, std::optional<std::int64_t> now)
    : impl_(new Impl{unit, std::move(items_of), patterns, now, {}}) {
  impl_->results.resize(unit.variables.size());
}

Variables::~Variables() = default;

const VariableResult& Variables::get(Index variable) {
  if (variable >= impl_->results.size()) return impl_->none;
  if (!impl_->results[variable]) impl_->work_out_with_needs(variable);
  return *impl_->results[variable];
}

}  // namespace assay::evaluate
