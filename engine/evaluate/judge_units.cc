#include "engine/evaluate/judge_units.h"

#include <algorithm>

namespace assay::evaluate {
namespace {

bool compatible(const oval::ExternalVariables& a, const oval::ExternalVariables& b) {
  return std::all_of(b.begin(), b.end(), [&](const auto& binding) {
    const auto found = a.find(binding.first);
    return found == a.end() || found->second == binding.second;
  });
}

}  // namespace

plan::Index Units::ask(const oval::Definitions& source, const oval::ExternalVariables& external,
                       const std::vector<std::string>& definitions, const std::vector<std::string>& objects) {
  auto unit = std::find_if(units_.begin(), units_.end(), [&](const Wanted& wanted) {
    return wanted.asked.source == &source && compatible(wanted.asked.external, external);
  });
  if (unit == units_.end()) {
    unit = units_.emplace(units_.end());
    unit->asked.source = &source;
  }
  unit->asked.external.insert(external.begin(), external.end());
  for (const std::string& id : definitions)
    if (unit->known.insert(id).second) unit->asked.definitions.push_back(id);
  for (const std::string& id : objects)
    if (unit->known.insert(id).second) unit->asked.objects.push_back(id);
  return static_cast<plan::Index>(unit - units_.begin());
}

plan::Plan Units::compile(plan::SupportedType supported) const {
  plan::Plan plan;
  for (const Wanted& wanted : units_) plan.units.push_back(plan::compile(wanted.asked, supported));
  return plan;
}

}  // namespace assay::evaluate
