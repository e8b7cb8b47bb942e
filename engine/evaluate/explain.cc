#include "engine/evaluate/explain.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "engine/base/text.h"
#include "engine/evaluate/explain_expected.h"
#include "engine/evaluate/value.h"

namespace assay::evaluate {
namespace {

using oval::Truth;

constexpr std::size_t kMostItems = 5;  // shown of one test

// A node of criteria on its way to be looked at.
struct Frame {
  plan::Index definition = plan::kNone;
  const oval::Criteria* node = nullptr;
  const CriteriaResult* result = nullptr;
  bool negated = false;
};

class Walk {
 public:
  Walk(const plan::Unit& unit, const UnitResults& results) : unit_(unit), results_(results) {}

  std::vector<Decider> run(plan::Index definition) {
    enter(definition, false);
    while (!pending_.empty()) {
      const Frame frame = pending_.back();
      pending_.pop_back();
      looked_at_ += 1 + frame.node->children.size();
      look(frame);
    }
    return std::move(found_);
  }

  std::size_t looked_at() const { return looked_at_; }

 private:
  void enter(plan::Index definition, bool negated) {
    if (definition == plan::kNone || definition >= results_.definitions.size()) return;
    const oval::Definition* what = unit_.definitions[definition].definition;
    if (what == nullptr || !what->criteria || !seen_definitions_.emplace(definition, negated).second) return;
    pending_.push_back({definition, &*what->criteria, &results_.definitions[definition].criteria, negated});
  }

  void look(const Frame& frame) {
    const bool negated = frame.negated != frame.node->negate;
    switch (frame.node->kind) {
      case oval::Criteria::Kind::extend_definition: return enter(unit_.definition(frame.node->ref), negated);
      case oval::Criteria::Kind::criterion: return add(frame.definition, unit_.test(frame.node->ref), negated);
      case oval::Criteria::Kind::criteria: break;
    }
    const std::size_t count = std::min(frame.node->children.size(), frame.result->children.size());
    const Truth result = frame.node->negate ? negate(frame.result->result) : frame.result->result;
    const bool counted = frame.node->operation == oval::Operator::ONE || frame.node->operation == oval::Operator::XOR;
    const auto agrees = [&](std::size_t i) { return frame.result->children[i].result == result; };
    bool any = false;
    for (std::size_t i = 0; i < count; ++i) any = any || agrees(i);
    // An AND is false by its false children, an OR true by its true ones; both carry the rest (error, unknown, ...) up as it is.
    const bool all = !any || (counted && (result == Truth::true_ || result == Truth::false_));
    for (std::size_t i = count; i-- > 0;)  // the stack turns them round again
      if (all || agrees(i)) pending_.push_back({frame.definition, &frame.node->children[i], &frame.result->children[i], negated});
  }

  void add(plan::Index definition, plan::Index test, bool negated) {
    if (test == plan::kNone || test >= results_.tests.size() || !seen_tests_.emplace(test, negated).second) return;
    const Truth result = results_.tests[test].result;
    found_.push_back({definition, test, negated, negated ? negate(result) : result});
  }

