#include "reports/sarif.h"

#include <ostream>

#include "engine/base/digest.h"
#include "engine/evaluate/compare.h"
#include "reports/formats.h"
#include "reports/report.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

// Viewers make a finding of every result, whatever its kind: results are what somebody has to act on. What passed, does not apply or only
// informs stands with the rules.
std::string_view kind_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::fail: return "fail";
    case Outcome::error:
    case Outcome::unknown: return "open";
    case Outcome::notchecked: return "review";
    case Outcome::pass:
    case Outcome::fixed:
    case Outcome::notapplicable:
    case Outcome::notselected:
    case Outcome::informational: return {};
  }
  return {};
}

class SarifLog {
 public:
  SarifLog(const Results& results, std::ostream& out) : results_(results), rules_(results), out_(out) {}

  void write() {
    out_ << "{\n\"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\n"
         << "\"version\": \"2.1.0\",\n\"runs\": [{\n";
    write_tool();
    member("automationDetails", {{"id", printable(automation_id())}});
    member("invocations", Json::array({invocation()}));
    member("originalUriBaseIds", base_ids());
    member("taxonomies", rules_.taxonomies());
    member("properties", properties());
    write_results();
    out_ << "}]\n}\n";
  }

 private:
  void member(std::string_view name, const Json& value) { out_ << '"' << name << "\": " << written(value) << ",\n"; }

  // Rules and results are written one at a time: the log is never held as a whole.
  void write_tool() {
    out_ << "\"tool\": {\"driver\": {\n";
    member("name", results_.tool_name);
    member("version", printable(results_.tool_version));
    member("supportedTaxonomies", rules_.supported_taxonomies());
    out_ << "\"rules\": [";
    for (std::size_t i = 0; i < rules_.size(); ++i) out_ << (i == 0 ? "\n" : ",\n") << written(rules_.descriptor(i));
    out_ << "\n]}},\n";
  }

  void write_results() {
    out_ << "\"results\": [";
    const char* between = "\n";
    for (const RuleResult& result : results_.rules) {
      if (kind_of(result.outcome).empty()) continue;
      out_ << between << written(result_of(result));
      between = ",\n";
    }
    out_ << "\n]\n";
  }

  // Runs of one benchmark and profile follow each other; others stand beside them.
  std::string automation_id() const {
    const xccdf::Benchmark* benchmark = results_.checklist.benchmark.get();
    return "assay/" + (benchmark ? benchmark->id : "") + "/" + results_.selection.profile_id + "/";
  }

  Json invocation() const {
    Json object = {{"executionSuccessful", true}};
    if (results_.start_time != 0) object["startTimeUtc"] = utc_time(results_.start_time);
    if (results_.end_time != 0) object["endTimeUtc"] = utc_time(results_.end_time);
    Json notifications = Json::array();
    for (const std::string& note : results_.notes) notifications.push_back({{"level", "note"}, {"message", sarif_message(note)}});
    for (const std::string& missed : results_.missed) notifications.push_back({{"level", "warning"}, {"message", sarif_message(missed)}});
    for (const RuleResult& result : results_.rules)
      if (result.outcome == Outcome::error)
        notifications.push_back(
            {{"level", "error"},
             {"message", sarif_message(why(result))},
             {"associatedRule", {{"id", printable(result.rule.rule->id)}, {"index", rules_.index_of(*result.rule.rule)}}}});
    object["toolExecutionNotifications"] = std::move(notifications);
    return object;
  }

  Json base_ids() const {
    Json root = {{"description", {{"text", "the root directory of " + terminal_text(results_.target.label)}}}};
    if (results_.target.live) root["uri"] = "file:///";
    return {{kSarifRoot, std::move(root)}};
  }

  Json properties() const {
    Json object = {{"verdict", text_of(results_.verdict)}, {"reason", printable(reason(results_))}, {"coverage", results_.coverage}};
    if (!results_.scores.empty()) object["score"] = results_.scores.front().score;
    if (results_.score_with_waivers) object["scoreWithWaivers"] = *results_.score_with_waivers;
    for (const auto& row : xccdf::kOutcomeText)
      if (row.value != Outcome::notselected) object["counts"][std::string(row.text)] = results_.counts.of(row.value);
    for (const auto& [label, text] : heading(results_)) put(object["run"], to_lower(label).c_str(), text);
    for (const evaluate::WaiverUse& use : results_.waivers)
      object["waivers"].push_back({{"rule", printable(use.waiver.rule_id)},
                                   {"state", text_of(use.state)},
                                   {"owner", printable(use.waiver.owner)},
                                   {"expires", printable(use.waiver.expires)},
                                   {"reason", printable(use.waiver.reason)}});
    return object;
  }

  Json result_of(const RuleResult& result) const {
    const std::string_view kind = kind_of(result.outcome);
    Json object = {{"ruleId", printable(result.rule.rule->id)}, {"ruleIndex", rules_.index_of(*result.rule.rule)}, {"kind", kind}};
    object["level"] = kind == "fail" ? sarif_level(result.rule.severity) : "none";
    object["message"] = sarif_message(full_title(results_, result) + ": " + why(result));
    object["locations"] = sarif_locations(result);
    const std::string fingerprint = hex_digest("SHA-256", evaluate::outcome_key(result)).value_or("");
    object["partialFingerprints"] = {{"assayRule/v1", fingerprint}, {"primaryLocationLineHash", fingerprint.substr(0, 16) + ":1"}};
    if (!results_.waivers.empty()) object["suppressions"] = suppressions(result);
    if (!results_.baseline_name.empty()) object["baselineState"] = baseline_state(result);
    object["properties"] = {{"result", text_of(result.outcome)}};
    if (!result.messages.empty()) object["properties"]["messages"] = texts(result.messages);
    if (!result.evidence.empty()) object["properties"]["evidence"] = evidence(result);
    return object;
  }

  Json suppressions(const RuleResult& result) const {
    const evaluate::WaiverUse* use = waiver_of(results_, result);
    if (use == nullptr) return Json::array();
    return Json::array({{{"kind", "external"}, {"status", "accepted"}, {"justification", terminal_text(waiver_text(*use))}}});
  }

  static std::string_view baseline_state(const RuleResult& result) {
    if (!no_worse_than_baseline(result)) return "new";
    return result.outcome == *result.baseline ? "unchanged" : "updated";
  }

  static Json texts(const std::vector<std::string>& from) {
    Json array = Json::array();
    for (const std::string& text : from) array.push_back(terminal_text(text));
    return array;
  }

  static Json evidence(const RuleResult& result) {
    static constexpr std::size_t kMost = 20, kBytes = 2000, kPlaces = 20;
    Json array = Json::array();
    for (const evaluate::Evidence& one : result.evidence) {
      if (array.size() == kMost) break;
      array.push_back(terminal_text(shortened(evidence_text(one, kPlaces), kBytes)));
    }
    return array;
  }

  const Results& results_;
  SarifRules rules_;
  std::ostream& out_;
};

}  // namespace

void write_sarif(const Results& results, std::ostream& out) { SarifLog(results, out).write(); }

}  // namespace assay::reports
