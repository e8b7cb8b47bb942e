#include "engine/evaluate/outcome.h"

#include <algorithm>
#include <array>

namespace assay::evaluate {
namespace {

using xccdf::Outcome;

// In both tables the result is the operand that comes first in a fixed order; the two orders differ in their first three.
constexpr std::array<Outcome, 9> kAndOrder = {Outcome::fail,       Outcome::unknown,     Outcome::error,
                                              Outcome::pass,       Outcome::fixed,       Outcome::notapplicable,
                                              Outcome::notchecked, Outcome::notselected, Outcome::informational};
constexpr std::array<Outcome, 9> kOrOrder = {Outcome::pass,       Outcome::fixed,       Outcome::unknown,
                                             Outcome::error,      Outcome::fail,        Outcome::notapplicable,
                                             Outcome::notchecked, Outcome::notselected, Outcome::informational};

Outcome first_of(std::span<const Outcome> order, std::span<const Outcome> outcomes) {
  for (const Outcome outcome : order)
    if (std::find(outcomes.begin(), outcomes.end(), outcome) != outcomes.end()) return outcome;
  return Outcome::notchecked;
}

}  // namespace

Outcome all_of(std::span<const Outcome> outcomes) { return first_of(kAndOrder, outcomes); }

Outcome any_of(std::span<const Outcome> outcomes) { return first_of(kOrOrder, outcomes); }

Outcome negate(Outcome outcome) {
  if (outcome == Outcome::pass) return Outcome::fail;
  if (outcome == Outcome::fail) return Outcome::pass;
  return outcome;
}

Outcome outcome_of(oval::Truth result, oval::Class definition_class) {
  const bool true_is_bad = definition_class == oval::Class::vulnerability || definition_class == oval::Class::patch;
  switch (result) {
    case oval::Truth::true_: return true_is_bad ? Outcome::fail : Outcome::pass;
    case oval::Truth::false_: return true_is_bad ? Outcome::pass : Outcome::fail;
    case oval::Truth::unknown: return Outcome::unknown;
    case oval::Truth::error: return Outcome::error;
    case oval::Truth::not_evaluated: return Outcome::notchecked;
    case oval::Truth::not_applicable: break;
  }
  return Outcome::notapplicable;
}

}  // namespace assay::evaluate
