#include "engine/scap/xccdf.h"

#include <algorithm>
#include <utility>

#include "engine/scap/xccdf_load.h"

namespace assay::xccdf {
namespace {

std::optional<std::string_view> attribute(const xml::Start& tag, std::string_view name) {
  for (const auto& [key, value] : tag.attributes)
    if (key == name) return value;
  return std::nullopt;
}

// Apart from Items: what a Benchmark or a Group has that is read now or by its range.
bool is_read(std::string_view name) {
  constexpr std::string_view kRead[] = {"Rule",
                                        "Value",
                                        "Profile",
                                        "title",
                                        "version",
                                        "status",
                                        "platform",
                                        "plain-text",
                                        "model",
                                        "requires",
                                        "conflicts",
                                        "platform-specification",
                                        "description",
                                        "rationale",
                                        "warning",
                                        "notice",
                                        "front-matter",
                                        "rear-matter",
                                        "Platform-Specification",
                                        "platform-definitions"};
  return std::find(std::begin(kRead), std::end(kRead), name) != std::end(kRead);
}

void collect(const Group& group, std::vector<const Rule*>* rules) {
  for (const auto& [is_rule, index] : group.order) {
    if (is_rule)
      rules->push_back(group.rules[index].get());
    else
      collect(*group.groups[index], rules);
  }
}

template <class T>
const T* find_in(const std::map<std::string, const T*, std::less<>>& index, std::string_view id) {
  const auto found = index.find(id);
  return found == index.end() ? nullptr : found->second;
}

}  // namespace

BenchmarkBuilder::BenchmarkBuilder(std::shared_ptr<const xml::Source> source)
    : source_(std::move(source)), benchmark_(std::make_shared<Benchmark>()), reader_(*source_, &benchmark_->texts) {
  benchmark_->source = source_;
}

xml::Want BenchmarkBuilder::start(const xml::Start& tag) {
  if (open_.empty()) {
    start_benchmark(tag);
    return xml::Want::descend;
  }
  if (tag.name == "Group" && tag.ns == benchmark_->ns) {
    start_group(tag);
    return xml::Want::descend;
  }
  const bool ours = tag.ns == benchmark_->ns || tag.name == "platform-specification" || tag.name == "Platform-Specification" ||
                    tag.name == "platform-definitions";
  skipping_ = !ours || !is_read(tag.name);
  return skipping_ ? xml::Want::skip : xml::Want::build;
}

void BenchmarkBuilder::start_benchmark(const xml::Start& tag) {
  if (tag.name != "Benchmark" || (tag.ns != kNamespace12 && tag.ns != kNamespace11))
    reader_.refuse(tag.line, {}, "<" + printable(tag.name) + "> is no XCCDF Benchmark");
  benchmark_->id = trim(tag.attr("id"));
  if (benchmark_->id.empty()) reader_.refuse(tag.line, {}, "a Benchmark without an id");
  benchmark_->ns = tag.ns;
  benchmark_->resolved = reader_.flag(attribute(tag, "resolved"), tag.line, "resolved", false);
  benchmark_->style = tag.attr("style");
  benchmark_->style_href = tag.attr("style-href");
  benchmark_->lang = tag.attr("xml:lang");
  open_.push_back(&benchmark_->root);
  titles_.emplace_back();
}

void BenchmarkBuilder::start_group(const xml::Start& tag) {
  auto made = std::make_unique<Group>();
  Group& group = *made;
  group.id = trim(tag.attr("id"));
  if (group.id.empty()) reader_.refuse(tag.line, {}, "a Group without an id");
  check_unique(group.id, tag.line);
  group.cluster_id = tag.attr("cluster-id");
  group.extends = tag.attr("extends");
  group.selected = reader_.flag(attribute(tag, "selected"), tag.line, "selected", true);
  group.prohibit_changes = reader_.flag(attribute(tag, "prohibitChanges"), tag.line, "prohibitChanges", false);
  group.hidden = reader_.flag(attribute(tag, "hidden"), tag.line, "hidden", false);
  group.abstract = reader_.flag(attribute(tag, "abstract"), tag.line, "abstract", false);
  if (const auto weight = attribute(tag, "weight")) group.weight = reader_.number(*weight, tag.line, "weight");
  group.line = tag.line;
  if (!group.extends.empty())
    for (const auto& [name, value] : tag.attributes) given_[&group].emplace(name);
  Group& parent = *open_.back();
  parent.order.emplace_back(false, parent.groups.size());
  parent.groups.push_back(std::move(made));
  benchmark_->group_index.emplace(group.id, &group);
  open_.push_back(&group);
  titles_.emplace_back();
}

bool BenchmarkBuilder::keep_raw(std::string_view ns, std::string_view name) { return ns == benchmark_->ns && is_heavy(name); }

void BenchmarkBuilder::built(xml::Element element) {
  if (element.name == "title") {
    titles_.back().push_back(std::move(element));
  } else if (!built_item(element)) {
    if (open_.size() == 1)
      built_in_benchmark(element);
    else
      built_in_group(element);
  }
}

bool BenchmarkBuilder::built_item(const xml::Element& element) {
  if (element.name == "Rule")
    add_rule(element);
  else if (element.name == "Value")
    add_value(element);
  else
    return false;
  return true;
}

void BenchmarkBuilder::add_rule(const xml::Element& element) {
  auto rule = std::make_unique<Rule>(read_rule(reader_, element));
  check_unique(rule->id, rule->line);
  if (!rule->extends.empty()) given_[rule.get()] = given_by(element);
  benchmark_->rule_index.emplace(rule->id, rule.get());
  Group& parent = *open_.back();
  parent.order.emplace_back(true, parent.rules.size());
  parent.rules.push_back(std::move(rule));
}

void BenchmarkBuilder::add_value(const xml::Element& element) {
  auto value = std::make_unique<Value>(read_value(reader_, element));
  check_unique(value->id, value->line);
  if (!value->extends.empty()) given_[value.get()] = given_by(element);
  benchmark_->value_index.emplace(value->id, value.get());
  benchmark_->values.push_back(std::move(value));
}

void BenchmarkBuilder::built_in_group(const xml::Element& element) {
  Group& group = *open_.back();
  read_item_child(reader_, element, &group);
  const auto given = given_.find(&group);
  if (given == given_.end()) return;
  given->second.insert(element.name);
  if (element.attr_bool("override", false)) given->second.insert("override " + element.name);
}

void BenchmarkBuilder::built_in_benchmark(const xml::Element& element) {
  Benchmark& benchmark = *benchmark_;
  if (element.name == "Profile") {
    benchmark.profiles.push_back(read_profile(reader_, element));
    for (std::size_t i = 0; i + 1 < benchmark.profiles.size(); ++i)
      if (benchmark.profiles[i].id == benchmark.profiles.back().id)
        reader_.refuse(element.line(), benchmark.profiles[i].id, "an id that is used twice");
  } else if (element.name == "version") {
    benchmark.version = trim(element.text());
  } else if (element.name == "status") {
    // The latest counts; without dates the last.
    if (const std::string date = element.attr_or("date", ""); date >= status_date_) {
      benchmark.status = trim(element.text());
      status_date_ = date;
    }
  } else if (element.name == "platform") {
    benchmark.platforms.push_back(reader_.required(element, "idref"));
  } else if (element.name == "plain-text") {
    benchmark.plain_texts.emplace_back(reader_.required(element, "id"), element.text());
  } else if (element.name == "model") {
    benchmark.scoring_models.push_back(reader_.required(element, "system"));
  } else if (element.name == "description") {
    benchmark.descriptions.push_back(element.fragment);
  } else if (element.name == "notice") {
    benchmark.notices.push_back(element.fragment);
  } else if (element.name == "front-matter") {
    benchmark.front_matter.push_back(element.fragment);
  } else if (element.name == "rear-matter") {
    benchmark.rear_matter.push_back(element.fragment);
  } else if (to_lower(element.name) == "platform-specification" || element.name == "platform-definitions") {
    for (cpe::Platform& platform : cpe::load_platforms(*source_, element)) benchmark.platform_specification.push_back(std::move(platform));
  }
}

void BenchmarkBuilder::check_unique(std::string_view id, int line) const {
  if (benchmark_->rule(id) || benchmark_->group(id) || benchmark_->value(id)) reader_.refuse(line, id, "an id that is used twice");
}

void BenchmarkBuilder::end(std::string_view, std::string_view name, const xml::Fragment& range) {
  if (std::exchange(skipping_, false)) return;
  std::vector<const xml::Element*> titles;
  for (const xml::Element& title : titles_.back()) titles.push_back(&title);
  read_title(titles, name == "Group" ? &open_.back()->title : &benchmark_->title,
             name == "Group" ? &open_.back()->title_with_sub : nullptr);
  titles_.pop_back();
  open_.pop_back();
  if (name == "Benchmark") benchmark_->fragment = range;
}

std::shared_ptr<Benchmark> BenchmarkBuilder::take() {
  resolve_extends(reader_, benchmark_.get(), given_);
  return std::move(benchmark_);
}

const Profile* Benchmark::profile(std::string_view profile_id) const {
  for (const Profile& candidate : profiles)
    if (candidate.id == profile_id) return &candidate;
  return nullptr;
}

const Rule* Benchmark::rule(std::string_view rule_id) const { return find_in(rule_index, rule_id); }
const Group* Benchmark::group(std::string_view group_id) const { return find_in(group_index, group_id); }
const Value* Benchmark::value(std::string_view value_id) const { return find_in(value_index, value_id); }

std::vector<const Rule*> Benchmark::rules() const {
  std::vector<const Rule*> found;
  collect(root, &found);
  return found;
}

}  // namespace assay::xccdf
