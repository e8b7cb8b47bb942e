#include "engine/collect/collector.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/collect/collection.h"
#include "engine/collect/set.h"
#include "engine/collect/walk.h"
#include "engine/evaluate/variable.h"

namespace assay::collect {
namespace {

using oval::Flag;
using plan::Index;

// Items of all units, each once; indices are given in the order of arrival and sorted at the end.
class ItemStore {
 public:
  std::uint32_t put(oval::Item item) {
    const std::size_t hash = item.hash();
    const auto [begin, end] = by_hash_.equal_range(hash);
    for (auto at = begin; at != end; ++at)
      if (items_[at->second] == item) return at->second;
    const auto index = static_cast<std::uint32_t>(items_.size());
    by_hash_.emplace(hash, index);
    items_.push_back(std::move(item));
    return index;
  }
  const oval::Item& operator[](std::uint32_t index) const { return items_[index]; }

  // Sorts the items; the answer says where each went.
  std::vector<std::uint32_t> sort() {
    std::vector<std::uint32_t> order(items_.size()), place(items_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) { return items_[a] < items_[b]; });
    std::deque<oval::Item> sorted;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      sorted.push_back(std::move(items_[order[i]]));
    }
    items_ = std::move(sorted);
    return place;
  }
  std::vector<oval::Item> take() { return {std::make_move_iterator(items_.begin()), std::make_move_iterator(items_.end())}; }

 private:
  std::deque<oval::Item> items_;
  std::unordered_multimap<std::size_t, std::uint32_t> by_hash_;
};

// A query and the objects (of any unit) it answers.
struct Task {
  const Probe* probe = nullptr;
  Query query;
  QueryCollection answer;
  std::vector<std::pair<std::size_t, Index>> objects;  // unit, object
};

struct UnitState {
  const plan::Unit* unit;
  oval::Collected collected;
  std::unique_ptr<evaluate::Variables> variables;
};

std::string_view live_only() { return "needs a running system"; }

Flag flag_of(const evaluate::VariableResult& variable) {
  if (variable.flag == Flag::complete && variable.values.empty()) return Flag::does_not_exist;
  return variable.flag;
}

// What is said of an object that cannot be asked for because of a variable. Without values there is nothing to look for; why there are
// none is evaluation's to say.
std::string problem_of(const evaluate::VariableResult& variable, const std::string& id) {
  if (flag_of(variable) == Flag::does_not_exist || variable.message.empty()) return "Referenced variable has no values (" + id + ").";
  return "variable " + id + ": " + variable.message;
}

Regex::Options pattern_options(const oval::Object& object, const oval::Entity& entity) {
  if (object.type != "textfilecontent54" || entity.name != "pattern") return {};
  const auto set = [&](std::string_view name, std::string_view otherwise) {
    const std::string_view word = object.behavior(name, otherwise);
    return word == "true" || word == "1";
  };
  return {.ignore_case = set("ignore_case", "false"), .multiline = set("multiline", "true"), .singleline = set("singleline", "false")};
}

// What makes two bound queries the same question.
std::string key_of(const Query& query, std::size_t unit, const plan::ObjectPlan& object) {
  std::string key = query.object().family + ':' + query.object().type;
  const auto add = [&key](std::string_view text) { (key += std::to_string(text.size())) += ':', key += text; };
  for (const BoundEntity& entity : query.entities()) {
    const oval::Entity& spec = entity.spec();
    add(spec.name);
    key += {static_cast<char>('a' + static_cast<int>(spec.operation)), static_cast<char>('a' + static_cast<int>(spec.datatype)),
            static_cast<char>('a' + static_cast<int>(spec.var_check)), spec.nil ? 'n' : '-', spec.mask ? 'm' : '-'};
    for (const std::string& value : entity.values()) add(value);
    key += ';';
  }
  for (const auto& [name, value] : query.object().behaviors) add(name), add(value);
  for (std::size_t i = 0; i < object.filter_states.size(); ++i) {
    key += query.object().filters[i].include ? '+' : '-';
    add(std::to_string(unit) + '/' + std::to_string(object.filter_states[i]));
  }
  return key;
}

class Collector {
 public:
  Collector(const plan::Plan& plan, const Target& target, std::span<const Probe* const> registry, RegexCache& patterns, const Pool& pool,
            const Limits& limits)
      : target_(target), registry_(registry), patterns_(patterns), pool_(pool), limits_(limits) {
    for (const plan::Unit& unit : plan.units) add_unit(unit);
  }

