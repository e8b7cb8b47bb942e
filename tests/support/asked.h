// Questions and answers for tests of probes and of the walk, without content and collector.
//
//   Asked object("file");
//   object.entity("path", "/etc").entity("filename", "^a", Operation::pattern_match).behavior("recurse_direction", "down");
//   Answers answers;
//   walk({{&object.query(), &kProbe_file, &answers}}, ...);
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/collect/probe.h"

namespace assay::test {

class Asked {
 public:
  explicit Asked(std::string type) { object_.type = std::move(type); }

  Asked& entity(std::string name, std::string value, oval::Operation operation = oval::Operation::equals) {
    return add(std::move(name), {std::move(value)}, operation, false);
  }
  // Of a variable with these values.
  Asked& entity(std::string name, std::vector<std::string> values, oval::Check check, oval::Operation operation = oval::Operation::equals) {
    add(std::move(name), std::move(values), operation, false);
    object_.entities.back().var_ref = "oval:test:var:1";
    object_.entities.back().var_check = check;
    return *this;
  }
  Asked& nil(std::string name) { return add(std::move(name), {}, oval::Operation::equals, true); }
  Asked& behavior(std::string name, std::string value) {
    object_.behaviors.emplace_back(std::move(name), std::move(value));
    return *this;
  }

  const collect::Query& query() {
    if (!query_) {
      std::vector<collect::BoundEntity> bound;
      for (std::size_t i = 0; i < object_.entities.size(); ++i) bound.emplace_back(object_.entities[i], values_[i], patterns_);
      query_ = std::make_unique<collect::Query>(object_, std::move(bound));
    }
    return *query_;
  }

 private:
  Asked& add(std::string name, std::vector<std::string> values, oval::Operation operation, bool nil) {
    oval::Entity& entity = object_.entities.emplace_back();
    entity.name = std::move(name);
    entity.operation = operation;
    entity.nil = nil;
    values_.push_back(std::move(values));
    return *this;
  }

  oval::Object object_;
  std::vector<std::vector<std::string>> values_;
  RegexCache patterns_;
  std::unique_ptr<collect::Query> query_;
};

class Answers final : public collect::Collection {
 public:
  bool add(oval::Item item) override {
    items.push_back(std::move(item));
    return true;
  }
  void flag(oval::Flag flag, std::string message) override { flags.emplace_back(flag, std::move(message)); }

  // The values of an entity, one an item, in the order they came.
  std::vector<std::string> values(std::string_view entity) const {
    std::vector<std::string> all;
    for (const oval::Item& item : items) all.emplace_back(item.value(entity));
    return all;
  }

  std::vector<oval::Item> items;
  std::vector<std::pair<oval::Flag, std::string>> flags;
};

}  // namespace assay::test
