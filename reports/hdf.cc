#include "reports/hdf.h"

#include <map>
#include <ostream>

#include "reports/formats.h"
#include "reports/report.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

struct Control {
  std::string section;
  std::vector<const RuleResult*> rows;  // of one rule, by instance
};

// In document order.
std::vector<Control> controls_of(const Results& results) {
  std::vector<Control> controls;
  std::map<const xccdf::Rule*, std::size_t> index;
  const std::vector<std::string> names = sections(results);
  for (std::size_t i = 0; i < results.rules.size(); ++i) {
    const RuleResult& result = results.rules[i];
    if (result.outcome == Outcome::notselected) continue;
    const auto [at, is_new] = index.emplace(result.rule.rule, controls.size());
    if (is_new) controls.push_back({names[i], {}});
    controls[at->second].rows.push_back(&result);
  }
  return controls;
}

Json groups_of(const std::vector<Control>& controls) {
  Json groups = Json::array();
  std::map<std::string, std::size_t> index;
  for (const Control& control : controls) {
    const auto [at, is_new] = index.emplace(control.section, groups.size());
    if (is_new) groups.push_back({{"id", printable(control.section)}, {"title", printable(control.section)}, {"controls", Json::array()}});
    groups[at->second]["controls"].push_back(printable(control.rows.front()->rule.rule->id));
  }
  return groups;
}

Json attributes_of(const plan::Selection& selection) {
  Json attributes = Json::array();
  for (const plan::ResolvedValue& value : selection.values)
    if (value.value && !value.value->abstract)
      attributes.push_back({{"name", printable(value.value->id)}, {"options", {{"value", printable(join(value.values, ", "))}}}});
  return attributes;
}

Json statistics_of(const Results& results) {
  const evaluate::Counts& counts = results.counts;
  const auto block = [](std::size_t total) { return Json{{"total", total}}; };
  return {{"controls",
           {{"passed", block(counts.pass + counts.fixed)},
            {"failed", block(counts.fail)},
            {"skipped", block(counts.notapplicable + counts.notchecked + counts.informational)}}}};
}

// What the format has no place for.
std::string summary(const Results& results) {
  std::string text = result_line(results);
  for (const auto& [label, words] : heading(results)) text += "\n" + label + ": " + words;
  for (const evaluate::WaiverUse& use : results.waivers) text += "\nWaiver of " + use.waiver.rule_id + ": " + waiver_text(use);
  for (const std::string& note : results.notes) text += "\nNote: " + note;
  return text;
}

Json profile_of(const Results& results, const std::vector<Control>& controls) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  Json profile = {{"name", printable(benchmark ? benchmark->id : results.tool_name)}};
  if (benchmark) {
    put(profile, "title", benchmark->title);
    put(profile, "version", benchmark->version);
  }
  profile["summary"] = printable(summary(results));
  profile["sha256"] = printable(results.content_name.sha256);
  profile["supports"] = Json::array();
  profile["attributes"] = attributes_of(results.selection);
  profile["status"] = "loaded";
  profile["groups"] = groups_of(controls);
  return profile;
}

std::string opened(const Json& object) {
  std::string text = written(object);
  text.pop_back();
  return text;
}

}  // namespace

// One control at a time: the document is never held as a whole.
void write_hdf(const Results& results, std::ostream& out) {
  const std::vector<Control> controls = controls_of(results);
  const Json head = {
      {"platform",
       {{"name", results.tool_name}, {"release", printable(results.tool_version)}, {"target_id", printable(results.target.label)}}},
      {"version", printable(results.tool_version)},
      {"statistics", statistics_of(results)}};
  out << opened(head) << ",\n\"profiles\": [" << opened(profile_of(results, controls)) << ",\n\"controls\": [";
  const char* between = "\n";
  for (const Control& control : controls) {
    Json json = hdf_control(results, *control.rows.front(), control.section);
    for (const RuleResult* row : control.rows) json["results"].push_back(hdf_result(results, *row));
    out << between << written(json);
    between = ",\n";
  }
  out << "\n]}]}\n";
}

}  // namespace assay::reports
