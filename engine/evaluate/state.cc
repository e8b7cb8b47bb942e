#include "engine/evaluate/state.h"

#include <span>
#include <vector>

#include "engine/base/text.h"
#include "engine/evaluate/value.h"

namespace assay::evaluate {
namespace {

using oval::Entity;
using oval::Flag;
using oval::Status;
using oval::Truth;

constexpr std::size_t kShown = 10;  // values evidence lists of one entity
constexpr std::string_view kMasked = "(masked)";

// One value of an item that an entity (or a record's field) of a state is compared with.
struct Found {
  std::string_view value;
  oval::Datatype datatype;
  Status status;
  bool mask;
};

// What an entity expects: its literal, or the values of its variable.
struct Expected {
  std::span<const std::string> values;
  Flag flag = Flag::complete;
  std::string why;  // where the flag says that there are no values to use
  bool masked = false;
};

std::string shown(std::span<const std::string> values) {
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < kShown; ++i) text += (i == 0 ? "" : ", ") + printable(values[i]);
  if (values.size() > kShown) text += ", ... (" + std::to_string(values.size()) + " in all)";
  return text;
}

class Matcher {
 public:
  Matcher(const plan::Unit& unit, Variables& variables, RegexCache& patterns) : unit_(unit), variables_(variables), patterns_(patterns) {}

  Truth entity(const oval::Item& item, const Entity& entity, plan::Index variable, EntityVerdict* verdict) {
    std::vector<Found> found;
    for (const oval::ItemEntity& value : item)
      if (value.field->name == entity.name) found.push_back({value.value, value.datatype, value.status, value.mask});
    why_.clear();
    const Expected expected = expected_of(entity, variable);
    const Truth result = judge(entity, expected, found);
    if (verdict != nullptr) describe(entity, expected, found, result, *verdict);
    return result;
  }

 private:
  Expected expected_of(const Entity& entity, plan::Index variable) const {
    if (entity.var_ref.empty()) return {std::span(&entity.value, 1), Flag::complete, {}, false};
    if (variable == plan::kNone) return {{}, Flag::error, "there is no variable " + entity.var_ref, false};
    const VariableResult& result = variables_.get(variable);
    if (result.flag == Flag::complete && result.values.empty()) return {{}, Flag::does_not_exist, "it has no value", result.masked};
    return {result.values, result.flag, result.message, result.masked};
  }

  // All values of one name against one entity: check_existence on their statuses, var_check on each, entity_check over them.
  Truth judge(const Entity& entity, const Expected& expected, std::span<const Found> found) {
    if (entity.nil) return judge_nil(found);
    if (expected.flag != Flag::complete && expected.flag != Flag::incomplete) {
      why_ = "variable " + entity.var_ref + ": " + expected.why;
      return expected.flag == Flag::not_collected || expected.flag == Flag::not_applicable ? Truth::unknown : Truth::error;
    }
    if (found.empty()) return Truth::unknown;  // the item does not say: it was not collected
    std::vector<Status> statuses;
    for (const Found& value : found) statuses.push_back(value.status);
    const Truth exists = existence(entity.check_existence, Flag::complete, statuses);
    if (exists != Truth::true_) return exists;
    std::vector<Truth> results;
    for (const Found& value : found) {
      if (value.status == Status::does_not_exist) continue;
      if (value.status == Status::exists)
        results.push_back(value_against(entity, expected, value));
      else
        results.push_back(value.status == Status::error ? Truth::error : Truth::unknown);
    }
    return results.empty() ? Truth::true_ : combine(entity.entity_check, results);
  }

  // xsi:nil: no value is expected.
  static Truth judge_nil(std::span<const Found> found) {
    Truth result = Truth::true_;
    for (const Found& value : found) {
      if (value.status == Status::exists) return Truth::false_;
      if (value.status == Status::error) result = Truth::error;
      if (value.status == Status::not_collected && result == Truth::true_) result = Truth::unknown;
    }
    return result;
  }

  Truth value_against(const Entity& entity, const Expected& expected, const Found& value) {
    if (entity.datatype == oval::Datatype::record || value.datatype == oval::Datatype::record) return record(entity, value);
    const auto compare_with = [&](const std::string& wanted) {
      std::string why;
      const Truth result = compare(value.value, entity.operation, wanted, entity.datatype, patterns_, &why);
      if (result == Truth::error) why_ = value.mask || entity.mask || expected.masked ? "the values cannot be compared" : why;
      return result;
    };
    if (entity.var_ref.empty()) return compare_with(expected.values.front());
    std::vector<Truth> results;
    for (const std::string& wanted : expected.values) {
      results.push_back(compare_with(wanted));
      // One is enough, whatever the thousands behind it say.
      if (entity.var_check == oval::Check::at_least_one && results.back() == Truth::true_) return Truth::true_;
    }
    if (expected.flag == Flag::incomplete) results.push_back(Truth::unknown);  // there may be further values
    return combine(entity.var_check, results);
  }

