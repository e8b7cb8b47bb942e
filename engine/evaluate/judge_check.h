// Which check of a rule is used (NISTIR 7275r4, 7.2.3.5.1), and what of OVAL it needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/judge_units.h"
#include "engine/evaluate/results.h"

namespace assay::evaluate {

// What oscap says too, and its users look for.
inline constexpr std::string_view kNoCheck = "No candidate or applicable check found.";

struct PlannedCheck {
  CheckUsed used;
  std::vector<std::string> definitions;  // of unit used.unit; several where the reference names none
  // Where there are no definitions and no children: the outcome, and why.
  xccdf::Outcome otherwise = xccdf::Outcome::notchecked;
  std::string why;
  bool complex = false, all = true;
  std::vector<PlannedCheck> children;
};

struct CheckContext {
  const plan::Selection& selection;
  std::string component_ref_id;  // of the checklist
  const FindOval& find;
  Units& units;
};

PlannedCheck plan_check(const plan::SelectedRule& rule, const CheckContext& context);

}  // namespace assay::evaluate
