// The answers to one query as they come in: filtered, masked, without duplicates, within budget; then flagged.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/limits.h"
#include "engine/collect/probe.h"
#include "engine/evaluate/state.h"

namespace assay::collect {

// What a query's filters need to judge items; the variables they use have been worked out before the wave runs.
struct FilterContext {
  const plan::Unit* unit = nullptr;
  const plan::ObjectPlan* object = nullptr;
  evaluate::Variables* variables = nullptr;
  RegexCache* patterns = nullptr;
};

// Does the item pass all filters (oval-definitions FilterActionEnumeration)? A state that cannot be decided excludes nothing and
// includes nothing.
bool passes(const oval::Item& item, const std::vector<oval::Filter>& filters, const std::vector<plan::Index>& states,
            const FilterContext& context);

// Bytes all collections of a scan hold.
using ByteBudget = std::atomic<std::size_t>;

class QueryCollection final : public Collection {
 public:
  QueryCollection(FilterContext context, ByteBudget& bytes, const Limits& limits = kLimits);
  bool add(oval::Item item) override;
  bool may_keep(const oval::Item& item) const override;
  void flag(oval::Flag flag, std::string message) override;

  // When all has been said: the flag (oval-sc FlagEnumeration) that follows.
  oval::Flag final_flag() const;
  const std::vector<oval::Message>& messages() const { return messages_; }
  std::vector<oval::Item>& items() { return items_; }

 private:
  bool over_budget(std::string message);

  FilterContext context_;
  ByteBudget* bytes_;
  const Limits* limits_;
  std::vector<std::string_view> masked_;
  std::vector<oval::Item> items_;
  std::unordered_multimap<std::size_t, std::size_t> seen_;  // hash -> index
  std::vector<oval::Flag> flags_;
  std::vector<oval::Message> messages_;
};

}  // namespace assay::collect
