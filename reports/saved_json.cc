// From our own JSON to the results model.
#include <algorithm>
#include <set>

#include "engine/base/error.h"
#include "engine/base/json_reader.h"
#include "engine/base/limits.h"
#include "reports/saved_benchmark.h"
#include "reports/saved_read.h"
#include "reports/xccdf_xml.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using evaluate::Verdict;
using xccdf::Outcome;

// Markup that is whole by itself cannot reach out of the element it is put into.
Texts rich_texts(const JsonPlace& at, const char* name) {
  Texts texts;
  at.each(name, [&](const JsonPlace& place) {
    std::string text = place.text();
    try {
      xml::parse(*xml::Source::from_bytes("", "<text>" + text + "</text>"));
    } catch (const ContentError& error) {
      place.refuse(std::string("is no XHTML") + error.what());
    }
    texts.push_back(std::move(text));
  });
  return texts;
}

std::vector<xccdf::Ident> idents(const JsonPlace& rule) {
  std::vector<xccdf::Ident> found;
  rule.each("idents", [&](const JsonPlace& ident) { found.push_back({ident.text("system"), ident.text("id")}); });
  return found;
}

KnownRule known_rule(const JsonPlace& at) {
  KnownRule rule;
  rule.id = at.text("id");
  rule.title = at.text("title");
  rule.version = at.text_or_empty("version");
  rule.selected = at.flag("selected");
  rule.weight = at.number("weight");
  rule.severity = at.word<xccdf::Severity>("severity");
  rule.role = at.word<xccdf::Role>("role");
  rule.groups = at.texts("groups");
  rule.idents = idents(at);
  at.each("references", [&](const JsonPlace& one) { rule.references.emplace_back(one.text("href"), one.text("text")); });
  rule.descriptions = rich_texts(at, "description");
  rule.warnings = rich_texts(at, "warnings");
  rule.questions = rich_texts(at, "questions");
  rule.rationales = rich_texts(at, "rationale");
  rule.fixtexts = rich_texts(at, "fixtext");
  return rule;
}

std::string namespace_of(const JsonPlace& benchmark) {
  std::string ns = benchmark.text("namespace");
  if (ns != kXccdf12 && ns != kXccdf11) benchmark.member("namespace").refuse("is no version of XCCDF");
  return ns;
}

KnownBenchmark known_benchmark(const JsonPlace& root) {
  const JsonPlace at = root.member("benchmark");
  KnownBenchmark known{namespace_of(at), at.text("id"), at.text("title"), at.text("version"), {}, {}, {}, {}, {}, {}, {}, {}};
  known.descriptions = rich_texts(at, "description");
  known.notices = rich_texts(at, "notice");
  known.models = at.texts("models");
  if (root.has("profile") && root.member("profile").text("id") != plan::kDefaultProfile) {
    known.profile_id = root.member("profile").text("id");
    known.profile_title = root.member("profile").text("title");
  }
  root.each("values", [&](const JsonPlace& value) { known.values.emplace_back(value.text("id"), value.texts("values")); });
  root.each("groups", [&](const JsonPlace& group) { known.groups.emplace_back(group.text("id"), group.text("title")); });
  std::set<std::string, std::less<>> seen;
  root.each("rules", [&](const JsonPlace& rule) {
    if (seen.size() == kLimits.rule_results) rule.refuse("is one rule too many: more than " + std::to_string(kLimits.rule_results));
    if (seen.insert(rule.text("id")).second) known.rules.push_back(known_rule(rule));
  });
  return known;
}

evaluate::TargetInfo target_info(const JsonPlace& at) {
  evaluate::TargetInfo target;
  target.label = at.text("label");
  target.live_known = at.has("live");
  target.live = at.flag_or("live", false);
  target.entries_digest = at.sha256("entries_digest");
  target.os_pretty_name = at.text_or_empty("os");
  target.cpe = at.text_or_empty("cpe");
  target.system.primary_host_name = at.text_or_empty("host_name");
  target.system.os_name = at.text_or_empty("os_name");
  target.system.os_version = at.text_or_empty("os_version");
  target.system.architecture = at.text_or_empty("architecture");
  at.each("interfaces", [&](const JsonPlace& one) {
    target.system.interfaces.push_back({one.text("name"), one.text_or_empty("ip_address"), one.text_or_empty("mac_address")});
  });
  return target;
}

