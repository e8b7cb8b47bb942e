#include "engine/collect/collection.h"

#include <algorithm>
#include <utility>

namespace assay::collect {

bool passes(const oval::Item& item, const std::vector<oval::Filter>& filters, const std::vector<plan::Index>& states,
            const FilterContext& context) {
  for (std::size_t i = 0; i < filters.size() && i < states.size(); ++i) {
    if (states[i] == plan::kNone) continue;
    const bool satisfied =
        evaluate::match(item, *context.unit, context.unit->states[states[i]], *context.variables, *context.patterns) == oval::Truth::true_;
    if (satisfied != filters[i].include) return false;
  }
  return true;
}

namespace {

// Would what the item does not say yet be taken as said? (An entity that expects nothing is satisfied by an item without it.)
bool is_undecided(const oval::Item& item, const oval::State& state) {
  return std::any_of(state.entities.begin(), state.entities.end(), [&](const oval::Entity& entity) {
    return entity.nil &&
           std::none_of(item.begin(), item.end(), [&](const oval::ItemEntity& known) { return known.field->name == entity.name; });
  });
}

}  // namespace

QueryCollection::QueryCollection(FilterContext context, ByteBudget& bytes, const Limits& limits)
    : context_(context), bytes_(&bytes), limits_(&limits) {
  for (const oval::Entity& entity : context.object->object->entities)
    if (entity.mask) masked_.push_back(entity.name);
}

// What is not known yet makes a state unknown, unless what is known decides it alone (oval-definitions OperatorEnumeration).
bool QueryCollection::may_keep(const oval::Item& item) const {
  const std::vector<oval::Filter>& filters = context_.object->object->filters;
  const std::vector<plan::Index>& states = context_.object->filter_states;
  for (std::size_t i = 0; i < filters.size() && i < states.size(); ++i) {
    if (states[i] == plan::kNone || is_undecided(item, *context_.unit->states[states[i]].state)) continue;
    const oval::Truth excluding = filters[i].include ? oval::Truth::false_ : oval::Truth::true_;
    if (evaluate::match(item, *context_.unit, context_.unit->states[states[i]], *context_.variables, *context_.patterns) == excluding)
      return false;
  }
  return true;
}

bool QueryCollection::add(oval::Item item) {
  if (!passes(item, context_.object->object->filters, context_.object->filter_states, context_)) return true;
  for (const std::string_view name : masked_)
    if (item.schema().index(name) < item.schema().fields.size()) item.mask(name);
  const std::size_t hash = item.hash();
  const auto [begin, end] = seen_.equal_range(hash);
  if (std::any_of(begin, end, [&](const auto& row) { return items_[row.second] == item; })) return true;
  if (items_.size() >= limits_->items_per_object)
    return over_budget("more than " + std::to_string(limits_->items_per_object) + " items: the rest was not kept");
  if (*bytes_ += item.bytes(); *bytes_ > limits_->bytes_of_items)
    return over_budget("the items of this scan need more than " + std::to_string(limits_->bytes_of_items >> 20) +
                       " MiB: the rest was not kept");
  seen_.emplace(hash, items_.size());
  items_.push_back(std::move(item));
  return true;
}

bool QueryCollection::over_budget(std::string message) {
  flag(oval::Flag::incomplete, std::move(message));
  return false;
}

void QueryCollection::flag(oval::Flag flag, std::string message) {
  flags_.push_back(flag);
  constexpr std::size_t kMessages = 50;  // the XSD's own bound for an item; the first ones say enough
  if (message.empty() || messages_.size() >= kMessages) return;
  const oval::MessageLevel level = flag == oval::Flag::error        ? oval::MessageLevel::error
                                   : flag == oval::Flag::incomplete ? oval::MessageLevel::warning
                                                                    : oval::MessageLevel::info;
  if (std::any_of(messages_.begin(), messages_.end(), [&](const oval::Message& said) { return said.text == message; })) return;
  messages_.push_back({level, std::move(message)});
}

oval::Flag QueryCollection::final_flag() const {
  const auto said = [this](oval::Flag flag) { return std::find(flags_.begin(), flags_.end(), flag) != flags_.end(); };
  for (const oval::Flag flag : {oval::Flag::error, oval::Flag::incomplete})
    if (said(flag)) return flag;
  const bool exists =
      std::any_of(items_.begin(), items_.end(), [](const oval::Item& item) { return item.status() != oval::Status::does_not_exist; });
  if (exists) return oval::Flag::complete;
  for (const oval::Flag flag : {oval::Flag::not_collected, oval::Flag::not_applicable})
    if (said(flag)) return flag;
  return oval::Flag::does_not_exist;
}

}  // namespace assay::collect
