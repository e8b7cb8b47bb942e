// Inheritance among Items (NISTIR 7275r4, 6.4.5): some properties are replaced by what the extending item says itself, some are
// appended to, some are replaced only where a child says override="true", and identity is never inherited.
#include <algorithm>

#include "engine/scap/xccdf_read.h"

namespace assay::xccdf {
namespace {

template <class T>
void append(std::vector<T>* own, const std::vector<T>& inherited) {
  own->insert(own->begin(), inherited.begin(), inherited.end());
}

template <class T>
void append_unless_overridden(std::vector<T>* own, const std::vector<T>& inherited, const Given& given, std::string_view child) {
  if (!given.contains("override " + std::string(child))) append(own, inherited);
}

template <class T>
void inherit(T* own, const T& inherited, const Given& given, std::string_view attribute) {
  if (!given.contains(attribute)) *own = inherited;
}

void inherit_item(Item* item, const Item& base, const Given& given) {
  if (item->title.empty()) {
    item->title = base.title;
    item->title_with_sub = base.title_with_sub;
  }
  inherit(&item->selected, base.selected, given, "selected");
  inherit(&item->prohibit_changes, base.prohibit_changes, given, "prohibitChanges");
  inherit(&item->hidden, base.hidden, given, "hidden");
  inherit(&item->weight, base.weight, given, "weight");
  append_unless_overridden(&item->platforms, base.platforms, given, "platform");
  append_unless_overridden(&item->descriptions, base.descriptions, given, "description");
  append_unless_overridden(&item->rationales, base.rationales, given, "rationale");
  append_unless_overridden(&item->warnings, base.warnings, given, "warning");
  append(&item->requires_, base.requires_);
  append(&item->conflicts, base.conflicts);
}

void inherit_from(Group* group, const Group& base, const Given& given) { inherit_item(group, base, given); }

void inherit_from(Rule* rule, const Rule& base, const Given& given) {
  inherit_item(rule, base, given);
  inherit(&rule->role, base.role, given, "role");
  inherit(&rule->severity, base.severity, given, "severity");
  inherit(&rule->multiple, base.multiple, given, "multiple");
  inherit(&rule->impact_metric, base.impact_metric, given, "impact-metric");
  if (!given.contains("check") && !given.contains("complex-check")) rule->checks = base.checks;
  append(&rule->idents, base.idents);
  append(&rule->fixes, base.fixes);
  append_unless_overridden(&rule->references, base.references, given, "reference");
  append_unless_overridden(&rule->fixtexts, base.fixtexts, given, "fixtext");
}

// What the extending Value says for a selector stands; the other selectors are inherited.
void append_choices(std::vector<Value::Choice>* own, const std::vector<Value::Choice>& inherited) {
  const std::vector<Value::Choice> said = *own;
  for (const Value::Choice& choice : inherited)
    if (std::none_of(said.begin(), said.end(), [&](const Value::Choice& other) { return other.selector == choice.selector; }))
      own->push_back(choice);
}

void inherit_from(Value* value, const Value& base, const Given& given) {
  if (value->title.empty()) value->title = base.title;
  inherit(&value->type, base.type, given, "type");
  inherit(&value->operation, base.operation, given, "operator");
  inherit(&value->prohibit_changes, base.prohibit_changes, given, "prohibitChanges");
  append_choices(&value->values, base.values);
  append_choices(&value->defaults, base.defaults);
  append_unless_overridden(&value->descriptions, base.descriptions, given, "description");
}

// Resolves each chain from its base upwards, without recursion: a chain may be thousands long.
template <class T>
void resolve(const Reader& reader, const std::map<std::string, const T*, std::less<>>& index, const std::map<const void*, Given>& given) {
  std::set<const T*> done;
  for (const auto& [id, first] : index) {
    std::vector<T*> chain;
    std::set<const T*> seen;
    for (const T* item = first; !done.contains(item);) {
      if (!seen.insert(item).second) reader.refuse(item->line, item->id, "extends itself, directly or through others");
      chain.push_back(const_cast<T*>(item));
      if (item->extends.empty()) break;
      const auto base = index.find(item->extends);
      if (base == index.end()) reader.refuse(item->line, item->id, "extends \"" + printable(item->extends) + "\", which is not there");
      item = base->second;
    }
    for (auto item = chain.rbegin(); item != chain.rend(); ++item) {
      done.insert(*item);
      if (!(*item)->extends.empty()) inherit_from(*item, *index.find((*item)->extends)->second, given.at(*item));
    }
  }
}

}  // namespace

void resolve_extends(const Reader& reader, Benchmark* benchmark, const std::map<const void*, Given>& given) {
  resolve(reader, benchmark->value_index, given);
  resolve(reader, benchmark->group_index, given);
  resolve(reader, benchmark->rule_index, given);
}

}  // namespace assay::xccdf