  const plan::Unit& unit_;
  const UnitResults& results_;
  std::vector<Frame> pending_;
  std::set<std::pair<plan::Index, bool>> seen_definitions_, seen_tests_;
  std::vector<Decider> found_;
  std::size_t looked_at_ = 0;
};

Variables::ItemsOf items_of(const oval::SystemCharacteristics& characteristics, const oval::Collected& collected) {
  return [&characteristics, &collected](plan::Index object) {
    Variables::ObjectItems found;
    if (object >= collected.objects.size()) return found;
    found.flag = collected.objects[object].flag;
    for (const std::uint32_t item : collected.objects[object].items)
      if (item < characteristics.items.size()) found.items.push_back(&characteristics.items[item]);
    return found;
  };
}

void spend(std::size_t cost, std::size_t& room) { room -= std::min(room, cost); }

const oval::CollectedObject* collected_object(const oval::Collected& collected, plan::Index object) {
  return object < collected.objects.size() ? &collected.objects[object] : nullptr;
}

std::string messages_text(const oval::CollectedObject& object) {
  std::vector<std::string> texts;
  for (const oval::Message& message : object.messages)
    if (std::find(texts.begin(), texts.end(), message.text) == texts.end() && texts.size() < 3) texts.push_back(message.text);
  return printable(join(texts, "; "));
}

// The items a test was judged by; where it never came to that, those collected for its object.
std::vector<Judged> judged_items(const TestResult& result, const oval::CollectedObject* object,
                                 const oval::SystemCharacteristics& characteristics) {
  std::vector<Judged> items;
  for (const TestedItem& tested : result.items)
    if (tested.item < characteristics.items.size()) items.push_back({&characteristics.items[tested.item], tested.result, {}});
  if (!items.empty() || object == nullptr) return items;
  for (const std::uint32_t item : object->items)
    if (item < characteristics.items.size()) items.push_back({&characteristics.items[item], Truth::not_evaluated, {}});
  return items;
}

// The variable that left an object with nothing to ask for; null where each had a value.
const std::string* valueless(const oval::Object& object, const KnownValues& known) {
  for (const oval::Entity& entity : object.entities)
    if (!entity.var_ref.empty() && object.type != "variable" &&
        std::none_of(known.begin(), known.end(), [&](const oval::VariableValue& value) { return value.variable_id == entity.var_ref; }))
      return &entity.var_ref;
  return nullptr;
}

// What is said where there are no items.
std::string nothing_text(const plan::Unit& unit, const plan::TestPlan& test, const oval::CollectedObject* collected,
                         const KnownValues& known) {
  const plan::ObjectPlan* object = test.object == plan::kNone ? nullptr : &unit.objects[test.object];
  if (object == nullptr || object->object == nullptr || collected == nullptr) return "nothing was looked at";
  const std::string& type = object->object->type;
  const std::string said = messages_text(*collected);
  switch (collected->flag) {
    case oval::Flag::not_collected:
      return object->unsupported ? "not looked at: there is no probe for " + object->object->family + ":" + type
                                 : "not looked at" + (said.empty() ? "" : ": " + said);
    case oval::Flag::not_applicable: return said.empty() ? "not applicable to this system" : said;
    case oval::Flag::error: return said.empty() ? "could not be looked at" : said;
    case oval::Flag::incomplete: return "nothing in what could be looked at" + (said.empty() ? "" : ": " + said);
    case oval::Flag::complete:
    case oval::Flag::does_not_exist: break;
  }
  if (const std::string* variable = valueless(*object->object, known)) return "nothing was asked for: " + *variable + " has no value";
  if (!object->object->filters.empty()) return "nothing of that kind";
  if (type == "dpkginfo" || type == "rpminfo") return "not installed";
  if (type == "partition") return "not mounted";
  return type == "file" ? "no such file" : "nothing found";
}

}  // namespace

std::size_t bytes_of(const Evidence& evidence) {
  std::size_t bytes = sizeof evidence + evidence.expected.size() + evidence.found.size();
  for (const std::string& place : evidence.where) bytes += place.size();
  return bytes;
}

std::vector<Decider> deciders(const plan::Unit& unit, const UnitResults& results, plan::Index definition, std::size_t* looked_at) {
  Walk walk(unit, results);
  std::vector<Decider> found = walk.run(definition);
  if (looked_at != nullptr) *looked_at = walk.looked_at();
  return found;
}

Explainer::Explainer(const plan::Unit& unit, const UnitResults& results, const oval::SystemCharacteristics& characteristics,
                     const oval::Collected& collected, RegexCache& patterns)
    : unit_(unit),
      results_(results),
      characteristics_(characteristics),
      collected_(collected),
      patterns_(patterns),
      variables_(unit, items_of(characteristics, collected), patterns) {}

std::vector<Evidence> Explainer::explain(plan::Index definition, std::size_t* room) {
  std::size_t endless = std::numeric_limits<std::size_t>::max();
  if (room == nullptr) room = &endless;
  if (*room == 0) return {};
  std::size_t looked_at = 0;
  std::vector<Evidence> all;
  const std::vector<Decider> found = deciders(unit_, results_, definition, &looked_at);
  spend(looked_at * kStep, *room);
  for (const Decider& decider : found) {
    spend(steps(decider.test) * kStep, *room);
    if (*room == 0) break;
    all.push_back(evidence(decider));
    spend(bytes_of(all.back()), *room);
  }
  return all;
}

// The items of its object, and the entities of its states against the few that are shown.
std::size_t Explainer::steps(plan::Index test) const {
  const oval::CollectedObject* object = collected_object(collected_, unit_.tests[test].object);
  std::size_t entities = 0;
  for (const plan::Index state : unit_.tests[test].states)
    if (state != plan::kNone) entities += unit_.states[state].state->entities.size();
  return (object == nullptr ? 0 : object->items.size()) + results_.tests[test].items.size() + kMostItems * entities;
}

Evidence Explainer::evidence(const Decider& decider) {
  const plan::TestPlan& test = unit_.tests[decider.test];
  const TestResult& result = results_.tests[decider.test];
  Evidence evidence;
  evidence.result = decider.result;
  evidence.negated = decider.negated;
  evidence.definition_id = unit_.definitions[decider.definition].definition->id;
  if (test.test == nullptr) {
    evidence.found = test.problem;
    return evidence;
  }
  evidence.test_id = test.test->id;
  evidence.test_comment = test.test->comment;
  const oval::CollectedObject* object = collected_object(collected_, test.object);
  KnownValues known = result.variables;
  if (object != nullptr) known.insert(known.end(), object->variable_values.begin(), object->variable_values.end());
  evidence.expected = expected_text(unit_, test, decider.negated, known);

  std::vector<Judged> items = judged_items(result, object, characteristics_);
  if (!items.empty()) {
    show_items(test, result.result, std::move(items), evidence);
    return evidence;
  }
  const bool failed = result.result == Truth::error || result.result == Truth::unknown;
  evidence.found = failed && !result.message.empty() ? printable(result.message) : nothing_text(unit_, test, object, known);
  if (test.object != plan::kNone && unit_.objects[test.object].object != nullptr &&
      valueless(*unit_.objects[test.object].object, known) == nullptr)
    if (std::string files = files_text(*unit_.objects[test.object].object, known); !files.empty())
      evidence.where.push_back(std::move(files));
  return evidence;
}

void Explainer::show_items(const plan::TestPlan& test, Truth result, std::vector<Judged> items, Evidence& evidence) {
  const std::size_t all = items.size();
  std::vector<Judged> telling = telling_items(test, result, std::move(items));
  std::vector<std::string> found;
  for (std::size_t i = 0; i < telling.size() && i < kMostItems; ++i) {
    for (const plan::Index state : test.states)
      if (state != plan::kNone) match(*telling[i].item, unit_, unit_.states[state], variables_, patterns_, &telling[i].entities);
    found.push_back(item_text(telling[i]));
    add_places(*telling[i].item, evidence.where);
  }
  evidence.found = join(found, "; ");
  if (telling.size() < all) evidence.found = std::to_string(telling.size()) + " of " + std::to_string(all) + ": " + evidence.found;
  if (telling.size() > kMostItems) evidence.found += "; and " + std::to_string(telling.size() - kMostItems) + " more";
}

// A variable's value lies where the items lie that it was made of.
void Explainer::add_places(const oval::Item& item, std::vector<std::string>& where) const {
  if (item.schema().type == "variable") {
    std::vector<plan::Index> seen;
    add_sources(unit_.variable(item.value("var_ref")), seen, where);
  } else if (std::string place = item_place(item); std::find(where.begin(), where.end(), place) == where.end()) {
    where.push_back(std::move(place));
  }
}

void Explainer::add_sources(plan::Index variable, std::vector<plan::Index>& seen, std::vector<std::string>& where) const {
  if (variable == plan::kNone || std::find(seen.begin(), seen.end(), variable) != seen.end()) return;
  seen.push_back(variable);
  for (const plan::Index object : unit_.variables[variable].objects) {
    const oval::CollectedObject* collected = collected_object(collected_, object);
    if (collected == nullptr) continue;
    for (const std::uint32_t item : collected->items)
      if (item < characteristics_.items.size() && where.size() < kMostItems && characteristics_.items[item].schema().type != "variable")
        add_places(characteristics_.items[item], where);
  }
  for (const plan::Index further : unit_.variables[variable].variables) add_sources(further, seen, where);
}

std::string Explainer::reason(plan::Index index) const {
  const plan::TestPlan& test = unit_.tests[index];
  if (!test.problem.empty()) return test.problem;
  const plan::ObjectPlan* object = test.object == plan::kNone ? nullptr : &unit_.objects[test.object];
  if (object != nullptr && !object->problem.empty()) return object->problem;
  if (object != nullptr && object->unsupported && object->object != nullptr)
    return "there is no probe for " + object->object->family + ":" + object->object->type;
  if (!results_.tests[index].message.empty()) return printable(results_.tests[index].message);
  const oval::CollectedObject* collected = collected_object(collected_, test.object);
  return collected == nullptr ? "" : messages_text(*collected);
}

std::vector<Evidence> explain(const plan::Unit& unit, const UnitResults& results, plan::Index definition,
                              const oval::SystemCharacteristics& characteristics, const oval::Collected& collected, RegexCache& patterns) {
  return Explainer(unit, results, characteristics, collected, patterns).explain(definition);
}

}  // namespace assay::evaluate
