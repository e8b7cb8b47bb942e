// Rules and Values, and what Groups and Rules share.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/scap/xccdf_read.h"

namespace assay::xccdf {
namespace {

bool is_english(const xml::Element& element) {
  const auto lang = element.attr_ns("http://www.w3.org/XML/1998/namespace", "lang");
  return !lang || to_lower(*lang).starts_with("en");
}

bool holds_sub(const xml::Element& element) {
  const auto children = element.elements();
  return std::any_of(children.begin(), children.end(), [](const xml::Element* child) { return child->name == "sub" || holds_sub(*child); });
}

void read_item_attributes(const Reader& reader, const xml::Element& element, Item* item) {
  item->id = reader.required(element, "id");
  item->cluster_id = element.attr_or("cluster-id", "");
  item->extends = element.attr_or("extends", "");
  item->selected = reader.flag(element, "selected", true);
  item->prohibit_changes = reader.flag(element, "prohibitChanges", false);
  item->hidden = reader.flag(element, "hidden", false);
  item->abstract = reader.flag(element, "abstract", false);
  if (const auto weight = element.attr("weight")) item->weight = reader.number(*weight, element.line(), "weight");
  item->line = element.line();
}

Fix read_fix(const Reader& reader, const xml::Element& element) {
  return {element.attr_or("id", ""),
          element.attr_or("system", ""),
          element.attr_or("platform", ""),
          element.attr_or("complexity", ""),
          element.attr_or("disruption", ""),
          element.attr_or("strategy", ""),
          reader.flag(element, "reboot", false),
          element.fragment};
}

void read_rule_child(const Reader& reader, const xml::Element& child, Rule* rule) {
  if (child.name == "ident") {
    rule->idents.push_back({child.attr_or("system", ""), std::string(trim(child.text()))});
  } else if (child.name == "reference") {
    rule->references.push_back({reader.keep(child.attr_or("href", "")), reader.keep(trim(child.text()))});
  } else if (child.name == "check" || child.name == "complex-check") {
    rule->checks.push_back(read_check(reader, child));
  } else if (child.name == "fix") {
    rule->fixes.push_back(read_fix(reader, child));
  } else if (child.name == "fixtext") {
    rule->fixtexts.push_back(child.fragment);
  } else if (child.name == "impact-metric") {
    rule->impact_metric = trim(child.text());
  }
}

// A Value's <value> or <complex-value>, by the selector that chooses it.
Value::Choice read_choice(const xml::Element& element, bool is_string) {
  Value::Choice choice;
  choice.selector = element.attr_or("selector", "");
  choice.complex = element.name.starts_with("complex-");
  if (choice.complex) {
    for (const xml::Element* item : element.children("item")) choice.values.push_back(item->text());
  } else {
    const std::string text = element.text();
    choice.values.emplace_back(is_string ? std::string_view(text) : trim(text));
  }
  return choice;
}

}  // namespace

bool is_heavy(std::string_view name) {
  constexpr std::string_view kHeavy[] = {"description",  "rationale",     "fix",         "fixtext",  "warning",
                                         "question",     "front-matter",  "rear-matter", "notice",   "metadata",
                                         "profile-note", "check-content", "remark",      "signature"};
  return std::find(std::begin(kHeavy), std::end(kHeavy), name) != std::end(kHeavy);
}

bool Reader::flag(std::optional<std::string_view> text, int line, std::string_view attribute, bool otherwise) const {
  if (!text) return otherwise;
  const std::string_view value = trim(*text);
  if (value == "true" || value == "1") return true;
  if (value != "false" && value != "0") refuse(line, {}, std::string(attribute) + " is no boolean: \"" + printable(value) + "\"");
  return false;
}

double Reader::number(std::string_view text, int line, std::string_view attribute) const {
  const std::string_view digits = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value) || value < 0)
    refuse(line, {}, std::string(attribute) + " is no number of zero or more: \"" + printable(text) + "\"");
  return value;
}

std::string Reader::required(const xml::Element& at, std::string_view attribute) const {
  const std::string_view text = trim(at.attr(attribute).value_or(""));
  if (text.empty()) refuse(at.line(), at.attr_or("id", ""), "<" + at.name + "> without " + std::string(attribute));
  return std::string(text);
}

void read_title(const std::vector<const xml::Element*>& titles, std::string* text, std::optional<xml::Fragment>* with_sub) {
  if (titles.empty()) return;
  const auto english = std::find_if(titles.begin(), titles.end(), [](const xml::Element* title) { return is_english(*title); });
  const xml::Element& title = english == titles.end() ? *titles.front() : **english;
  *text = trim(title.text());
  if (with_sub && holds_sub(title)) *with_sub = title.fragment;
}

bool read_item_child(const Reader& reader, const xml::Element& child, Item* item) {
  if (child.name == "description") {
    item->descriptions.push_back(child.fragment);
  } else if (child.name == "question") {
    item->questions.push_back(child.fragment);
  } else if (child.name == "rationale") {
    item->rationales.push_back(child.fragment);
  } else if (child.name == "warning") {
    item->warnings.push_back(child.fragment);
  } else if (child.name == "version") {
    item->version = trim(child.text());
  } else if (child.name == "metadata") {
    item->metadata.push_back(child.fragment);
  } else if (child.name == "platform") {
    item->platforms.push_back(reader.required(child, "idref"));
  } else if (child.name == "requires") {
    const std::string ids = reader.required(child, "idref");
    item->requires_.emplace_back();
    for (const std::string_view id : words(ids)) item->requires_.back().emplace_back(id);
  } else if (child.name == "conflicts") {
    item->conflicts.push_back(reader.required(child, "idref"));
  } else {
    return false;
  }
  return true;
}

Rule read_rule(const Reader& reader, const xml::Element& element) {
  Rule rule;
  read_item_attributes(reader, element, &rule);
  rule.role = reader.word<Role>(element, "role", Role::full);
  rule.severity = reader.word<Severity>(element, "severity", Severity::unknown);
  rule.multiple = reader.flag(element, "multiple", false);
  read_title(element.children("title"), &rule.title, &rule.title_with_sub);
  for (const xml::Element* child : element.elements())
    if (child->ns == element.ns && !read_item_child(reader, *child, &rule)) read_rule_child(reader, *child, &rule);
  rule.references.shrink_to_fit();
  return rule;
}

Value read_value(const Reader& reader, const xml::Element& element) {
  Value value;
  value.id = reader.required(element, "id");
  value.type = element.attr_or("type", "string");
  value.operation = element.attr_or("operator", "equals");
  value.extends = element.attr_or("extends", "");
  value.abstract = reader.flag(element, "abstract", false);
  value.prohibit_changes = reader.flag(element, "prohibitChanges", false);
  value.line = element.line();
  read_title(element.children("title"), &value.title, nullptr);
  for (const xml::Element* child : element.elements()) {
    if (child->ns != element.ns) continue;
    if (child->name == "description") value.descriptions.push_back(child->fragment);
    if (child->name == "value" || child->name == "complex-value") value.values.push_back(read_choice(*child, value.type == "string"));
    if (child->name == "default" || child->name == "complex-default") value.defaults.push_back(read_choice(*child, value.type == "string"));
  }
  return value;
}

Given given_by(const xml::Element& element) {
  Given given;
  for (const xml::Attribute& attribute : element.attributes)
    if (attribute.ns.empty()) given.insert(attribute.name);
  for (const xml::Element* child : element.elements()) {
    given.insert(child->name);
    if (child->attr_bool("override", false)) given.insert("override " + child->name);
  }
  return given;
}

}  // namespace assay::xccdf