  oval::SystemCharacteristics run(const Progress& progress) {
    std::size_t done = 0, all = 0;
    for (const UnitState& state : units_) all += state.unit->objects.size();
    for (std::uint32_t wave = 0; wave <= last_wave_; ++wave) {
      done += run_wave(wave);
      if (progress.objects) progress.objects(done, all);
    }
    return finish();
  }

 private:
  void add_unit(const plan::Unit& unit) {
    const std::size_t number = units_.size();
    units_.push_back({&unit, {}, nullptr});
    for (const plan::ObjectPlan& object : unit.objects) {
      oval::CollectedObject& row = units_.back().collected.objects.emplace_back();
      row.id = object.object->id;
      row.version = object.object->version;
      row.comment = object.object->comment;
      last_wave_ = std::max(last_wave_, object.wave);
    }
    const auto items_of = [this, number](Index object) {
      const oval::CollectedObject& row = units_[number].collected.objects[object];
      evaluate::Variables::ObjectItems answer;
      answer.flag = row.flag;
      for (const std::uint32_t item : row.items) answer.items.push_back(&store_[item]);
      return answer;
    };
    units_.back().variables = std::make_unique<evaluate::Variables>(unit, items_of, patterns_);
  }

  std::size_t run_wave(std::uint32_t wave) {
    tasks_.clear();
    task_by_key_.clear();
    std::size_t count = 0;
    for (std::size_t unit = 0; unit < units_.size(); ++unit)
      for (Index object = 0; object < units_[unit].unit->objects.size(); ++object)
        if (units_[unit].unit->objects[object].wave == wave) prepare(unit, object), ++count;
    ask();
    for (const std::unique_ptr<Task>& task : tasks_) keep(*task);
    return count;
  }

  oval::CollectedObject& row(std::size_t unit, Index object) { return units_[unit].collected.objects[object]; }

  void settle(std::size_t unit, Index object, Flag flag, std::string message) {
    oval::CollectedObject& collected = row(unit, object);
    collected.flag = flag;
    if (!message.empty())
      collected.messages.push_back({flag == Flag::error ? oval::MessageLevel::error : oval::MessageLevel::info, std::move(message)});
  }

  // Settles what needs no probe; makes a task of the rest.
  void prepare(std::size_t unit, Index index) {
    const plan::ObjectPlan& object = units_[unit].unit->objects[index];
    if (!object.problem.empty()) return settle(unit, index, Flag::error, object.problem);
    if (object.object->set) return settle_set(unit, index, *object.object->set);
    const Probe* probe = find_probe(registry_, object.object->family, object.object->type);
    if (object.unsupported || probe == nullptr)
      return settle(unit, index, Flag::not_collected, "no probe for " + object.object->family + ":" + object.object->type + "_object");
    if (object.object->family == "independent" && object.object->type == "variable") return settle_variable(unit, index, *probe);
    if (probe->needs == Needs::live_system && !target_.live()) return settle(unit, index, Flag::not_applicable, std::string(live_only()));
    std::optional<Query> query = bind(unit, index);
    if (!query) return;
    if (std::string problem = first_pattern_error(*query); !problem.empty()) return settle(unit, index, Flag::error, std::move(problem));
    work_out_filters(unit, object);
    std::string key = key_of(*query, unit, object);
    const auto [at, fresh] = task_by_key_.try_emplace(std::move(key), tasks_.size());
    if (fresh) {
      const FilterContext context{units_[unit].unit, &object, units_[unit].variables.get(), &patterns_};
      tasks_.push_back(std::unique_ptr<Task>(new Task{probe, std::move(*query), QueryCollection(context, bytes_, limits_), {}}));
    }
    tasks_[at->second]->objects.emplace_back(unit, index);
  }

  static std::string first_pattern_error(const Query& query) {
    for (const BoundEntity& entity : query.entities())
      if (!entity.pattern_error().empty()) return entity.spec().name + ": " + entity.pattern_error();
    return {};
  }

