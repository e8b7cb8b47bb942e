// What a TestResult holds, element by element.
#include <charconv>
#include <cmath>

#include "engine/scap/test_result.h"
#include "engine/scap/xccdf_read.h"

namespace assay::xccdf {
namespace {

constexpr std::string_view kDefaultModel = "urn:xccdf:scoring:default";

std::string text_of(const xml::Element& element) { return std::string(trim(element.text())); }

std::string text_of_child(const xml::Element& element, std::string_view name) {
  const xml::Element* child = element.child(name);
  return child == nullptr ? std::string() : text_of(*child);
}

void append(std::vector<std::string>& texts, std::string text) {
  if (!text.empty()) texts.push_back(std::move(text));
}

// A model without anything to count gives some tools no number: such a score is none.
std::optional<double> finite(std::string_view text) {
  const std::string_view digits = trim(text);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// Nor is one that its model cannot give.
void read_score(const xml::Element& element, TestResult* result) {
  const std::optional<double> score = finite(element.text()), maximum = finite(element.attr_or("maximum", "100"));
  if (score && maximum && *score >= 0 && *score <= *maximum)
    result->scores.push_back({element.attr_or("system", kDefaultModel), *score, *maximum});
}

void read_set_value(const xml::Element& element, TestResult* result) {
  SetValue value{element.attr_or("idref", ""), {}, element.name == "set-complex-value"};
  if (value.complex)
    for (const xml::Element* item : element.children("item")) value.values.push_back(item->text());
  else
    value.values.push_back(element.text());
  result->set_values.push_back(std::move(value));
}

void read_facts(const xml::Element& element, TestResult* result) {
  for (const xml::Element* fact : element.children("fact"))
    if (std::string value = text_of(*fact); !value.empty()) result->facts.emplace_back(fact->attr_or("name", ""), std::move(value));
}

void read_tailoring_file(const xml::Element& element, TestResult* result) {
  result->tailoring_href = element.attr_or("href", "");
  result->tailoring_id = element.attr_or("id", "");
  result->tailoring_version = element.attr_or("version", "");
  result->tailoring_time = element.attr_or("time", "");
}

TestOverride read_override(const xml::Element& element) {
  return {element.attr_or("time", ""), element.attr_or("authority", ""), text_of_child(element, "old-result"),
          text_of_child(element, "new-result"), text_of_child(element, "remark")};
}

TestFix read_fix(const Reader& reader, const xml::Element& element) {
  return {element.attr_or("id", ""),
          element.attr_or("system", ""),
          element.attr_or("complexity", ""),
          element.attr_or("disruption", ""),
          element.attr_or("strategy", ""),
          element.text(),
          reader.flag(element, "reboot", false)};
}

// Other tools leave the system of a check empty.
void read_checks(const Reader& reader, const xml::Element& element, RuleTested* rule) {
  if (element.name == "complex-check") {
    rule->complex_check = true;
    for (const xml::Element* child : element.elements())
      if (child->name == "check" || child->name == "complex-check") read_checks(reader, *child, rule);
    return;
  }
  Check& check = rule->checks.emplace_back();
  check.system = element.attr_or("system", "");
  check.id = element.attr_or("id", "");
  check.selector = element.attr_or("selector", "");
  check.multi_check = reader.flag(element, "multi-check", false);
  check.negate = reader.flag(element, "negate", false);
  check.line = element.line();
  for (const xml::Element* child : element.elements())
    if (child->name == "check-export")
      check.exports.push_back({child->attr_or("value-id", ""), child->attr_or("export-name", "")});
    else if (child->name == "check-content-ref")
      check.content_refs.push_back({child->attr_or("href", ""), child->attr_or("name", "")});
}

void read_rule_child(const Reader& reader, const xml::Element& child, RuleTested* rule) {
  if (child.name == "override")
    rule->overrides.push_back(read_override(child));
  else if (child.name == "ident")
    rule->idents.push_back({child.attr_or("system", ""), text_of(child)});
  else if (child.name == "message")
    append(rule->messages, text_of(child));
  else if (child.name == "instance")
    rule->instance += (rule->instance.empty() ? "" : ", ") + text_of(child);
  else if (child.name == "fix")
    rule->fixes.push_back(read_fix(reader, child));
  else if (child.name == "check" || child.name == "complex-check")
    read_checks(reader, child, rule);
}

Outcome read_outcome(const Reader& reader, const xml::Element& element, const std::string& id) {
  const xml::Element* result = element.child("result");
  if (result == nullptr) reader.refuse(element.line(), id, "a rule-result without a result");
  const std::string word = text_of(*result);
  const std::optional<Outcome> outcome = parse_enum<Outcome>(word);
  if (!outcome) reader.refuse(result->line(), id, "no result that XCCDF knows: \"" + printable(word) + "\"");
  return *outcome;
}

}  // namespace

RuleTested read_rule_tested(const xml::Source& source, const xml::Element& element) {
  const Reader reader(source, nullptr);
  RuleTested rule;
  rule.idref = reader.required(element, "idref");
  rule.version = element.attr_or("version", "");
  rule.time = element.attr_or("time", "");
  if (element.attr("severity")) rule.severity = reader.word<Severity>(element, "severity", Severity::unknown);
  if (element.attr("role")) rule.role = reader.word<Role>(element, "role", Role::full);
  if (const auto weight = element.attr("weight")) rule.weight = reader.number(*weight, element.line(), "weight");
  rule.outcome = read_outcome(reader, element, rule.idref);
  for (const xml::Element* child : element.elements())
    if (child->ns == element.ns) read_rule_child(reader, *child, &rule);
  return rule;
}

void read_test_result_child(const xml::Source& source, const xml::Element& child, TestResult* result) {
  const Reader reader(source, nullptr);
  if (child.name == "benchmark") {
    result->benchmark_href = child.attr_or("href", "");
    result->benchmark_id = child.attr_or("id", "");
  } else if (child.name == "tailoring-file") {
    read_tailoring_file(child, result);
  } else if (child.name == "remark") {
    append(result->remarks, text_of(child));
  } else if (child.name == "organization") {
    append(result->organizations, text_of(child));
  } else if (child.name == "identity") {
    result->identities.push_back({text_of(child), reader.flag(child, "authenticated", false), reader.flag(child, "privileged", false)});
  } else if (child.name == "profile") {
    result->profile = child.attr_or("idref", "");
  } else if (child.name == "target") {
    append(result->targets, text_of(child));
  } else if (child.name == "target-address") {
    append(result->addresses, text_of(child));
  } else if (child.name == "target-facts") {
    read_facts(child, result);
  } else if (child.name == "platform") {
    append(result->platforms, child.attr_or("idref", ""));
  } else if (child.name == "set-value" || child.name == "set-complex-value") {
    read_set_value(child, result);
  } else if (child.name == "score") {
    read_score(child, result);
  }
}

std::string_view TestResult::fact(std::string_view name) const {
  for (const auto& [known, value] : facts)
    if (known == name) return value;
  return {};
}

}  // namespace assay::xccdf