evaluate::WaiverUse waiver_use(const JsonPlace& at) {
  evaluate::WaiverUse use;
  use.waiver.rule_id = at.text("rule");
  use.waiver.reason = at.text("reason");
  use.waiver.owner = at.text("owner");
  use.waiver.expires = at.text("expires");
  use.waiver.scope_target = at.text_or_empty("target");
  use.waiver.scope_profile = at.text_or_empty("profile");
  use.state = at.word<evaluate::WaiverState>("state");
  return use;
}

evaluate::CheckUsed check_used(const JsonPlace& at) {
  evaluate::CheckUsed check;
  check.system = at.text("system");
  check.href = at.text_or_empty("href");
  check.name = at.text_or_empty("name");
  check.selector = at.text_or_empty("selector");
  check.id = at.text_or_empty("id");
  check.multi_check = at.flag("multi_check");
  check.negate = at.flag("negate");
  at.each("exports", [&](const JsonPlace& one) { check.exports.push_back({one.text("value_id"), one.text("export_name")}); });
  return check;
}

evaluate::Evidence evidence(const JsonPlace& at) {
  evaluate::Evidence found;
  found.result = at.word<oval::Truth>("result");
  found.definition_id = at.text_or_empty("definition_id");
  found.test_id = at.text_or_empty("test_id");
  found.test_comment = at.text_or_empty("test_comment");
  found.negated = at.flag("negated");
  found.expected = at.text("expected");
  found.found = at.text("found");
  found.where = at.texts("where");
  return found;
}

evaluate::FixText fix_text(const JsonPlace& at) {
  return {at.text_or_empty("id"),
          at.text_or_empty("system"),
          at.text_or_empty("complexity"),
          at.text_or_empty("disruption"),
          at.text_or_empty("strategy"),
          at.text("text"),
          at.flag("reboot")};
}

evaluate::Override override_of(const JsonPlace& at) {
  return {at.text("time"), at.text("authority"), at.text("old_result"), at.text("new_result"), at.text("remark")};
}

class JsonResultsReader {
 public:
  explicit JsonResultsReader(const JsonPlace& root) : root_(root) {}

  Results read() {
    if (root_.text("format") != "assay-results/1") root_.member("format").refuse("is not \"assay-results/1\": results of another version");
    read_run();
    read_guides();
    root_.each("rules", [this](const JsonPlace& rule) { read_rule(rule); });
    count(results_);
    check_verdict();
    return std::move(results_);
  }

 private:
  void read_run() {
    results_.tool_name = root_.member("tool").text("name");
    results_.tool_version = root_.member("tool").text("version");
    results_.start_time = root_.time("start_time");
    results_.end_time = root_.time("end_time");
    results_.verdict = root_.word<Verdict>("verdict");
    results_.missed = root_.texts("missed");
    root_.each("scores", [this](const JsonPlace& score) {
      results_.scores.push_back({score.text("system"), score.number("score"), score.number("maximum")});
    });
    if (root_.has("score_with_waivers")) results_.score_with_waivers = root_.number("score_with_waivers");
    results_.target = target_info(root_.member("target"));
    results_.baseline_name = root_.text_or_empty("baseline");
    root_.each("waivers", [this](const JsonPlace& waiver) { results_.waivers.push_back(waiver_use(waiver)); });
    results_.platform_check_skipped = root_.flag("platform_check_skipped");
    root_.each("platforms", [this](const JsonPlace& one) {
      results_.platforms.push_back({one.text("idref"), one.flag("applicable"), one.flag("known"), one.text_or_empty("message")});
    });
    results_.notes = root_.texts("notes");
  }

  void read_guides() {
    const JsonPlace content = root_.member("content");
    results_.content_name = {content.text_or_empty("file"), content.sha256("sha256"), content.text_or_empty("datastream_id"),
                             content.text_or_empty("component_ref_id")};
    load_benchmark();
    plan::Selection& selection = results_.selection;
    if (root_.has("profile")) {
      selection.profile_id = root_.member("profile").text("id");
      selection.profile_title = root_.member("profile").text("title");
      selection.profile = results_.checklist.benchmark->profile(selection.profile_id);
    }
    root_.each("values", [&](const JsonPlace& value) {
      const xccdf::Value* known = results_.checklist.benchmark->value(value.text("id"));
      selection.values.push_back({known, value.texts("values"), known->operation, value.flag("set_by_profile")});
    });
    if (root_.has("tailoring")) read_tailoring(root_.member("tailoring"));
  }

