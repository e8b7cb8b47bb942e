#include "engine/collect/probe.h"

#include <charconv>
#include <utility>

#include "engine/evaluate/value.h"

namespace assay::collect {
namespace {

bool satisfies(std::string_view seen, const oval::Entity& spec, std::string_view expected, RegexCache& patterns) {
  return evaluate::compare(seen, spec.operation, expected, spec.datatype, patterns) == oval::Truth::true_;
}

}  // namespace

BoundEntity::BoundEntity(const oval::Entity& spec, std::vector<std::string> values, RegexCache& patterns, Regex::Options options)
    : spec_(&spec), values_(std::move(values)), cache_(&patterns) {
  if (spec.operation != oval::Operation::pattern_match) return;
  for (const std::string& value : values_)
    patterns_.push_back(patterns.get(value, options, pattern_error_.empty() ? &pattern_error_ : nullptr));
}

bool BoundEntity::matches(std::string_view seen) const {
  if (values_.size() == 1)
    return satisfies(seen, *spec_, values_[0], *cache_) != (spec_->var_check == oval::Check::none_satisfy && !spec_->var_ref.empty());
  std::vector<oval::Truth> results;
  results.reserve(values_.size());
  for (const std::string& value : values_)
    results.push_back(satisfies(seen, *spec_, value, *cache_) ? oval::Truth::true_ : oval::Truth::false_);
  return evaluate::combine(spec_->var_check, results) == oval::Truth::true_;
}

bool BoundEntity::matches(std::int64_t seen) const {
  char text[24];
  return matches(std::string_view(text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, seen).ptr - text)));
}

const std::vector<std::string>* BoundEntity::exact() const {
  if (spec_->operation != oval::Operation::equals || spec_->datatype != oval::Datatype::string || spec_->nil) return nullptr;
  const bool one_is_enough = spec_->var_check == oval::Check::at_least_one || values_.size() == 1;
  return one_is_enough && spec_->var_check != oval::Check::none_satisfy ? &values_ : nullptr;
}

const BoundEntity* Query::entity(std::string_view name) const {
  for (const BoundEntity& entity : entities_)
    if (entity.spec().name == name) return &entity;
  return nullptr;
}

bool Query::matches(std::string_view name, std::string_view seen) const {
  const BoundEntity* found = entity(name);
  return found == nullptr || found->matches(seen);
}

bool Query::matches(std::string_view name, std::int64_t seen) const {
  const BoundEntity* found = entity(name);
  return found == nullptr || found->matches(seen);
}

bool Query::behavior(std::string_view name, bool otherwise) const {
  const std::string_view word = object_->behavior(name, otherwise ? "true" : "false");
  return word == "true" || word == "1";
}

const Probe* find_probe(std::span<const Probe* const> registry, std::string_view family, std::string_view type) {
  for (const Probe* probe : registry)
    if (probe->type == type && probe->family == family) return probe;
  return nullptr;
}

}  // namespace assay::collect
