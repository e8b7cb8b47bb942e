// One question to one probe, and what it answered: for tests of probes that collect.
//
//   Asked bash;
//   bash.where("name", "bash");
//   ask(probes::kProbe_dpkginfo, target, {&bash});
//   EXPECT_EQ(bash.items.size(), 1u);
#pragma once

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/collect/probe.h"
#include "tests/support/memory_rootfs.h"

namespace assay::test {
inline namespace probes_of_linux {  // tests/support has an Asked of its own, and both are linked into one program

class Asked final : public collect::Collection {
 public:
  Asked& where(std::string name, std::string value, oval::Operation operation = oval::Operation::equals) {
    oval::Entity& entity = object_.entities.emplace_back();
    entity.name = std::move(name);
    entity.value = std::move(value);
    entity.operation = operation;
    return *this;
  }
  Asked& where_matches(std::string name, std::string pattern) {
    return where(std::move(name), std::move(pattern), oval::Operation::pattern_match);
  }
  // A variable of many values, all of which the entity is to equal (var_check's default).
  Asked& where_all_of(std::string name, std::vector<std::string> values) {
    where(std::move(name), {});
    object_.entities.back().var_ref = "oval:test:var:1";
    variable_values_ = std::move(values);
    return *this;
  }
  Asked& behavior(std::string name, std::string value = "true") {
    object_.behaviors.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  collect::Question question(RegexCache& patterns) {
    std::vector<collect::BoundEntity> bound;
    for (const oval::Entity& entity : object_.entities)
      bound.emplace_back(entity, entity.var_ref.empty() ? std::vector{entity.value} : variable_values_, patterns);
    query_ = std::make_unique<collect::Query>(object_, std::move(bound));
    return {query_.get(), this};
  }

  bool add(oval::Item item) override {
    items.push_back(std::move(item));
    return true;
  }
  void flag(oval::Flag flag, std::string message) override {
    flags.push_back(flag);
    messages.push_back(std::move(message));
  }
  // The values of one entity over all items, sorted.
  std::vector<std::string> all(std::string_view entity) const {
    std::vector<std::string> values;
    for (const oval::Item& item : items)
      for (const oval::ItemEntity& found : item)
        if (found.field->name == entity) values.emplace_back(found.value);
    std::sort(values.begin(), values.end());
    return values;
  }
  std::string one(std::string_view entity) const { return items.size() == 1 ? std::string(items[0].value(entity)) : "not one item"; }

  std::vector<oval::Item> items;
  std::vector<oval::Flag> flags;
  std::vector<std::string> messages;

 private:
  oval::Object object_;
  std::vector<std::string> variable_values_;
  std::unique_ptr<collect::Query> query_;
};

inline void ask(const collect::Probe& probe, const Target& target, std::initializer_list<Asked*> asked) {
  RegexCache patterns;
  std::vector<collect::Question> questions;
  for (Asked* one : asked) questions.push_back(one->question(patterns));
  probe.collect(questions, target);
}

inline Target target_of(std::unique_ptr<Rootfs> files) { return Target(std::move(files), false, "test"); }

}  // namespace probes_of_linux
}  // namespace assay::test
