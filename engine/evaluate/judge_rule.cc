#include "engine/evaluate/judge_rule.h"

#include <algorithm>
#include <utility>

#include "engine/evaluate/outcome.h"

namespace assay::evaluate {
namespace {

using xccdf::Outcome;

constexpr std::size_t kMostMessages = 5;  // of one rule

void add_once(std::vector<std::string>& texts, std::string text) {
  if (!text.empty() && texts.size() < kMostMessages && std::find(texts.begin(), texts.end(), text) == texts.end())
    texts.push_back(std::move(text));
}

bool decided(Outcome outcome) { return outcome == Outcome::pass || outcome == Outcome::fail; }

RuleResult row(const RuleResult& blank, Outcome outcome, std::vector<std::string> messages, std::vector<CheckUsed> used,
               std::vector<Evidence> evidence) {
  RuleResult result = blank;
  result.outcome = outcome;
  result.messages = std::move(messages);
  result.checks = std::move(used);
  result.evidence = std::move(evidence);
  return result;
}

}  // namespace

RuleJudge::RuleJudge(const plan::Plan& plan, const std::vector<UnitResults>& results, const oval::SystemCharacteristics& characteristics,
                     const std::vector<const oval::Collected*>& collected, RegexCache& patterns, std::int64_t now)
    : plan_(plan),
      results_(results),
      characteristics_(characteristics),
      collected_(collected),
      patterns_(patterns),
      now_(now),
      explainers_(plan.units.size()) {}

std::vector<RuleResult> RuleJudge::judge(const RuleResult& blank, const PlannedCheck& check) {
  std::vector<RuleResult> rows;
  if (check.used.multi_check && check.used.name.empty() && !check.definitions.empty()) {
    for (const std::string& definition : check.definitions) {
      Part part = definition_part(check, definition);
      if (check.used.negate) part.outcome = negate(part.outcome);
      rows.push_back(row(blank, part.outcome, std::move(part.messages), std::move(part.used), std::move(part.evidence)));
      rows.back().instance = definition;
    }
    return rows;
  }
  Part part = check_part(check);
  rows.push_back(row(blank, part.outcome, std::move(part.messages), std::move(part.used), std::move(part.evidence)));
  rows.back().complex_check = check.complex;
  return rows;
}

RuleJudge::Part RuleJudge::check_part(const PlannedCheck& check) {
  Part part;
  std::vector<Part> parts;
  if (check.complex) {
    for (const PlannedCheck& child : check.children) parts.push_back(check_part(child));
    part = combine(std::move(parts), check.all);
    if (check.children.empty()) part.messages = {check.why};
  } else if (check.document != nullptr) {
    part = document_part(check);
  } else if (check.definitions.empty()) {
    part.outcome = check.otherwise;
    part.messages = {check.why};
    if (!check.used.system.empty()) part.used = {check.used};
  } else {
    for (const std::string& definition : check.definitions) parts.push_back(definition_part(check, definition));
    part = combine(std::move(parts), true);
    part.used = {check.used};
    if (check.definitions.size() == 1) part.used.front().definition = plan_.units[check.used.unit].definition(check.definitions.front());
  }
  if (check.used.negate) part.outcome = negate(part.outcome);
  return part;
}

RuleJudge::Part RuleJudge::document_part(const PlannedCheck& check) const {
  std::vector<SeenObject> seen;
  for (const NeededObject& need : check.objects) {
    const plan::Index object = plan_.units[check.used.unit].object(need.id);
    const auto& rows = collected_[check.used.unit]->objects;
    seen.push_back({need.name, object < rows.size() ? &rows[object] : nullptr});
  }
  CheckAnswer answer = check.document->judge({check.used.name, check.exports, seen, characteristics_, now_});
  Part part;
  part.outcome = answer.outcome;
  part.messages = std::move(answer.messages);
  part.evidence = std::move(answer.evidence);
  part.used = {check.used};
  return part;
}

RuleJudge::Part RuleJudge::combine(std::vector<Part> parts, bool all) {
  std::vector<Outcome> outcomes;
  for (const Part& part : parts) outcomes.push_back(part.outcome);
  Part whole;
  whole.outcome = all ? all_of(outcomes) : any_of(outcomes);
  const auto decisive = std::stable_partition(parts.begin(), parts.end(), [&](const Part& part) { return part.outcome == whole.outcome; });
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    if (part < decisive)
      for (std::string& message : part->messages) add_once(whole.messages, std::move(message));
    whole.used.insert(whole.used.end(), part->used.begin(), part->used.end());
    std::move(part->evidence.begin(), part->evidence.end(), std::back_inserter(whole.evidence));
  }
  return whole;
}

RuleJudge::Part RuleJudge::definition_part(const PlannedCheck& check, const std::string& definition) {
  Part part;
  CheckUsed used = check.used;
  used.name = definition;
  const plan::Unit& unit = plan_.units[used.unit];
  used.definition = unit.definition(definition);
  if (used.definition == plan::kNone) {
    part.outcome = Outcome::error;
    part.messages = {"definition " + definition + " was not evaluated"};
    part.used = {std::move(used)};
    return part;
  }
  const DefinitionResult& result = results_[used.unit].definitions[used.definition];
  const oval::Definition* what = unit.definitions[used.definition].definition;
  part.outcome = outcome_of(result.result, what == nullptr ? oval::Class::compliance : what->class_);
  if (what != nullptr) part.evidence = explainer(used.unit).explain(used.definition);
  if (!decided(part.outcome)) say_why(used.unit, used.definition, part);
  part.used = {std::move(used)};
  return part;
}

void RuleJudge::say_why(plan::Index unit_index, plan::Index definition, Part& part) {
  const plan::Unit& unit = plan_.units[unit_index];
  const DefinitionResult& result = results_[unit_index].definitions[definition];
  add_once(part.messages, unit.definitions[definition].problem);
  add_once(part.messages, result.message);
  bool unsupported = result.result == oval::Truth::unknown || result.result == oval::Truth::not_evaluated, any = false;
  for (const Decider& decider : deciders(unit, results_[unit_index], definition)) {
    if (decider.result == oval::Truth::true_ || decider.result == oval::Truth::false_) continue;
    const plan::Index object = unit.tests[decider.test].object;
    unsupported = unsupported && object != plan::kNone && unit.objects[object].unsupported;
    any = true;
    add_once(part.messages, explainer(unit_index).reason(decider.test));
  }
  if (unsupported && any) part.outcome = Outcome::notchecked;
  if (part.messages.empty()) part.messages.push_back("its check is " + std::string(text_of(result.result)));
}

Explainer& RuleJudge::explainer(plan::Index unit) {
  if (!explainers_[unit])
    explainers_[unit] = std::make_unique<Explainer>(plan_.units[unit], results_[unit], characteristics_, *collected_[unit], patterns_);
  return *explainers_[unit];
}

}  // namespace assay::evaluate
