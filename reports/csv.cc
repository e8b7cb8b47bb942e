#include <algorithm>
#include <ostream>

#include "engine/base/text.h"
#include "reports/formats.h"
#include "reports/frameworks.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;

constexpr std::string_view kHeader =
    "number,id,title,result,severity,section,profile,waived until,waived by,waiver reason,baseline,expected,found,where,message,references";

constexpr std::size_t kCellBytes = 32000;  // spreadsheets cut a cell at 32,767 characters, or refuse the file
constexpr std::size_t kPlaces = 100;       // of one piece of evidence

// What spreadsheets take for the beginning of a formula: "=", "+", "-", "@" and their full-width forms.
constexpr std::string_view kFormula[] = {"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

// RFC 4180, and never a formula: such a cell gets an apostrophe in front, which spreadsheets read as "text". Line breaks and other controls
// are shown as escapes, so that a record is a line for every reader.
std::string cell(std::string_view text) {
  std::string shown = shortened(terminal_text(text), kCellBytes);
  if (std::any_of(std::begin(kFormula), std::end(kFormula), [&](std::string_view sign) { return shown.starts_with(sign); }))
    shown.insert(0, "'");
  if (shown.find_first_of(",\"'; ") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

template <class TextOf>
std::string of_evidence(const RuleResult& result, TextOf text_of_one) {
  std::vector<std::string> parts;
  for (const evaluate::Evidence& evidence : result.evidence)
    if (std::string text = text_of_one(evidence); !text.empty()) parts.push_back(std::move(text));
  return join(parts, " | ");
}

std::string places(const evaluate::Evidence& evidence) {
  std::vector<std::string> shown(evidence.where.begin(),
                                 evidence.where.begin() + static_cast<std::ptrdiff_t>(std::min(evidence.where.size(), kPlaces)));
  if (evidence.where.size() > kPlaces) shown.push_back("and " + std::to_string(evidence.where.size() - kPlaces) + " more");
  return join(shown, "; ");
}

std::string references(const xccdf::Rule& rule) {
  std::vector<std::string> parts;
  for (const xccdf::Ident& ident : rule.idents) parts.push_back(ident.text);
  for (const Requirement& requirement : requirements(rule))
    parts.push_back(std::string(requirement.framework->name) + " " + requirement.text);
  return join(parts, "; ");
}

std::string messages(const RuleResult& result) {
  std::vector<std::string> parts = result.messages;
  for (const evaluate::Override& changed : result.overrides) parts.push_back(override_text(changed));
  return join(parts, " | ");
}

void write_row(const Results& results, const RuleResult& result, const std::string& section, std::ostream& out) {
  const xccdf::Rule& rule = *result.rule.rule;
  const evaluate::WaiverUse* use = waiver_of(results, result);
  const std::string cells[] = {rule.version,
                               result.instance.empty() ? rule.id : rule.id + " " + result.instance,
                               full_title(results, result),
                               std::string(text_of(result.outcome)),
                               std::string(text_of(result.rule.severity)),
                               section,
                               results.selection.profile_id,
                               use ? use->waiver.expires : "",
                               use ? use->waiver.owner : "",
                               use ? use->waiver.reason : "",
                               result.baseline ? std::string(text_of(*result.baseline)) : "",
                               of_evidence(result, [](const evaluate::Evidence& evidence) { return evidence.expected; }),
                               of_evidence(result, [](const evaluate::Evidence& evidence) { return evidence.found; }),
                               of_evidence(result, places),
                               messages(result),
                               references(rule)};
  const char* between = "";
  for (const std::string& text : cells) {
    out << between << cell(text);
    between = ",";
  }
  out << "\r\n";
}

}  // namespace

void write_csv(const Results& results, std::ostream& out) {
  const std::vector<std::string> section = sections(results);
  out << kHeader << "\r\n";
  for (std::size_t i = 0; i < results.rules.size(); ++i)
    if (results.rules[i].outcome != xccdf::Outcome::notselected) write_row(results, results.rules[i], section[i], out);
}

}  // namespace assay::reports