  // The query with its variables' values; nothing where one has none (the object is settled then).
  std::optional<Query> bind(std::size_t unit, Index index) {
    const plan::ObjectPlan& object = units_[unit].unit->objects[index];
    std::vector<BoundEntity> entities;
    for (std::size_t i = 0; i < object.object->entities.size(); ++i) {
      const oval::Entity& spec = object.object->entities[i];
      std::vector<std::string> values = {spec.value};
      if (object.variables[i] != plan::kNone) {
        const evaluate::VariableResult& variable = variable_of(unit, index, object.variables[i]);
        const Flag flag = flag_of(variable);
        if (flag != Flag::complete && flag != Flag::incomplete) {
          settle(unit, index, flag, problem_of(variable, spec.var_ref));
          return std::nullopt;
        }
        values = variable.values;
      }
      entities.emplace_back(spec, std::move(values), patterns_, pattern_options(*object.object, spec));
    }
    return Query(*object.object, std::move(entities));
  }

  // Asks for a variable and notes its values on the object.
  const evaluate::VariableResult& variable_of(std::size_t unit, Index object, Index variable) {
    const evaluate::VariableResult& result = units_[unit].variables->get(variable);
    const std::string& id = units_[unit].unit->variables[variable].variable->id;
    auto& noted = row(unit, object).variable_values;
    const bool known = std::any_of(noted.begin(), noted.end(), [&](const oval::VariableValue& value) { return value.variable_id == id; });
    if (!known)
      for (const std::string& value : result.values) noted.push_back({id, result.masked ? "(masked)" : value});
    return result;
  }

  // So that filters only read while probes run, maybe in several threads.
  void work_out_filters(std::size_t unit, const plan::ObjectPlan& object) {
    const plan::Unit& plan = *units_[unit].unit;
    const auto work_out = [&](const std::vector<oval::Entity>& entities, const auto& self) -> void {
      for (const oval::Entity& entity : entities) {
        if (const Index variable = entity.var_ref.empty() ? plan::kNone : plan.variable(entity.var_ref); variable != plan::kNone)
          units_[unit].variables->get(variable);
        self(entity.fields, self);
      }
    };
    for (const Index state : object.filter_states)
      if (state != plan::kNone) work_out(plan.states[state].state->entities, work_out);
  }

  void settle_variable(std::size_t unit, Index index, const Probe& probe) {
    const plan::ObjectPlan& object = units_[unit].unit->objects[index];
    const oval::Entity* reference = object.object->entity("var_ref");
    const Index variable = reference == nullptr ? plan::kNone : units_[unit].unit->variable(reference->value);
    if (variable == plan::kNone) return settle(unit, index, Flag::error, "variable_object without a variable");
    work_out_filters(unit, object);
    const evaluate::VariableResult& result = variable_of(unit, index, variable);
    const FilterContext context{units_[unit].unit, &object, units_[unit].variables.get(), &patterns_};
    QueryCollection answer(context, bytes_, limits_);
    oval::Item item(*probe.item);  // one, however many values there are (independent-sc variable_item)
    item.add("var_ref", reference->value);
    for (const std::string& value : result.values) item.add("value", value, units_[unit].unit->variables[variable].variable->datatype);
    if (result.masked) item.mask("value");
    if (!result.values.empty()) answer.add(std::move(item));
    if (const Flag flag = flag_of(result); flag != Flag::complete)
      answer.flag(flag, flag == Flag::does_not_exist ? problem_of(result, reference->value) : result.message);
    keep(answer, {{unit, index}});
  }

  void ask() {
    std::map<const Probe*, std::vector<Question>> batches;
    std::vector<FileQuestion> file_questions;
    for (const std::unique_ptr<Task>& task : tasks_) {
      if (task->probe->inspect != nullptr)
        file_questions.push_back({&task->query, task->probe, &task->answer});
      else
        batches[task->probe].push_back({&task->query, &task->answer});
    }
    std::vector<std::function<void()>> pieces;
    if (!file_questions.empty()) pieces.emplace_back([&] { walk(file_questions, target_, files_, limits_); });
    for (const auto& [probe, questions] : batches)
      pieces.emplace_back([this, asked = probe, batch = std::span<const Question>(questions)] { ask(*asked, batch); });
    pool_.run(pieces.size(), [&](std::size_t i) { pieces[i](); });
  }

  void ask(const Probe& probe, std::span<const Question> batch) const {
    if (!limits_.is_over()) return probe.collect(batch, target_);
    for (const Question& question : batch) question.answer->flag(Flag::incomplete, std::string(kTimeIsOver));
  }

  void keep(Task& task) { keep(task.answer, task.objects); }

