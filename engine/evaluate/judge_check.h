// Which check of a rule is used (NISTIR 7275r4, 7.2.3.5.1), and what of OVAL it needs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/check_system.h"
#include "engine/evaluate/judge_units.h"
#include "engine/evaluate/results.h"

namespace assay::evaluate {

// What oscap says too, and its users look for.
inline constexpr std::string_view kNoCheck = "No candidate or applicable check found.";

struct PlannedCheck {
  CheckUsed used;
  std::vector<std::string> definitions;  // of unit used.unit; several where the reference names none
  // Of a check system beside OVAL: the document that judges check used.name by what its objects saw, with these values.
  const CheckDocument* document = nullptr;
  std::vector<NeededObject> objects;  // in unit used.unit
  oval::ExternalVariables exports;
  // Where there are no definitions, no document and no children: the outcome, and why.
  xccdf::Outcome otherwise = xccdf::Outcome::notchecked;
  std::string why;
  bool complex = false, all = true;
  std::vector<PlannedCheck> children;
};

// The document an href names, of the system with this URI. Null, with *why set, where there is none or no such system.
using FindDocument = std::function<const CheckDocument*(std::string_view system, std::string_view href, std::string* why)>;

struct CheckContext {
  const plan::Selection& selection;
  std::string component_ref_id;  // of the checklist
  const FindOval& find;
  std::span<const CheckSystem* const> systems;  // beside OVAL, and preferred to it
  const FindDocument& find_document;
  Units& units;
};

PlannedCheck plan_check(const plan::SelectedRule& rule, const CheckContext& context);

}  // namespace assay::evaluate
