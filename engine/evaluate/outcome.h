// The arithmetic of XCCDF results: the truth tables of complex-check (XCCDF 1.2, complexCheckType) and what an OVAL result means
// for a rule.
#pragma once

#include <span>

#include "engine/scap/oval_types.h"
#include "engine/scap/xccdf.h"

namespace assay::evaluate {

// notchecked of none at all.
xccdf::Outcome all_of(std::span<const xccdf::Outcome> outcomes);  // AND
xccdf::Outcome any_of(std::span<const xccdf::Outcome> outcomes);  // OR
xccdf::Outcome negate(xccdf::Outcome outcome);

// A definition of class vulnerability or patch is true where something is wrong.
xccdf::Outcome outcome_of(oval::Truth result, oval::Class definition_class);

}  // namespace assay::evaluate
