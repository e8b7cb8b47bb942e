#include "engine/evaluate/judge_check.h"

#include <algorithm>

#include "engine/base/text.h"

namespace assay::evaluate {
namespace {

PlannedCheck undecided(std::string why, xccdf::Outcome otherwise = xccdf::Outcome::notchecked) {
  PlannedCheck planned;
  planned.otherwise = otherwise;
  planned.why = std::move(why);
  return planned;
}

std::string unsupported_text(const std::string& system) {
  if (system == xccdf::kOcilSystem) return "its check is a question to a person (OCIL), which a scan cannot answer";
  return "its check is of system \"" + system + "\", which is not supported";
}

// A complex check is used whatever the selector; else the checks with the selector, and where there is none, those without.
std::vector<const xccdf::Check*> candidates(const std::vector<xccdf::Check>& checks, const std::string& selector) {
  for (const xccdf::Check& check : checks)
    if (check.complex) return {&check};
  const auto with = [&](std::string_view wanted) {
    std::vector<const xccdf::Check*> found;
    for (const xccdf::Check& check : checks)
      if (check.selector == wanted) found.push_back(&check);
    return found;
  };
  std::vector<const xccdf::Check*> found = with(selector);
  return found.empty() && !selector.empty() ? with("") : found;
}

class Planner {
 public:
  explicit Planner(const CheckContext& context) : context_(context) {}

  PlannedCheck plan(const xccdf::Check& check) {
    if (!check.complex) return plan_simple(check);
    PlannedCheck planned = undecided("the complex check is empty");
    planned.complex = true;
    planned.all = check.all;
    planned.used = used(check);
    for (const xccdf::Check& child : check.children) planned.children.push_back(plan(child));
    return planned;
  }

 private:
  static CheckUsed used(const xccdf::Check& check) {
    CheckUsed used;
    used.system = check.system;
    used.id = check.id;
    used.selector = check.selector;
    used.multi_check = check.multi_check;
    used.negate = check.negate;
    used.exports = check.exports;
    if (!check.content_refs.empty()) {
      used.href = check.content_refs.front().href;
      used.name = check.content_refs.front().name;
    }
    return used;
  }

  PlannedCheck plan_simple(const xccdf::Check& check) {
    PlannedCheck planned;
    if (check.system != xccdf::kOvalSystem)
      planned = undecided(unsupported_text(check.system));
    else if (check.content_refs.empty())
      planned = undecided(check.has_inline_content ? "its check is written in the rule itself, which is not supported"
                                                   : "its check refers to nothing");
    planned.used = used(check);
    if (planned.why.empty()) resolve(check, planned);
    return planned;
  }

  // The references are alternatives: the first that leads somewhere is used.
  void resolve(const xccdf::Check& check, PlannedCheck& planned) {
    std::vector<std::string> reasons;
    for (const xccdf::ContentRef& ref : check.content_refs) {
      std::string why;
      const oval::Definitions* source = context_.find(context_.component_ref_id, ref.href, &why);
      if (source == nullptr) {
        reasons.push_back(why.empty() ? ref.href + " cannot be found" : why);
        continue;
      }
      std::vector<std::string> definitions = {ref.name};
      const auto& ids = source->definition_ids();
      if (ref.name.empty()) definitions = ids;
      if (definitions.empty() || std::find(ids.begin(), ids.end(), definitions.front()) == ids.end()) {
        reasons.push_back(ref.href + (ref.name.empty() ? " has no definitions" : " has no definition " + ref.name));
        continue;
      }
      planned.used.href = ref.href;
      planned.used.name = ref.name;
      planned.used.unit = context_.units.ask(*source, bindings(check), definitions);
      planned.definitions = std::move(definitions);
      return;
    }
    planned.why = join(reasons, "; ");
  }

  oval::ExternalVariables bindings(const xccdf::Check& check) const {
    oval::ExternalVariables external;
    for (const xccdf::Export& one : check.exports)
      if (const plan::ResolvedValue* value = context_.selection.value(one.value_id)) external[one.export_name] = value->values;
    return external;
  }

  const CheckContext& context_;
};

}  // namespace

PlannedCheck plan_check(const plan::SelectedRule& rule, const CheckContext& context) {
  const std::vector<xccdf::Check>& checks = rule.rule->checks;
  const std::vector<const xccdf::Check*> fitting = candidates(checks, rule.check_selector);
  const auto supported = [](const xccdf::Check& check) { return check.complex || check.system == xccdf::kOvalSystem; };
  for (const xccdf::Check* check : fitting)
    if (supported(*check)) return Planner(context).plan(*check);
  if (fitting.empty() || std::any_of(checks.begin(), checks.end(), supported)) return undecided(std::string(kNoCheck));
  return undecided(unsupported_text(fitting.front()->system));
}

}  // namespace assay::evaluate
