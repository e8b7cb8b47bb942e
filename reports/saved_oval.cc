#include "reports/saved_oval.h"

#include <algorithm>
#include <limits>

#include "engine/base/error.h"

namespace assay::reports {

using oval::Truth;

SavedInstance::SavedInstance(const oval::Definitions& source, std::vector<std::string> asked, std::int64_t number)
    : asked_(std::move(asked)), number_(number), unit_(plan::compile({&source, {}, asked_, {}}, nullptr)) {}

std::size_t SavedInstance::size() const {
  return unit_.definitions.size() + unit_.tests.size() + unit_.objects.size() + unit_.states.size() + unit_.variables.size();
}

oval::Wanted SavedInstance::wanted() const {
  oval::Wanted wanted;
  for (const plan::ObjectPlan& object : unit_.objects) wanted.objects.push_back(object.object->id);
  wanted.instance = number_;
  return wanted;
}

void SavedInstance::read(const From& from, RegexCache& patterns) {
  for (const plan::TestPlan& test : unit_.tests) results_.tests.push_back(test_result(from, test.test->id));
  evaluate::evaluate_definitions(unit_, results_);
  for (const std::string& id : asked_)
    if (const xml::Fragment* said = find(from.results.definitions, id);
        said != nullptr && oval::read_definition_result(from.source, *said) == result(id))
      agreed_.insert(id);
  bind_variables(from.collected);
  collected_ = &from.collected;
  explainer_.emplace(unit_, results_, from.seen, from.collected, patterns);
}

bool SavedInstance::fits(const std::vector<xccdf::Export>& exports, const plan::Selection& selection) const {
  return std::all_of(exports.begin(), exports.end(), [&](const xccdf::Export& one) {
    const plan::ResolvedValue* value = selection.value(one.value_id);
    const auto bound = unit_.external.find(one.export_name);
    return value == nullptr || bound == unit_.external.end() || value->values == bound->second;
  });
}

const std::vector<evaluate::Evidence>& SavedInstance::explain(const std::string& definition, std::size_t& room) {
  const auto [found, is_new] = explained_.try_emplace(definition);
  if (!is_new) return found->second;
  found->second = explainer_->explain(unit_.definition(definition), &room);
  for (evaluate::Evidence& evidence : found->second)
    if (!is_told(evidence)) evidence.found = "the file does not say";
  return found->second;
}

// A tool may leave out what it saw. A test that was decided looked at something all the same.
bool SavedInstance::is_told(const evaluate::Evidence& evidence) const {
  if (evidence.result != Truth::true_ && evidence.result != Truth::false_) return true;
  const plan::Index test = unit_.test(evidence.test_id);
  const plan::Index object = test == plan::kNone ? plan::kNone : unit_.tests[test].object;
  return object < collected_->objects.size() && collected_->objects[object].flag != oval::Flag::not_collected;
}

// Parts that no variable has a say in may be there once for all instances.
const xml::Fragment* SavedInstance::find(const std::map<oval::ResultId, xml::Fragment>& parts, const std::string& id) const {
  if (const auto exact = parts.find({id, number_}); exact != parts.end()) return &exact->second;
  const auto any = parts.lower_bound({id, std::numeric_limits<std::int64_t>::min()});
  return any != parts.end() && any->first.first == id ? &any->second : nullptr;
}

evaluate::TestResult SavedInstance::test_result(const From& from, const std::string& id) const {
  evaluate::TestResult result;
  const xml::Fragment* range = find(from.results.tests, id);
  if (range == nullptr) return result;
  oval::TestTested tested = oval::read_test_tested(from.source, *range);
  result.result = tested.result;
  result.message = std::move(tested.message);
  result.variables = std::move(tested.variables);
  for (const auto& [item, truth] : tested.items)
    if (const auto found = from.items.find(item); found != from.items.end()) result.items.push_back({found->second, truth});
  return result;
}

// External variables had the values that tests and objects say they were used with.
void SavedInstance::bind_variables(const oval::Collected& collected) {
  std::map<std::string, std::set<std::string>> seen;
  const auto add = [&](const std::vector<oval::VariableValue>& values) {
    for (const oval::VariableValue& one : values) {
      const plan::Index variable = unit_.variable(one.variable_id);
      if (variable == plan::kNone || unit_.variables[variable].variable->kind != oval::Variable::Kind::external) continue;
      if (seen[one.variable_id].insert(one.value).second) unit_.external[one.variable_id].push_back(one.value);
    }
  };
  for (const evaluate::TestResult& test : results_.tests) add(test.variables);
  for (const oval::CollectedObject& object : collected.objects) add(object.variable_values);
}

namespace {

// They go before the bytes they lie in do.
oval::Definitions definitions_of(const xml::Source& source, const xml::Fragment& range) {
  if (range.begin == range.end) throw ContentError(source.name(), 0, {}, "the definitions they are results of are not with them");
  return {std::shared_ptr<const xml::Source>(std::shared_ptr<void>(), &source), range, source.name()};
}

}  // namespace

SavedOval::SavedOval(const xml::Source& source, const xccdf::TestedOval& found, const std::set<std::string>& wanted, std::size_t& parts,
                     RegexCache& patterns)
    : id_(found.report_id),
      results_(oval::load_results(source, found.fragment)),
      definitions_(definitions_of(source, results_.source_definitions)) {
  const std::set<std::string_view> known(definitions_.definition_ids().begin(), definitions_.definition_ids().end());
  std::map<std::int64_t, std::vector<std::string>> by_number;
  for (const auto& [id, range] : results_.definitions)
    if (wanted.contains(id.first) && known.contains(id.first)) by_number[id.second].push_back(id.first);
  std::vector<oval::Wanted> objects;
  for (auto& [number, definitions] : by_number) {
    complete_ = parts > 0;
    if (!complete_) break;
    const SavedInstance& instance = instances_.emplace_back(definitions_, std::move(definitions), number);
    objects.push_back(instance.wanted());
    parts -= std::min(parts, instance.size());
  }
  oval::ItemIds items;
  if (results_.characteristics.begin < results_.characteristics.end)
    seen_ = oval::load_characteristics(source, results_.characteristics, objects, items);
  seen_.units.resize(instances_.size());
  for (std::size_t i = 0; i < instances_.size(); ++i) instances_[i].read({source, results_, seen_, seen_.units[i], items}, patterns);
}

}  // namespace assay::reports
