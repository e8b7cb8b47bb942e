#include <algorithm>

#include "reports/markdown_text.h"
#include "reports/rule_facts.h"
#include "reports/sarif.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Severity;

constexpr std::size_t kShortBytes = 1000, kMostTags = 10;  // GitHub shows 1,024 characters of a description, and ten tags

// What GitHub sorts security alerts by: over 7 is high, over 4 medium. Nothing for what the benchmark leaves open.
std::string_view security_severity(Severity severity) {
  switch (severity) {
    case Severity::high: return "8.0";
    case Severity::medium: return "5.5";
    case Severity::low: return "3.0";
    case Severity::info: return "0.0";
    case Severity::unknown: return {};
  }
  return {};
}

// "5.2.10_root-login" of "xccdf_org.assay_rule_5.2.10_root-login".
std::string short_name(std::string_view id) {
  static constexpr std::string_view kMark = "_rule_";
  const std::size_t at = id.find(kMark);
  return std::string(at == std::string_view::npos ? id : id.substr(at + kMark.size()));
}

Json tags(const RuleResult& result, const std::string& section, const std::vector<Requirement>& named) {
  std::vector<std::string> all = {"security", "configuration", section};
  for (const Requirement& requirement : named)
    if (all.back() != requirement.framework->name) all.emplace_back(requirement.framework->name);
  for (const xccdf::Ident& ident : result.rule.rule->idents) all.push_back(ident.text);
  all.resize(std::min(all.size(), kMostTags));
  Json array = Json::array();
  for (const std::string& tag : all)
    if (Json text = printable(tag); std::find(array.begin(), array.end(), text) == array.end()) array.push_back(std::move(text));
  return array;
}

Json help(const Results& results, const RuleResult& result) {
  const xccdf::Rule& rule = *result.rule.rule;
  std::string text, markdown;
  for (const auto& [label, words] :
       {std::pair("Description", plain_texts(results, rule.descriptions)), std::pair("Rationale", plain_texts(results, rule.rationales)),
        std::pair("Warning", plain_texts(results, rule.warnings)), std::pair("How to repair", plain_texts(results, rule.fixtexts))}) {
    if (words.empty()) continue;
    text += std::string(label) + ": " + words + "\n";
    markdown += "**" + std::string(label) + ":** " + markdown_words(words) + "\n\n";
  }
  if (const std::string script = fix_script(result); !script.empty()) {
    text += script + "\n";
    markdown += code_block(script);
  }
  if (text.empty()) return nullptr;
  return {{"text", printable(text)}, {"markdown", printable(markdown)}};
}

bool is_uri(std::string_view text) {
  static constexpr std::string_view kOthers = "-._~:/?#@!$&'()*+,;=";
  return (text.starts_with("https://") || text.starts_with("http://")) && text.find('#') == text.rfind('#') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kOthers.find(c) != std::string_view::npos;
         });
}

// A page about the rule itself: references to frameworks are about many.
std::string_view help_uri(const xccdf::Rule& rule) {
  for (const xccdf::Reference& reference : rule.references)
    if (framework_of(reference) == nullptr && is_uri(reference.href)) return reference.href;
  return {};
}

Json references(const std::vector<Requirement>& named) {
  Json object = Json::object();
  for (const Requirement& requirement : named) object[std::string(requirement.framework->key)].push_back(printable(requirement.text));
  return object;
}

}  // namespace

std::string_view sarif_level(Severity severity) {
  switch (severity) {
    case Severity::high: return "error";
    case Severity::medium:
    case Severity::unknown: return "warning";
    case Severity::low:
    case Severity::info: return "note";
  }
  return "warning";
}

SarifRules::SarifRules(const Results& results) : results_(results) {
  const std::vector<std::string> names = sections(results);
  for (std::size_t i = 0; i < results.rules.size(); ++i) {
    const RuleResult& result = results.rules[i];
    if (result.outcome == xccdf::Outcome::notselected || !index_.emplace(result.rule.rule, rules_.size()).second) continue;
    rules_.push_back(&result);
    sections_.push_back(names[i]);
    for (const Requirement& requirement : requirements(*result.rule.rule)) {
      const auto [at, is_new] = taxonomy_index_.emplace(requirement.framework, taxonomies_.size());
      if (is_new) taxonomies_.push_back({requirement.framework, {}});
      taxonomies_[at->second].taxa[requirement.text] = 0;
    }
  }
  for (Taxonomy& taxonomy : taxonomies_) {
    std::size_t place = 0;
    for (auto& [text, index] : taxonomy.taxa) index = place++;
  }
}

Json SarifRules::relationships(const xccdf::Rule& rule) const {
  Json array = Json::array();
  for (const Requirement& requirement : requirements(rule)) {
    const std::size_t index = taxonomy_index_.at(requirement.framework);
    array.push_back({{"target",
                      {{"id", printable(requirement.text)},
                       {"index", taxonomies_[index].taxa.at(requirement.text)},
                       {"toolComponent", {{"index", index}}}}}});
  }
  return array;
}

Json SarifRules::descriptor(std::size_t index) const {
  const RuleResult& result = *rules_[index];
  const xccdf::Rule& rule = *result.rule.rule;
  const std::vector<Requirement> named = requirements(rule);
  const std::string title = shortened(full_title(results_, result), kShortBytes);
  const std::string description = plain_texts(results_, rule.descriptions);
  Json object = {{"id", printable(rule.id)}, {"name", printable(short_name(rule.id))}};
  object["shortDescription"] = {{"text", printable(title)}};
  object["fullDescription"] = {{"text", printable(description.empty() ? title : shortened(description, kShortBytes))}};
  if (Json texts = help(results_, result); !texts.is_null()) object["help"] = std::move(texts);
  if (const std::string_view uri = help_uri(rule); !uri.empty()) object["helpUri"] = uri;
  object["defaultConfiguration"] = {{"level", sarif_level(result.rule.severity)}};
  if (!named.empty()) object["relationships"] = relationships(rule);
  Json& properties = object["properties"] = {{"tags", tags(result, sections_[index], named)}};
  if (const std::string_view number = security_severity(result.rule.severity); !number.empty()) properties["security-severity"] = number;
  properties["severity"] = text_of(result.rule.severity);
  properties["result"] = text_of(result.outcome);
  put(properties, "number", rule.version);
  put(properties, "section", sections_[index]);
  if (!named.empty()) properties["references"] = references(named);
  return object;
}

Json SarifRules::taxonomies() const {
  Json array = Json::array();
  for (const Taxonomy& taxonomy : taxonomies_) {
    Json taxa = Json::array();
    for (const auto& row : taxonomy.taxa) taxa.push_back({{"id", printable(row.first)}});
    array.push_back({{"name", taxonomy.framework->name}, {"isComprehensive", false}, {"taxa", std::move(taxa)}});
  }
  return array;
}

Json SarifRules::supported_taxonomies() const {
  Json array = Json::array();
  for (std::size_t i = 0; i < taxonomies_.size(); ++i) array.push_back({{"name", taxonomies_[i].framework->name}, {"index", i}});
  return array;
}

}  // namespace assay::reports
