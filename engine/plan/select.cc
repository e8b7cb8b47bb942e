#include "engine/plan/select.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/text.h"
#include "engine/plan/plan.h"
#include "engine/plan/select_profile.h"

namespace assay::plan {
namespace {

// A Group or Rule while its selectors are applied. Parents come before their children.
struct Node {
  const xccdf::Item* item = nullptr;
  const xccdf::Rule* rule = nullptr;    // null for a group
  const xccdf::Group* group = nullptr;  // null for a rule
  Index parent = kNone;
  bool selected = true;   // its own flag
  bool effective = true;  // and those of all its groups
  double weight = 1.0;
  xccdf::Severity severity = xccdf::Severity::unknown;
  xccdf::Role role = xccdf::Role::full;
  std::string check_selector;
};

class Selector {
 public:
  Selector(const xccdf::Benchmark& benchmark, const Request& request) : benchmark_(benchmark), request_(request) {
    add_children(benchmark.root, kNone);
    for (Index i = 0; i < nodes_.size(); ++i) {
      by_name_[nodes_[i].item->id].push_back(i);
      if (!nodes_[i].item->cluster_id.empty()) by_name_[nodes_[i].item->cluster_id].push_back(i);
    }
    for (const auto& value : benchmark.values) values_.push_back({value.get(), {}, value->operation, false});
  }

  Selection run() {
    choose_profile();
    for (const ProfileLink& link : chain_) apply_items(link);
    settle();
    for (const ProfileLink& link : chain_) apply_values(link);
    resolve_values();
    collect_rules();
    apply_request();
    result_.values = std::move(values_);
    return std::move(result_);
  }

 private:
  void add_children(const xccdf::Group& group, Index parent) {
    for (const auto& [is_rule, index] : group.order) {
      Node node;
      node.parent = parent;
      if (is_rule) {
        node.rule = group.rules[index].get();
        node.item = node.rule;
        node.severity = node.rule->severity;
        node.role = node.rule->role;
      } else {
        node.group = group.groups[index].get();
        node.item = node.group;
      }
      node.selected = node.item->selected && !node.item->abstract;
      node.weight = node.item->weight;
      nodes_.push_back(node);
      if (!is_rule) add_children(*node.group, static_cast<Index>(nodes_.size() - 1));
    }
  }

  void choose_profile() {
    if (request_.profile.empty() || request_.profile == kDefaultProfile) {
      result_.profile_id = kDefaultProfile;
      if (request_.tailoring != nullptr && !request_.tailoring->profiles.empty())
        note("no profile was asked for, so the tailoring's profiles have no effect");
      return;
    }
    chain_ = extends_chain(benchmark_, request_.tailoring, find_link(benchmark_, request_.tailoring, request_.profile));
    const xccdf::Profile& profile = *chain_.back().profile;
    if (profile.abstract) throw JobError("profile \"" + profile.id + "\" is abstract: it exists only to be extended by others");
    result_.profile = &profile;
    result_.profile_id = profile.id;
    for (const ProfileLink& link : chain_) {
      if (!link.profile->title.empty()) result_.profile_title = link.profile->title;
      for (const std::string& platform : link.profile->platforms)
        if (std::find(result_.platforms.begin(), result_.platforms.end(), platform) == result_.platforms.end())
          result_.platforms.push_back(platform);
      if (link.profile->prohibit_changes && !link.tailoring && chain_.back().tailoring)
        note("the tailoring changes profile " + link.profile->id + ", whose author prohibits changes");
    }
  }

  // The nodes a selector of a profile names; what a tailoring may not change is left out, and said.
  std::vector<Index> named(const ProfileLink& link, const std::string& idref, std::string_view what) {
    const auto found = by_name_.find(idref);
    if (found == by_name_.end()) {
      note("profile " + link.profile->id + ": " + std::string(what) + " names " + idref + ", which is not there");
      return {};
    }
    std::vector<Index> allowed;
    for (const Index index : found->second) {
      if (link.tailoring && nodes_[index].item->prohibit_changes)
        note("profile " + link.profile->id + ": " + nodes_[index].item->id + " prohibits changes, so this tailoring of it has no effect");
      else
        allowed.push_back(index);
    }
    return allowed;
  }

  void apply_items(const ProfileLink& link) {
    for (const xccdf::Select& select : link.profile->selects)
      for (const Index index : named(link, select.idref, "select"))
        nodes_[index].selected = select.selected && !nodes_[index].item->abstract;
    for (const xccdf::RefineRule& refine : link.profile->refine_rules)
      for (const Index index : named(link, refine.idref, "refine-rule")) {
        Node& node = nodes_[index];
        node.weight = refine.weight.value_or(node.weight);
        if (node.rule == nullptr) continue;
        node.severity = refine.severity.value_or(node.severity);
        node.role = refine.role.value_or(node.role);
        if (!refine.selector.empty()) node.check_selector = refine.selector;
      }
  }

  // Selection reaches down from groups. Then each item in document order is out where what it requires is not selected, or what
  // it conflicts with is, as things stand when its turn comes.
  void settle() {
    for (Node& node : nodes_) node.effective = reached(node);
    for (Node& node : nodes_) {
      node.effective = reached(node);
      const std::string why = node.effective ? unmet(*node.item) : "";
      if (why.empty()) continue;
      node.selected = node.effective = false;
      note(node.item->id + " is not selected: " + why);
    }
  }

  bool reached(const Node& node) const { return node.selected && (node.parent == kNone || nodes_[node.parent].effective); }

  bool is_selected(const std::string& id) const {
    const auto found = by_name_.find(id);
    return found != by_name_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](Index index) { return nodes_[index].effective; });
  }