  // A record satisfies the entity where each field the state names does.
  Truth record(const Entity& entity, const Found& value) {
    if (entity.datatype != oval::Datatype::record || value.datatype != oval::Datatype::record) {
      why_ = "a record is compared with what is none";
      return Truth::error;
    }
    if (entity.operation != oval::Operation::equals) {
      why_ = "a record can only be compared by equals";
      return Truth::error;
    }
    const std::vector<oval::RecordField> fields = oval::record_fields(value.value);
    std::vector<Truth> results;
    for (const Entity& wanted : entity.fields) {
      std::vector<Found> found;
      for (const oval::RecordField& field : fields)
        if (field.name == wanted.name) found.push_back({field.value, field.datatype, field.status, value.mask || entity.mask});
      if (found.empty()) {
        why_ = "the record has no field " + wanted.name;
        results.push_back(Truth::error);
        continue;
      }
      const plan::Index variable = wanted.var_ref.empty() ? plan::kNone : unit_.variable(wanted.var_ref);
      results.push_back(judge(wanted, expected_of(wanted, variable), found));
    }
    return results.empty() ? Truth::true_ : combine(oval::Operator::AND, results);
  }

  void describe(const Entity& entity, const Expected& expected, std::span<const Found> found, Truth result, EntityVerdict& verdict) const {
    verdict.entity = entity.name;
    verdict.result = result;
    verdict.expected = entity.datatype == oval::Datatype::record ? expected_record(entity) : expectation(entity, expected);
    verdict.found = found_text(entity, found);
    if (result == Truth::error && !why_.empty()) verdict.found += " (" + why_ + ")";
  }

  static std::string expectation(const Entity& entity, const Expected& expected) {
    if (entity.nil) return "nothing";
    if (entity.check_existence == oval::Existence::none_exist) return "no value";
    std::string text(text_of(entity.operation));
    if (entity.var_ref.empty()) return text + " " + printable(entity.value);
    if (expected.masked) return text + " " + std::string(kMasked);
    if (expected.values.empty()) return text + " the values of " + entity.var_ref;
    if (expected.values.size() > 1) text += " " + std::string(text_of(entity.var_check)) + " of";
    return text + " " + shown(expected.values);
  }

  std::string expected_record(const Entity& entity) const {
    std::string text;
    for (const Entity& field : entity.fields) {
      Expected expected{std::span(&field.value, 1), Flag::complete, {}, false};
      if (!field.var_ref.empty()) expected = expected_of(field, unit_.variable(field.var_ref));
      text += (text.empty() ? "" : "; ") + field.name + " " + expectation(field, expected);
    }
    return text;
  }

  static std::string found_text(const Entity& entity, std::span<const Found> found) {
    std::vector<std::string> values;
    for (const Found& value : found) {
      if (value.status != Status::exists)
        values.push_back("(" + std::string(text_of(value.status)) + ")");
      else if (value.mask || entity.mask)
        values.emplace_back(kMasked);
      else
        values.push_back(value.datatype == oval::Datatype::record ? record_text(entity, value) : std::string(value.value));
    }
    constexpr std::size_t kMost = 5;  // of many values a reader wants a few
    const std::size_t all = values.size();
    if (all > kMost) values.resize(kMost);
    return values.empty() ? "nothing" : shown(values) + (all > kMost ? " and " + std::to_string(all - kMost) + " more" : "");
  }

  static std::string record_text(const Entity& entity, const Found& value) {
    std::string text;
    for (const oval::RecordField& field : oval::record_fields(value.value)) {
      bool masked = false;
      for (const Entity& wanted : entity.fields) masked = masked || (wanted.mask && wanted.name == field.name);
      text += (text.empty() ? "" : "; ") + std::string(field.name) + "=" + std::string(masked ? kMasked : field.value);
    }
    return text;
  }

  const plan::Unit& unit_;
  Variables& variables_;
  RegexCache& patterns_;
  std::string why_;  // of the last comparison that was an error
};

}  // namespace

Truth match(const oval::Item& item, const plan::Unit& unit, const plan::StatePlan& state, Variables& variables, RegexCache& patterns,
            std::vector<EntityVerdict>* verdicts) {
  if (item.status() == Status::error) return Truth::error;
  if (item.status() == Status::not_collected) return Truth::unknown;
  if (item.status() == Status::does_not_exist) return Truth::false_;  // what is not there satisfies nothing
  Matcher matcher(unit, variables, patterns);
  std::vector<Truth> results;
  for (std::size_t i = 0; i < state.state->entities.size(); ++i) {
    const Entity& entity = state.state->entities[i];
    const plan::Index variable = i < state.variables.size() ? state.variables[i] : plan::kNone;
    results.push_back(matcher.entity(item, entity, variable, verdicts == nullptr ? nullptr : &verdicts->emplace_back()));
  }
  // A state that says nothing is satisfied by everything.
  return results.empty() ? Truth::true_ : combine(state.state->operation, results);
}

}  // namespace assay::evaluate
