// The components of local variables (oval-definitions ComponentGroup) on collections of values, behind Variables (variable.h).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/evaluate/variable.h"

namespace assay::evaluate {

// What a component may look at.
struct ComponentContext {
  const plan::Unit* unit;
  const Variables::ItemsOf* items_of;
  RegexCache* patterns;
  std::int64_t now;
  // The value of another variable, already worked out.
  std::function<const VariableResult&(plan::Index)> variable;
};

VariableResult evaluate_component(const oval::Component& component, const ComponentContext& context);

VariableResult variable_error(std::string message);

// error where a value is not of the datatype of the variable or literal it belongs to. Only the types a value can be cast to are
// looked at; the others show themselves when compared.
void check_datatype(VariableResult& result, oval::Datatype datatype);

}  // namespace assay::evaluate