  // What an item requires and lacks, or what it conflicts with; "" where there is nothing.
  std::string unmet(const xccdf::Item& item) const {
    for (const std::vector<std::string>& alternatives : item.requires_)
      if (std::none_of(alternatives.begin(), alternatives.end(), [&](const std::string& id) { return is_selected(id); }))
        return "it requires " + join(alternatives, " or ") + ", which is not selected";
    for (const std::string& id : item.conflicts)
      if (is_selected(id)) return "it conflicts with " + id + ", which is selected";
    return {};
  }

  ResolvedValue* named_value(const ProfileLink& link, const std::string& idref, std::string_view what) {
    const auto found = std::find_if(values_.begin(), values_.end(), [&](const ResolvedValue& value) { return value.value->id == idref; });
    if (found == values_.end()) {
      note("profile " + link.profile->id + ": " + std::string(what) + " names " + idref + ", which is not there");
      return nullptr;
    }
    if (link.tailoring && found->value->prohibit_changes) {
      note("profile " + link.profile->id + ": " + idref + " prohibits changes, so this tailoring of it has no effect");
      return nullptr;
    }
    return &*found;
  }

  void apply_values(const ProfileLink& link) {
    for (const xccdf::RefineValue& refine : link.profile->refine_values) {
      ResolvedValue* value = named_value(link, refine.idref, "refine-value");
      if (value == nullptr) continue;
      if (!refine.selector.empty()) selectors_[value->value] = refine.selector;
      if (!refine.operation.empty()) value->operation = refine.operation;
    }
    for (const xccdf::SetValue& set : link.profile->set_values) {
      ResolvedValue* value = named_value(link, set.idref, set.complex ? "set-complex-value" : "set-value");
      if (value == nullptr) continue;
      value->values = set.values;
      value->set_by_profile = true;
    }
  }

  // The choice with the selector; else the one without; else the first there is (XCCDF 1.2, profileRefineValueType).
  static const xccdf::Value::Choice* choose(const std::vector<xccdf::Value::Choice>& choices, const std::string& selector) {
    const auto with = [&](std::string_view wanted) {
      return std::find_if(choices.begin(), choices.end(), [&](const xccdf::Value::Choice& choice) { return choice.selector == wanted; });
    };
    if (const auto found = with(selector); found != choices.end()) return &*found;
    if (const auto found = with(""); found != choices.end()) return &*found;
    return choices.empty() ? nullptr : &choices.front();
  }

  void resolve_values() {
    for (ResolvedValue& value : values_) {
      if (value.set_by_profile) continue;
      const auto selector = selectors_.find(value.value);
      const auto& choices = value.value->values.empty() ? value.value->defaults : value.value->values;
      if (const auto* choice = choose(choices, selector == selectors_.end() ? "" : selector->second)) value.values = choice->values;
    }
  }

  void collect_rules() {
    for (const Node& node : nodes_) {
      if (node.rule == nullptr) continue;
      SelectedRule rule{node.rule, node.effective, node.weight, node.severity, node.role, node.check_selector, {}, {}};
      for (Index at = node.parent; at != kNone; at = nodes_[at].parent) {
        rule.groups.push_back(nodes_[at].group);
        rule.group_weights.push_back(nodes_[at].weight);
      }
      std::reverse(rule.groups.begin(), rule.groups.end());
      std::reverse(rule.group_weights.begin(), rule.group_weights.end());
      result_.rules.push_back(std::move(rule));
    }
  }

  std::set<std::string_view> asked(const std::vector<std::string>& names) const {
    std::set<std::string_view> found;
    for (const std::string& name : names) found.insert(find_rule(benchmark_, name).id);
    return found;
  }

  void apply_request() {
    const std::set<std::string_view> only = asked(request_.rules), skip = asked(request_.skip_rules);
    if (!only.empty())
      note("only the rules named by --rule were judged (" + std::to_string(only.size()) + "), not what the profile selects");
    std::vector<std::string> left_out;
    for (SelectedRule& rule : result_.rules) {
      if (!only.empty()) rule.selected = only.contains(rule.rule->id);
      if (!skip.contains(rule.rule->id)) continue;
      if (rule.selected) left_out.push_back(rule.rule->id);
      rule.selected = false;
    }
    if (!left_out.empty()) note("left out by --skip-rule (" + std::to_string(left_out.size()) + "): " + join(left_out, ", "));
  }

  void note(std::string text) {
    if (std::find(result_.notes.begin(), result_.notes.end(), text) == result_.notes.end()) result_.notes.push_back(std::move(text));
  }

  const xccdf::Benchmark& benchmark_;
  const Request& request_;
  std::vector<ProfileLink> chain_;
  std::vector<Node> nodes_;
  std::map<std::string, std::vector<Index>, std::less<>> by_name_;  // ids and cluster-ids
  std::vector<ResolvedValue> values_;
  std::map<const xccdf::Value*, std::string> selectors_;
  Selection result_;
};

}  // namespace

const ResolvedValue* Selection::value(std::string_view id) const {
  const auto found = std::find_if(values.begin(), values.end(), [&](const ResolvedValue& value) { return value.value->id == id; });
  return found == values.end() ? nullptr : &*found;
}

const xccdf::Rule& find_rule(const xccdf::Benchmark& benchmark, std::string_view name) {
  std::vector<const std::string*> ids;
  for (const xccdf::Rule* rule : benchmark.rules()) ids.push_back(&rule->id);
  return *benchmark.rule(*match_id(ids, name, "rule", false));
}

Selection select(const xccdf::Benchmark& benchmark, const Request& request) { return Selector(benchmark, request).run(); }

}  // namespace assay::plan
