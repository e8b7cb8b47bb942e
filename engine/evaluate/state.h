// Does an item satisfy a state? (oval-definitions StateType: entity_check, var_check, operator; records.) Pure.
#pragma once

#include <string>

#include "engine/evaluate/variable.h"

namespace assay::evaluate {

// Which entity decided, for evidence.
struct EntityVerdict {
  std::string entity;    // "subexpression", "uexec"
  std::string expected;  // "equals 644", "pattern match ^no$"
  std::string found;     // the values of the item, joined; "(masked)" where they must not be shown
  oval::Truth result = oval::Truth::not_evaluated;
};

// `verdicts`, where given, is filled with one row for each entity of the state.
oval::Truth match(const oval::Item& item, const plan::Unit& unit, const plan::StatePlan& state, Variables& variables, RegexCache& patterns,
                  std::vector<EntityVerdict>* verdicts = nullptr);

}  // namespace assay::evaluate
