// rules/*.yaml, values.yaml and references.yaml.
#include "benchmarks/compiler/source_read.h"

namespace assay::benchmarks {
namespace {

void read_check(const Yaml& check, Rule& rule, Fields& fields) {
  if (check.kind != Yaml::Kind::map || check.entries.size() != 1) return fields.complain("check names one template with its parameters");
  rule.check = check.entries.front().first;
  rule.parameters = check.entries.front().second;
  if (rule.parameters.kind == Yaml::Kind::scalar && !rule.parameters.text.empty())
    fields.complain("the parameters of " + rule.check + " are no map");
}

Fix read_fix(const Yaml& yaml, const std::string& slug, Complaints& complaints) {
  Fields fields(yaml, slug + ": fix", complaints);
  Fix fix{fields.text("text"), fields.text_or("shell", ""), fields.word("disruption", "low", {"low", "medium", "high"}),
          fields.flag("reboot", false)};
  fields.finish();
  return fix;
}

Rule read_rule(const std::string& slug, const Yaml& yaml, const Source& source, Complaints& complaints) {
  Rule rule;
  rule.slug = slug;
  rule.place = yaml.place();
  Fields fields(yaml, slug, complaints);
  rule.title = fields.text("title");
  rule.description = fields.text("description");
  rule.rationale = fields.text("rationale");
  rule.severity = fields.word("severity", "", {"low", "medium", "high"});
  rule.themes = fields.list("themes");
  rule.manual = fields.flag("manual", false);
  rule.question = fields.text_or("question", "");
  rule.slip = fields.text_or("slip", "");
  rule.limits = fields.text_or("limits", "");
  const Yaml* check = fields.any("check");
  const Yaml* fix = fields.any("fix");
  fields.finish();
  if (check != nullptr) read_check(*check, rule, fields);
  if (check == nullptr && !rule.manual) fields.complain("check is missing");
  if (rule.manual == rule.question.empty()) fields.complain(rule.manual ? "question is missing" : "a question belongs to a manual rule");
  if (rule.themes.empty()) fields.complain("themes is missing");
  for (const std::string& theme : rule.themes)
    if (!source.themes.contains(theme)) fields.complain("no theme \"" + theme + "\" in references.yaml");
  rule.has_fix = fix != nullptr;
  if (fix != nullptr) rule.fix = read_fix(*fix, slug, complaints);
  return rule;
}

}  // namespace

void read_rules(const Yaml& file, Source& source, Complaints& complaints) {
  for (const auto& [slug, yaml] : file.entries) {
    const auto known = source.rules.find(slug);
    if (known != source.rules.end())
      complaints.add(yaml.place(), slug + ": a second rule of this name; the first is at " + known->second.place);
    else
      source.rules.emplace(slug, read_rule(slug, yaml, source, complaints));
  }
}

void read_values(const Yaml& file, Source& source, Complaints& complaints) {
  for (const auto& [id, yaml] : file.entries) {
    Fields fields(yaml, id, complaints);
    Value value;
    value.id = id;
    value.place = yaml.place();
    value.title = fields.text("title");
    value.description = fields.text_or("description", value.title);
    value.type = fields.word("type", "", {"number", "string", "boolean"});
    value.preset = fields.text("default");
    value.choices = fields.list("choices");
    fields.finish();
    source.values.emplace(id, std::move(value));
  }
}

void read_references(const Yaml& file, Source& source, Complaints& complaints) {
  Fields fields(file, "", complaints);
  const Yaml empty;
  const auto part = [&](std::string_view key) -> const Yaml& {
    const Yaml* found = fields.any(key);
    return found == nullptr ? empty : *found;
  };
  for (const auto& [key, yaml] : part("frameworks").entries) {
    Fields framework(yaml, key, complaints);
    source.frameworks.push_back({key, framework.text("title"), framework.text("href")});
    framework.finish();
  }
  for (const auto& [theme, yaml] : part("themes").entries) {
    Fields maps(yaml, theme, complaints);
    for (const Framework& framework : source.frameworks) source.themes[theme][framework.key] = maps.list(framework.key);
    maps.finish();
  }
  fields.finish();
}

}  // namespace assay::benchmarks