  void load_benchmark() {
    const KnownBenchmark known = known_benchmark(root_);
    const std::string& file = results_.content_name.file;
    try {
      results_.checklist.benchmark = load_known(known, file.empty() ? "benchmark" : file);
    } catch (const ContentError& error) {
      root_.refuse("names a benchmark that cannot be: " + (error.id().empty() ? std::string() : error.id() + ": ") + error.what());
    }
  }

  void read_tailoring(const JsonPlace& at) {
    auto tailoring = std::make_shared<xccdf::Tailoring>();
    tailoring->id = at.text("id");
    tailoring->version = at.text("version");
    tailoring->version_time = at.text_or_empty("time");
    results_.tailoring = std::move(tailoring);
    results_.tailoring_href = at.text("href");
    results_.tailoring_sha256 = at.sha256("sha256");
  }

  void read_rule(const JsonPlace& at) {
    RuleResult& row = results_.rules.emplace_back();
    row.rule = selected(at);
    row.outcome = at.word<Outcome>("result");
    row.time = at.time("time");
    row.instance = at.text_or_empty("instance");
    row.messages = at.texts("messages");
    row.complex_check = at.flag("complex_check");
    at.each("checks", [&](const JsonPlace& one) { row.checks.push_back(check_used(one)); });
    at.each("evidence", [&](const JsonPlace& one) { row.evidence.push_back(evidence(one)); });
    at.each("fixes", [&](const JsonPlace& one) { row.fixes.push_back(fix_text(one)); });
    at.each("overrides", [&](const JsonPlace& one) { row.overrides.push_back(override_of(one)); });
    if (at.has("baseline")) row.baseline = at.word<Outcome>("baseline");
    if (at.has("waiver")) row.waiver = at.index("waiver");
    if (row.waiver && *row.waiver >= results_.waivers.size()) at.member("waiver").refuse("is none of the waivers");
    row.blocks = at.flag("blocks");
    if (results_.selection.rules.empty() || results_.selection.rules.back().rule != row.rule.rule)
      results_.selection.rules.push_back(row.rule);
  }

  plan::SelectedRule selected(const JsonPlace& at) const {
    plan::SelectedRule rule;
    rule.rule = results_.checklist.benchmark->rule(at.text("id"));
    rule.selected = at.flag("selected");
    rule.weight = at.number("weight");
    rule.severity = at.word<xccdf::Severity>("severity");
    rule.role = at.word<xccdf::Role>("role");
    at.each("groups", [&](const JsonPlace& group) {
      const xccdf::Group* known = results_.checklist.benchmark->group(group.text());
      if (known == nullptr) group.refuse("is not the group that another result of the rule names");
      rule.groups.push_back(known);
      rule.group_weights.push_back(known->weight);
    });
    return rule;
  }

  // A verdict that the rules beside it contradict was not given by this program: somebody edited the file.
  void check_verdict() const {
    const auto judged = [](const RuleResult& row) {
      return !row.waiver && (row.outcome == Outcome::pass || row.outcome == Outcome::fail || row.outcome == Outcome::fixed);
    };
    const bool any = std::any_of(results_.rules.begin(), results_.rules.end(), judged);
    const bool blocked = std::any_of(results_.rules.begin(), results_.rules.end(), [](const RuleResult& row) { return row.blocks; });
    const bool held_back = blocked || !results_.missed.empty();
    if (results_.verdict == Verdict::compliant && (!any || held_back))
      root_.member("verdict").refuse(std::string("is contradicted by the rules: ") +
                                     (any ? "some of them block, or a floor was missed" : "none of them was judged"));
    if (results_.verdict == Verdict::not_compliant && !held_back)
      root_.member("verdict").refuse("is contradicted by the rules: none of them blocks, and no floor was missed");
  }

  const JsonPlace& root_;
  Results results_;
};

}  // namespace

Results results_of_json(const xml::Source& source) {
  const nlohmann::json document = parse_json(source.name(), source.bytes());
  return JsonResultsReader(JsonPlace(source.name(), document)).read();
}

}  // namespace assay::reports
