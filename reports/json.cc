#include <ostream>
#include <set>

#include "reports/formats.h"
#include "reports/json_values.h"
#include "reports/rich_text.h"

namespace assay::reports {
namespace {

using evaluate::Results;

Json strings(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const std::string& text : texts) array.push_back(printable(text));
  return array;
}

// Absent rather than empty, like all that came to "assay-results/1" later.
void put_texts(Json& object, const char* name, const Results& results, const std::vector<xml::Fragment>& texts) {
  if (texts.empty()) return;
  Json array = Json::array();
  for (const xml::Fragment& text : texts) array.push_back(rich_xhtml(results, text));
  object[name] = std::move(array);
}

void put_strings(Json& object, const char* name, const std::vector<std::string>& texts) {
  if (!texts.empty()) object[name] = strings(texts);
}

Json counts_of(const evaluate::Counts& counts) {
  Json object = Json::object();
  for (const auto& row : xccdf::kOutcomeText) object[std::string(row.text)] = 0;
  object["pass"] = counts.pass;
  object["fail"] = counts.fail;
  object["error"] = counts.error;
  object["unknown"] = counts.unknown;
  object["notapplicable"] = counts.notapplicable;
  object["notchecked"] = counts.notchecked;
  object["notselected"] = counts.notselected;
  object["informational"] = counts.informational;
  object["fixed"] = counts.fixed;
  return object;
}

Json target_of(const evaluate::TargetInfo& target) {
  Json object = {{"label", printable(target.label)}};
  if (target.live_known) object["live"] = target.live;
  put(object, "entries_digest", target.entries_digest);
  put(object, "os", target.os_pretty_name);
  put(object, "host_name", target.system.primary_host_name);
  put(object, "os_name", target.system.os_name);
  put(object, "os_version", target.system.os_version);
  put(object, "architecture", target.system.architecture);
  put(object, "cpe", target.cpe);
  Json interfaces = Json::array();
  for (const auto& interface : target.system.interfaces) {
    Json row = {{"name", printable(interface.name)}};
    put(row, "ip_address", interface.ip_address);
    put(row, "mac_address", interface.mac_address);
    interfaces.push_back(std::move(row));
  }
  object["interfaces"] = std::move(interfaces);
  return object;
}

Json content_of(const evaluate::ContentName& content) {
  Json object = Json::object();
  put(object, "file", content.file);
  put(object, "sha256", content.sha256);
  put(object, "datastream_id", content.datastream_id);
  put(object, "component_ref_id", content.component_ref_id);
  return object;
}

Json benchmark_of(const Results& results, const xccdf::Benchmark& benchmark) {
  Json object = {{"id", printable(benchmark.id)},
                 {"title", printable(benchmark.title)},
                 {"version", printable(benchmark.version)},
                 {"namespace", printable(benchmark.ns)}};
  put_texts(object, "description", results, benchmark.descriptions);
  put_texts(object, "notice", results, benchmark.notices);
  put_strings(object, "models", benchmark.scoring_models);
  return object;
}

Json tailoring_of(const Results& results) {
  Json object = {{"href", printable(results.tailoring_href)},
                 {"id", printable(results.tailoring->id)},
                 {"version", printable(results.tailoring->version)}};
  put(object, "time", results.tailoring->version_time);
  put(object, "sha256", results.tailoring_sha256);
  return object;
}

Json guides_of(const Results& results) {
  Json object = Json::object();
  object["content"] = content_of(results.content_name);
  if (results.checklist.benchmark) object["benchmark"] = benchmark_of(results, *results.checklist.benchmark);
  if (results.tailoring) object["tailoring"] = tailoring_of(results);
  if (!results.selection.profile_id.empty())
    object["profile"] = {{"id", printable(results.selection.profile_id)}, {"title", printable(results.selection.profile_title)}};
  return object;
}

// Those that hold rules, in document order.
Json groups_of(const Results& results) {
  Json array = Json::array();
  std::set<const xccdf::Group*> seen;
  for (const evaluate::RuleResult& rule : results.rules)
    for (const xccdf::Group* group : rule.rule.groups)
      if (seen.insert(group).second) array.push_back({{"id", printable(group->id)}, {"title", printable(title_of(results, *group))}});
  return array;
}

Json waiver_of(const evaluate::WaiverUse& use) {
  const evaluate::Waiver& waiver = use.waiver;
  Json object = {{"rule", printable(waiver.rule_id)},
                 {"reason", printable(waiver.reason)},
                 {"owner", printable(waiver.owner)},
                 {"expires", printable(waiver.expires)},
                 {"state", text_of(use.state)}};
  put(object, "target", waiver.scope_target);
  put(object, "profile", waiver.scope_profile);
  return object;
}

Json evidence_of(const evaluate::Evidence& evidence) {
  Json object = {{"result", text_of(evidence.result)}};
  put(object, "definition_id", evidence.definition_id);
  put(object, "test_id", evidence.test_id);
  put(object, "test_comment", evidence.test_comment);
  object["negated"] = evidence.negated;
  object["expected"] = printable(evidence.expected);
  object["found"] = printable(evidence.found);
  object["where"] = strings(evidence.where);
  return object;
}

Json check_of(const evaluate::CheckUsed& check) {
  Json object = {{"system", printable(check.system)}};
  put(object, "href", check.href);
  put(object, "name", check.name);
  put(object, "id", check.id);
  put(object, "selector", check.selector);
  object["multi_check"] = check.multi_check;
  object["negate"] = check.negate;
  Json exports = Json::array();
  for (const xccdf::Export& one : check.exports)
    exports.push_back({{"value_id", printable(one.value_id)}, {"export_name", printable(one.export_name)}});
  object["exports"] = std::move(exports);
  return object;
}

Json fix_of(const evaluate::FixText& fix) {
  Json object = Json::object();
  put(object, "id", fix.id);
  put(object, "system", fix.system);
  put(object, "complexity", fix.complexity);
  put(object, "disruption", fix.disruption);
  put(object, "strategy", fix.strategy);
  object["reboot"] = fix.reboot;
  object["text"] = printable(fix.text);
  return object;
}

template <class Rows, class JsonOf>
Json array_of(const Rows& rows, JsonOf json_of) {
  Json array = Json::array();
  for (const auto& row : rows) array.push_back(json_of(row));
  return array;
}

Json rule_of(const Results& results, const evaluate::RuleResult& result) {
  const xccdf::Rule& rule = *result.rule.rule;
  Json object = {{"id", printable(rule.id)}, {"title", printable(title_of(results, rule))}, {"result", text_of(result.outcome)}};
  put(object, "version", rule.version);
  object["selected"] = result.rule.selected;
  object["severity"] = text_of(result.rule.severity);
  object["role"] = text_of(result.rule.role);
  object["weight"] = result.rule.weight;
  object["groups"] = array_of(result.rule.groups, [](const xccdf::Group* group) { return printable(group->id); });
  object["idents"] = array_of(rule.idents, [](const xccdf::Ident& ident) {
    return Json{{"system", printable(ident.system)}, {"id", printable(ident.text)}};
  });
  object["references"] = array_of(rule.references, [](const xccdf::Reference& reference) {
    return Json{{"href", printable(reference.href)}, {"text", printable(reference.text)}};
  });
  if (result.time != 0) object["time"] = utc_time(result.time);
  put(object, "instance", result.instance);
  object["blocks"] = result.blocks;
  if (result.waiver) object["waiver"] = *result.waiver;
  if (result.baseline) object["baseline"] = text_of(*result.baseline);
  put_texts(object, "description", results, rule.descriptions);
  put_texts(object, "rationale", results, rule.rationales);
  put_texts(object, "warnings", results, rule.warnings);
  put_texts(object, "questions", results, rule.questions);
  put_texts(object, "fixtext", results, rule.fixtexts);
  object["messages"] = strings(result.messages);
  object["complex_check"] = result.complex_check;
  object["checks"] = array_of(result.checks, check_of);
  object["evidence"] = array_of(result.evidence, evidence_of);
  object["fixes"] = array_of(result.fixes, fix_of);
  object["overrides"] = array_of(result.overrides, [](const evaluate::Override& changed) {
    return Json{{"time", printable(changed.time)},
                {"authority", printable(changed.authority)},
                {"old_result", printable(changed.old_result)},
                {"new_result", printable(changed.new_result)},
                {"remark", printable(changed.remark)}};
  });
  return object;
}

Json platform_of(const evaluate::PlatformResult& platform) {
  Json object = {{"idref", printable(platform.idref)}, {"applicable", platform.applicable}, {"known", platform.known}};
  put(object, "message", platform.message);
  return object;
}

Json values_of(const plan::Selection& selection) {
  Json array = Json::array();
  for (const plan::ResolvedValue& value : selection.values)
    if (value.value && !value.value->abstract)
      array.push_back({{"id", printable(value.value->id)}, {"values", strings(value.values)}, {"set_by_profile", value.set_by_profile}});
  return array;
}

Json summary_of(const Results& results) {
  Json object = {{"format", "assay-results/1"},
                 {"tool", {{"name", printable(results.tool_name)}, {"version", printable(results.tool_version)}}}};
  if (results.start_time != 0) object["start_time"] = utc_time(results.start_time);
  if (results.end_time != 0) object["end_time"] = utc_time(results.end_time);
  object["verdict"] = text_of(results.verdict);
  put_strings(object, "missed", results.missed);
  object["coverage"] = results.coverage;
  object["scores"] = array_of(results.scores, [](const evaluate::Score& score) {
    return Json{{"system", printable(score.system)}, {"score", score.score}, {"maximum", score.maximum}};
  });
  if (results.score_with_waivers) object["score_with_waivers"] = *results.score_with_waivers;
  object["counts"] = counts_of(results.counts);
  object["target"] = target_of(results.target);
  object.update(guides_of(results));
  put(object, "baseline", results.baseline_name);
  if (!results.waivers.empty()) object["waivers"] = array_of(results.waivers, waiver_of);
  object["platform_check_skipped"] = results.platform_check_skipped;
  object["platforms"] = array_of(results.platforms, platform_of);
  object["values"] = values_of(results.selection);
  object["notes"] = strings(results.notes);
  object["groups"] = groups_of(results);
  return object;
}

}  // namespace

// One rule at a time: the document is never held as a whole.
void write_json(const Results& results, std::ostream& out) {
  const std::string summary = summary_of(results).dump(1);
  out << summary.substr(0, summary.size() - 2) << ",\n \"rules\": [";
  for (std::size_t i = 0; i < results.rules.size(); ++i)
    out << (i == 0 ? "\n" : ",\n") << "  " << written(rule_of(results, results.rules[i]));
  out << "\n ]\n}\n";
}

}  // namespace assay::reports
