#include "engine/evaluate/judge_check.h"

#include <algorithm>
#include <optional>
#include <utility>

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

bool is_among(std::string_view uri, std::span<const CheckSystem* const> systems) {
  return std::any_of(systems.begin(), systems.end(), [&](const CheckSystem* system) { return system->uri == uri; });
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
    const bool ours = is_among(check.system, context_.systems);
    if (!ours && check.system != xccdf::kOvalSystem)
      planned = undecided(unsupported_text(check.system));
    else if (check.content_refs.empty())
      planned = undecided(check.has_inline_content ? "its check is written in the rule itself, which is not supported"
                                                   : "its check refers to nothing");
    planned.used = used(check);
    if (planned.why.empty()) ours ? resolve_document(check, planned) : resolve(check, planned);
    return planned;
  }

  // As resolve(), for a check system beside OVAL.
  void resolve_document(const xccdf::Check& check, PlannedCheck& planned) {
    std::vector<std::string> reasons;
    for (const xccdf::ContentRef& ref : check.content_refs) {
      std::string why;
      const CheckDocument* document = context_.find_document(check.system, ref.href, &why);
      const std::vector<NeededObject>* needs = document ? document->needs(ref.name) : nullptr;
      if (needs == nullptr) {
        reasons.push_back(document ? ref.href + " has no check " + ref.name : why);
        continue;
      }
      const bool wants_oval = !needs->empty();
      const oval::Definitions* source = wants_oval ? context_.find(context_.component_ref_id, document->objects_href(), &why) : nullptr;
      if (wants_oval && source == nullptr) {
        reasons.push_back(why.empty() ? document->objects_href() + " cannot be found" : why);
        continue;
      }
      planned.used.href = ref.href;
      planned.used.name = ref.name;
      planned.document = document;
      planned.objects = *needs;
      planned.exports = bindings(check);
      if (source != nullptr) planned.used.unit = context_.units.ask(*source, {}, {}, ids(*needs));
      return;
    }
    planned.why = join(reasons, "; ");
  }

  static std::vector<std::string> ids(const std::vector<NeededObject>& needs) {
    std::vector<std::string> all;
    for (const NeededObject& need : needs) all.push_back(need.id);
    return all;
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
  std::vector<const xccdf::Check*> fitting = candidates(checks, rule.check_selector);
  const auto beside = [&](const xccdf::Check& check) { return !check.complex && is_among(check.system, context.systems); };
  const auto supported = [&](const xccdf::Check& check) { return check.complex || check.system == xccdf::kOvalSystem || beside(check); };
  std::stable_partition(fitting.begin(), fitting.end(), [&](const xccdf::Check* check) { return beside(*check); });
  std::optional<PlannedCheck> first;  // why it cannot be used is what is told where no other can
  for (const xccdf::Check* check : fitting) {
    if (!supported(*check)) continue;
    PlannedCheck planned = Planner(context).plan(*check);
    if (!beside(*check) || planned.document != nullptr) return planned;
    if (!first) first = std::move(planned);
  }
  if (first) return std::move(*first);
  if (fitting.empty() || std::any_of(checks.begin(), checks.end(), supported)) return undecided(std::string(kNoCheck));
  return undecided(unsupported_text(fitting.front()->system));
}

}  // namespace assay::evaluate
