#include <map>

#include "reports/frameworks.h"
#include "reports/hdf.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;
using xccdf::Severity;

constexpr std::size_t kTextBytes = 20000;

// Readers take an impact of zero for "not applicable", whatever the tests say: only what does not apply may have it.
double impact(const RuleResult& result) {
  if (result.outcome == Outcome::notapplicable || result.outcome == Outcome::informational) return 0;
  switch (result.rule.severity) {
    case Severity::high: return 0.7;
    case Severity::medium:
    case Severity::unknown: return 0.5;
    case Severity::low: return 0.3;
    case Severity::info: return 0.1;
  }
  return 0.5;
}

std::string_view status(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
    case Outcome::fixed: return "passed";
    case Outcome::fail: return "failed";
    case Outcome::error:
    case Outcome::unknown: return "error";
    case Outcome::notapplicable:
    case Outcome::notchecked:
    case Outcome::notselected:
    case Outcome::informational: return "skipped";
  }
  return "error";
}

// NIST SP 800-53 controls and CCIs are what readers group by.
Json tags(const Results& results, const RuleResult& result, const std::string& section) {
  const xccdf::Rule& rule = *result.rule.rule;
  Json object = {{"severity", text_of(result.rule.severity)}, {"rid", printable(rule.id)}, {"gtitle", printable(section)}};
  put(object, "number", rule.version);
  object["result"] = text_of(result.outcome);
  object["weight"] = result.rule.weight;
  const std::map<std::string_view, std::string_view> names = {{"nist-800-53", "nist"}, {"disa-cci", "cci"}};
  for (const Requirement& requirement : requirements(rule)) {
    const auto known = names.find(requirement.framework->key);
    object[std::string(known == names.end() ? requirement.framework->key : known->second)].push_back(printable(requirement.text));
  }
  for (const xccdf::Ident& ident : rule.idents) object[ident.text.starts_with("CCI-") ? "cci" : "ident"].push_back(printable(ident.text));
  if (result.baseline) object["baseline"] = text_of(*result.baseline);
  if (const evaluate::WaiverUse* use = waiver_of(results, result)) object["waiver"] = printable(waiver_text(*use));
  return object;
}

void describe(Json& descriptions, std::string_view label, std::string_view text) {
  if (!text.empty()) descriptions.push_back({{"label", label}, {"data", printable(text)}});
}

std::string check_text(const RuleResult& result) {
  std::string text;
  for (const evaluate::CheckUsed& check : result.checks)
    text += check.system + " " + check.href + (check.name.empty() ? "" : "#" + check.name) + "\n";
  return text;
}

std::string expected(const RuleResult& result) {
  std::string text;
  for (const evaluate::Evidence& evidence : result.evidence)
    if (text.size() < kTextBytes) text += terminal_text(evidence.expected) + "\n";
  return shortened(text, kTextBytes);
}

// The waiver does not keep the rule from being judged, nor its result from being seen.
Json waiver_data(const evaluate::Waiver& waiver) {
  return {{"expiration_date", printable(waiver.expires)},
          {"justification", printable(waiver.reason + " (" + waiver.owner + ")")},
          {"run", true},
          {"skipped_due_to_waiver", false},
          {"message", ""}};
}

}  // namespace

Json hdf_result(const Results& results, const RuleResult& result) {
  const std::string_view state = status(result.outcome);
  Json object = {{"status", state}, {"code_desc", printable(full_title(results, result))}};
  const std::string text = details(result, kTextBytes);
  object[state == "skipped" ? "skip_message" : "message"] = text.empty() ? std::string(text_of(result.outcome)) : text;
  object["run_time"] = 0;
  object["start_time"] = utc_time(result.time != 0 ? result.time : results.end_time);
  return object;
}

Json hdf_control(const Results& results, const RuleResult& result, const std::string& section) {
  const xccdf::Rule& rule = *result.rule.rule;
  Json object = {{"id", printable(rule.id)}, {"title", printable(numbered_title(results, rule))}};
  object["desc"] = printable(plain_texts(results, rule.descriptions));
  Json& descriptions = object["descriptions"] = Json::array();
  describe(descriptions, "check", expected(result));
  describe(descriptions, "fix", repair_text(results, result));
  describe(descriptions, "rationale", plain_texts(results, rule.rationales));
  object["impact"] = impact(result);
  object["refs"] = Json::array();
  for (const xccdf::Reference& reference : rule.references) {
    Json one = {{"ref", printable(reference.text)}};
    put(one, "url", reference.href);
    object["refs"].push_back(std::move(one));
  }
  object["tags"] = tags(results, result, section);
  object["code"] = printable(check_text(result));
  object["source_location"] = Json::object();
  object["results"] = Json::array();
  if (const evaluate::WaiverUse* use = waiver_of(results, result)) object["waiver_data"] = waiver_data(use->waiver);
  return object;
}

}  // namespace assay::reports
