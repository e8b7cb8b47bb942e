// One file put to one probe: what a test of a probe with `inspect` needs.
//
//   Inspected asked(kProbe_textfilecontent54, "a=1\n");
//   asked.entity("pattern", "^a=(.)$", Operation::pattern_match);
//   asked.run();  then asked.items, asked.flags
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "engine/collect/probe.h"
#include "tests/support/tree.h"

namespace assay::test {

class Inspected final : public collect::Collection, private collect::FoundFile {
 public:
  Inspected(const collect::Probe& probe, Result<std::string> content) : probe_(probe), content_(std::move(content)) {
    object_.family = probe.family;
    object_.type = probe.type;
    tree_.dir("/etc");
  }

  Inspected& entity(std::string name, std::string value, oval::Operation operation = oval::Operation::equals,
                    oval::Datatype datatype = oval::Datatype::string) {
    return entity(std::move(name), std::vector<std::string>{std::move(value)}, operation, datatype, oval::Check::all);
  }
  // Of a variable.
  Inspected& entity(std::string name, std::vector<std::string> values, oval::Operation operation, oval::Datatype datatype,
                    oval::Check check) {
    oval::Entity& spec = specs_.emplace_back();
    spec.name = std::move(name);
    spec.operation = operation;
    spec.datatype = datatype;
    if (values.size() > 1) spec.var_ref = "oval:test:var:1", spec.var_check = check;
    values_.push_back(std::move(values));
    return *this;
  }
  Inspected& behavior(std::string name, std::string value) {
    object_.behaviors.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Inspected& options(Regex::Options options) {
    options_ = options;
    return *this;
  }
  Inspected& directory_only() {
    name_.clear();
    return *this;
  }
  Inspected& budget(std::size_t items_at_most) {
    budget_ = items_at_most;
    return *this;
  }

  Inspected& run() {
    std::vector<collect::BoundEntity> bound;
    for (std::size_t i = 0; i < specs_.size(); ++i) bound.emplace_back(specs_[i], values_[i], patterns_, options_);
    const collect::Query query(object_, std::move(bound));
    const Target target(tree_.open(), false, "test");
    probe_.inspect(query, *this, target, *this);
    return *this;
  }

  // Values of an entity of one item.
  std::vector<std::string> values(std::size_t item, std::string_view entity) const {
    std::vector<std::string> found;
    for (const oval::ItemEntity& each : items.at(item))
      if (each.field->name == entity) found.emplace_back(each.value);
    return found;
  }
  // The first value of an entity, one an item.
  std::vector<std::string> column(std::string_view entity) const {
    std::vector<std::string> found;
    for (const oval::Item& item : items) found.emplace_back(item.value(entity));
    return found;
  }

  bool add(oval::Item item) override {
    items.push_back(std::move(item));
    return items.size() < budget_;
  }
  void flag(oval::Flag flag, std::string message) override { flags.emplace_back(flag, std::move(message)); }

  std::vector<oval::Item> items;
  std::vector<std::pair<oval::Flag, std::string>> flags;

 private:
  std::string_view path() const override { return "/etc/file"; }
  std::string_view directory() const override { return "/etc"; }
  std::string_view name() const override { return name_; }
  const Stat& stat() const override { return stat_; }
  const Result<std::string>& content() const override { return content_; }

  const collect::Probe& probe_;
  Result<std::string> content_;
  std::string name_ = "file";
  Stat stat_;
  Tree tree_;
  oval::Object object_;
  std::deque<oval::Entity> specs_;
  std::vector<std::vector<std::string>> values_;
  Regex::Options options_{.multiline = true};
  RegexCache patterns_;
  std::size_t budget_ = ~std::size_t{0};
};

}  // namespace assay::test