  void keep(QueryCollection& answer, const std::vector<std::pair<std::size_t, Index>>& objects) {
    const Flag flag = answer.final_flag();
    std::vector<std::uint32_t> items;
    for (oval::Item& item : answer.items()) items.push_back(store_.put(std::move(item)));
    answer.items() = {};
    std::sort(items.begin(), items.end());
    for (const auto& [unit, object] : objects) {
      oval::CollectedObject& collected = row(unit, object);
      collected.flag = flag;
      collected.messages.insert(collected.messages.end(), answer.messages().begin(), answer.messages().end());
      collected.items = items;
    }
  }

  void settle_set(std::size_t unit, Index index, const oval::Set& set) {
    work_out_set_filters(unit, set);
    const SetResult result = evaluate_set(unit, index, set);
    oval::CollectedObject& collected = row(unit, index);
    collected.flag = result.flag;
    collected.items = result.items;
  }

  void work_out_set_filters(std::size_t unit, const oval::Set& set) {
    plan::ObjectPlan filters;
    for (const oval::Filter& filter : set.filters) filters.filter_states.push_back(units_[unit].unit->state(filter.state_ref));
    work_out_filters(unit, filters);
    for (const oval::Set& inner : set.sets) work_out_set_filters(unit, inner);
  }

  SetResult evaluate_set(std::size_t unit, Index index, const oval::Set& set) {
    std::vector<SetResult> operands;
    for (const oval::Set& inner : set.sets) operands.push_back(evaluate_set(unit, index, inner));
    for (const std::string& id : set.object_refs) operands.push_back(operand(unit, index, set, id));
    if (operands.empty()) return {Flag::error, {}};
    SetResult result = std::move(operands[0]);
    for (std::size_t i = 1; i < operands.size(); ++i) result = combine(set.operation, result, operands[i]);
    return result;
  }

  SetResult operand(std::size_t unit, Index index, const oval::Set& set, const std::string& id) {
    const plan::Unit& plan = *units_[unit].unit;
    const Index object = plan.object(id);
    if (object == plan::kNone) return {Flag::error, {}};
    const oval::CollectedObject& from = row(unit, object);
    oval::CollectedObject& to = row(unit, index);
    for (const oval::Message& message : from.messages)
      if (from.flag != Flag::complete) to.messages.push_back(message);
    to.variable_values.insert(to.variable_values.end(), from.variable_values.begin(), from.variable_values.end());
    if (set.filters.empty()) return {from.flag, from.items};
    std::vector<Index> states;
    for (const oval::Filter& filter : set.filters) states.push_back(plan.state(filter.state_ref));
    const FilterContext context{&plan, nullptr, units_[unit].variables.get(), &patterns_};
    SetResult result{from.flag, {}};
    for (const std::uint32_t item : from.items)
      if (passes(store_[item], set.filters, states, context)) result.items.push_back(item);
    if (result.flag == Flag::complete && result.items.empty()) result.flag = Flag::does_not_exist;
    return result;
  }

  oval::SystemCharacteristics finish() {
    oval::SystemCharacteristics characteristics;
    const std::vector<std::uint32_t> place = store_.sort();
    for (UnitState& state : units_) {
      for (oval::CollectedObject& object : state.collected.objects) {
        for (std::uint32_t& item : object.items) item = place[item];
        std::sort(object.items.begin(), object.items.end());
      }
      characteristics.units.push_back(std::move(state.collected));
    }
    characteristics.items = store_.take();
    const Facts& facts = target_.facts();
    characteristics.system = {facts.os_name, facts.os_version, facts.architecture, facts.host_name, {}};
    for (const NetworkInterface& interface : facts.interfaces)
      characteristics.system.interfaces.push_back({interface.name, interface.ip_address, interface.mac_address});
    return characteristics;
  }

  const Target& target_;
  std::span<const Probe* const> registry_;
  RegexCache& patterns_;
  const Pool& pool_;
  const Limits& limits_;
  std::vector<UnitState> units_;
  std::uint32_t last_wave_ = 0;
  ItemStore store_;
  FileCache files_;
  ByteBudget bytes_ = 0;
  std::vector<std::unique_ptr<Task>> tasks_;
  std::unordered_map<std::string, std::size_t> task_by_key_;
};

}  // namespace

oval::SystemCharacteristics collect(const plan::Plan& plan, const Target& target, std::span<const Probe* const> registry,
                                    RegexCache& patterns, const Pool& pool, const Progress& progress, const Limits& limits) {
  return Collector(plan, target, registry, patterns, pool, limits).run(progress);
}

}  // namespace assay::collect
