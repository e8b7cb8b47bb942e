// From a TestResult of any tool to the results model.
#include <algorithm>
#include <map>
#include <set>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"
#include "engine/evaluate/fix_text.h"
#include "engine/evaluate/gate.h"
#include "reports/saved_benchmark.h"
#include "reports/saved_evidence.h"
#include "reports/saved_read.h"
#include "reports/xccdf_xml.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;
using xccdf::RuleTested;
using xccdf::TestResult;

constexpr std::string_view kDefaultModel = "urn:xccdf:scoring:default";

// 0 where there is no time, or none that a tool can have run at.
std::int64_t seconds(const std::string& time) {
  constexpr std::int64_t kYear10000 = 253'402'300'800;
  const std::int64_t value = parse_date_time(trim(time)).value_or(0);
  return value < 0 || value >= kYear10000 ? 0 : value;
}

KnownRule known_rule(const RuleTested& tested) {
  KnownRule rule;
  rule.id = rule.title = tested.idref;
  rule.version = tested.version;
  rule.selected = tested.outcome != Outcome::notselected;
  rule.weight = tested.weight.value_or(1.0);
  rule.severity = tested.severity.value_or(xccdf::Severity::unknown);
  rule.role = tested.role.value_or(xccdf::Role::full);
  rule.idents = tested.idents;
  return rule;
}

// The rules that `benchmark` lacks, each once; all of them where there is no benchmark.
std::vector<KnownRule> missing_rules(const TestResult& tested, const xccdf::Benchmark* benchmark) {
  std::vector<KnownRule> missing;
  std::set<std::string_view> seen;
  for (const RuleTested& rule : tested.rules)
    if ((benchmark == nullptr || benchmark->rule(rule.idref) == nullptr) && seen.insert(rule.idref).second)
      missing.push_back(known_rule(rule));
  return missing;
}

KnownBenchmark known_benchmark(const TestResult& tested) {
  KnownBenchmark known;
  known.ns = tested.ns;
  for (const std::string* name : {&tested.benchmark_id, &tested.benchmark_href, &tested.id})
    if (known.id.empty()) known.id = trim(*name);
  if (known.id.empty()) known.id = "unknown";
  known.title = known.id;
  known.version = tested.benchmark_version;
  known.profile_id = known.profile_title = tested.profile;
  std::set<std::string_view> seen;
  for (const xccdf::SetValue& value : tested.set_values)
    if (!value.idref.empty() && seen.insert(value.idref).second) known.values.emplace_back(value.idref, value.values);
  known.rules = missing_rules(tested, nullptr);
  return known;
}

class TestResultReader {
 public:
  TestResultReader(const xml::Source& source, const xccdf::TestedFile& file) : source_(source), file_(file), tested_(*file.latest) {}

  Results read() {
    read_benchmark();
    read_tool();
    read_target();
    read_guides();
    read_values();
    read_rules();
    add_evidence(source_, file_.oval_results, results_);
    count(results_);
    read_scores();
    read_notes();
    evaluate::decide(results_, {});
    keep_worse_verdict();
    return std::move(results_);
  }

 private:
  const xccdf::Benchmark& benchmark() const { return *results_.checklist.benchmark; }

  void read_benchmark() {
    const bool is_file = !tested_.benchmark_href.empty() && !tested_.benchmark_href.starts_with('#');
    const std::string& name = is_file ? tested_.benchmark_href : source_.name();
    if (is_file) results_.content_name.file = tested_.benchmark_href;
    results_.content_name.sha256 = digest(kContentFact);
    try {
      results_.checklist.benchmark = load(name);
    } catch (const ContentError& error) {
      throw ContentError(source_.name(), tested_.line, tested_.id, std::string("its benchmark cannot be read: ") + error.what());
    }
  }

  std::shared_ptr<xccdf::Benchmark> load(const std::string& name) {
    const xccdf::TestedBenchmark* held = file_.benchmark();
    if (held == nullptr) return load_known(known_benchmark(tested_), name);
    auto benchmark = load_held(source_, *held, {}, name);
    const std::vector<KnownRule> missing = missing_rules(tested_, benchmark.get());
    if (missing.empty()) return benchmark;
    note("the benchmark in the file does not hold " + std::to_string(missing.size()) + " of the rules judged: " + missing.front().id +
         (missing.size() > 1 ? ", ..." : ""));
    return load_held(source_, *held, missing, name);
  }

  // "cpe:/a:redhat:openscap:1.3.7", where no fact says it.
  void read_tool() {
    const std::vector<std::string_view> cpe = split(tested_.test_system, ':');
    const auto part = [&](std::size_t i) { return i < cpe.size() && cpe[0] == "cpe" ? std::string(cpe[i]) : std::string(); };
    results_.tool_name = tested_.fact("urn:xccdf:fact:scanner:name");
    results_.tool_version = tested_.fact("urn:xccdf:fact:scanner:version");
    if (results_.tool_name.empty()) {
      results_.tool_name = part(3).empty() ? tested_.test_system : part(3);
      results_.tool_version = part(4);
    }
    if (results_.tool_name.empty()) results_.tool_name = "an unnamed tool";
    results_.start_time = seconds(tested_.start_time);
    results_.end_time = seconds(tested_.end_time);
  }

  std::string digest(std::string_view fact) const {
    const std::string_view value = tested_.fact(fact);
    return is_hex_sha256(value) ? std::string(value) : std::string();
  }

  // SCC spells the names of facts its own way.
  std::string asset(std::string_view name) const {
    for (const std::string_view start : {"urn:xccdf:fact:asset:identifier:", "urn:scap:fact:asset:identifier:"})
      if (const std::string_view value = tested_.fact(std::string(start) + std::string(name)); !value.empty()) return std::string(value);
    return {};
  }

  void read_target() {
    evaluate::TargetInfo& target = results_.target;
    target.label = join(tested_.targets, ", ");
    target.live_known = !tested_.fact(kLiveFact).empty();
    target.live = tested_.fact(kLiveFact) == "true";
    target.entries_digest = digest(kEntriesFact);
    oval::SystemInfo& system = target.system;
    system.os_name = asset("os_name");
    system.os_version = asset("os_version");
    system.architecture = asset("architecture");
    if (system.architecture.empty()) system.architecture = asset("processor_architecture");
    system.primary_host_name = asset("host_name");
    target.cpe = asset("cpe");
    read_interfaces(system);
    for (const std::string& idref : tested_.platforms) results_.platforms.push_back({idref, true, true, ""});
  }

  // Facts name each interface before its addresses; where they do not, there are the bare addresses.
  void read_interfaces(oval::SystemInfo& system) const {
    for (const auto& [name, value] : tested_.facts) {
      const std::string_view what = std::string_view(name).substr(name.rfind(':') + 1);
      if (what == "interface_name") system.interfaces.push_back({value, "", ""});
      if (system.interfaces.empty() || name.find(":asset:identifier:") == std::string::npos) continue;
      if (what == "ipv4" || what == "ipv6") system.interfaces.back().ip_address = value;
      if (what == "mac") system.interfaces.back().mac_address = value;
    }
    if (!system.interfaces.empty()) return;
    for (const std::string& address : tested_.addresses) system.interfaces.push_back({"", address, ""});
  }

  void read_guides() {
    plan::Selection& selection = results_.selection;
    selection.profile = tested_.profile.empty() ? nullptr : benchmark().profile(tested_.profile);
    selection.profile_id = tested_.profile.empty() ? std::string(plan::kDefaultProfile) : tested_.profile;
    if (selection.profile) selection.profile_title = selection.profile->title;
    if (tested_.tailoring_id.empty() && tested_.tailoring_href.empty()) return;
    auto tailoring = std::make_shared<xccdf::Tailoring>();
    tailoring->id = tested_.tailoring_id;
    tailoring->version = tested_.tailoring_version;
    tailoring->version_time = tested_.tailoring_time;
    results_.tailoring = std::move(tailoring);
    results_.tailoring_href = tested_.tailoring_href;
    results_.tailoring_sha256 = digest(kTailoringFact);
  }

  void read_values() {
    std::map<std::string_view, const xccdf::SetValue*> set;
    for (const xccdf::SetValue& value : tested_.set_values) set.emplace(value.idref, &value);
    for (const auto& value : benchmark().values) {
      const auto found = set.find(value->id);
      plan::ResolvedValue& resolved = results_.selection.values.emplace_back();
      resolved.value = value.get();
      resolved.operation = value->operation;
      if (found != set.end()) resolved.values = found->second->values;
    }
    // Without a set-value it had the benchmark's own: that of no selector.
    for (plan::ResolvedValue& resolved : results_.selection.values)
      if (resolved.values.empty())
        for (const xccdf::Value::Choice& choice : resolved.value->values)
          if (choice.selector.empty() && resolved.values.empty()) resolved.values = choice.values;
  }

  using Groups = std::vector<const xccdf::Group*>;
  struct Position {
    std::size_t index = 0;  // in document order
    Groups groups;
  };

  void find_positions(const xccdf::Group& group, Groups& around) {
    for (const auto& [is_rule, index] : group.order) {
      if (is_rule) {
        positions_[group.rules[index].get()] = {positions_.size(), around};
        continue;
      }
      around.push_back(group.groups[index].get());
      find_positions(*around.back(), around);
      around.pop_back();
    }
  }

  void read_rules() {
    Groups around;
    find_positions(benchmark().root, around);
    for (const RuleTested& tested : tested_.rules) results_.rules.push_back(row(tested));
    std::stable_sort(results_.rules.begin(), results_.rules.end(), [this](const RuleResult& a, const RuleResult& b) {
      return positions_.at(a.rule.rule).index < positions_.at(b.rule.rule).index;
    });
    for (const RuleResult& result : results_.rules)
      if (results_.selection.rules.empty() || results_.selection.rules.back().rule != result.rule.rule)
        results_.selection.rules.push_back(result.rule);
  }

  RuleResult row(const RuleTested& tested) const {
    RuleResult result;
    result.rule = selected(tested);
    result.outcome = tested.outcome;
    result.messages = tested.messages;
    result.instance = tested.instance;
    result.complex_check = tested.complex_check;
    result.time = seconds(tested.time);
    for (const xccdf::TestOverride& one : tested.overrides)
      result.overrides.push_back({one.time, one.authority, one.old_result, one.new_result, one.remark});
    for (const xccdf::Check& check : tested.checks) result.checks.push_back(used(check));
    result.fixes = fixes(tested, *result.rule.rule);
    return result;
  }

  plan::SelectedRule selected(const RuleTested& tested) const {
    const xccdf::Rule& rule = *benchmark().rule(tested.idref);
    plan::SelectedRule row;
    row.rule = &rule;
    row.selected = tested.outcome != Outcome::notselected;
    row.weight = tested.weight.value_or(rule.weight);
    row.severity = tested.severity.value_or(rule.severity);
    row.role = tested.role.value_or(rule.role);
    row.groups = positions_.at(&rule).groups;
    for (const xccdf::Group* group : row.groups) row.group_weights.push_back(group->weight);
    return row;
  }

  static evaluate::CheckUsed used(const xccdf::Check& check) {
    evaluate::CheckUsed found;
    found.system = check.system;
    found.id = check.id;
    found.selector = check.selector;
    found.multi_check = check.multi_check;
    found.negate = check.negate;
    found.exports = check.exports;
    if (check.content_refs.empty()) return found;
    found.href = check.content_refs.front().href;
    found.name = check.content_refs.front().name;
    return found;
  }

  // What was done where the file says it, else what the benchmark says may be done.
  std::vector<evaluate::FixText> fixes(const RuleTested& tested, const xccdf::Rule& rule) const {
    std::vector<evaluate::FixText> found;
    for (const xccdf::TestFix& fix : tested.fixes)
      if (!trim(fix.text).empty())
        found.push_back({fix.id, fix.system, fix.complexity, fix.disruption, fix.strategy, fix.text, fix.reboot});
    const bool not_passed = tested.outcome == Outcome::fail || tested.outcome == Outcome::error || tested.outcome == Outcome::unknown;
    if (!found.empty() || !not_passed) return found;
    return evaluate::fix_texts(benchmark(), results_.selection, rule, tested.instance);
  }

  // The default model comes first, and is computed where the file has others alone.
  void read_scores() {
    for (const xccdf::TestScore& score : tested_.scores) results_.scores.push_back({score.system, score.score, score.maximum});
    const auto is_default = [](const evaluate::Score& score) { return score.system == kDefaultModel; };
    const auto found = std::find_if(results_.scores.begin(), results_.scores.end(), is_default);
    if (found == results_.scores.end())
      results_.scores.insert(results_.scores.begin(), evaluate::scores(benchmark(), results_.rules).front());
    else
      std::rotate(results_.scores.begin(), found, found + 1);
  }

  void note(std::string text) { results_.notes.push_back(std::move(text)); }

  void read_notes() {
    for (const std::string& remark : tested_.remarks) note(remark);
    if (file_.count > 1)
      note("the file holds " + std::to_string(file_.count) + " TestResults; this is the last of them by its end time: " + tested_.id);
    for (const xccdf::TestIdentity& identity : tested_.identities)
      note("tested as " + identity.name + (identity.privileged ? " (privileged)" : " (not privileged)"));
    std::set<const xccdf::Rule*> judged;
    for (const RuleResult& result : results_.rules) judged.insert(result.rule.rule);
    if (judged.size() < benchmark().rule_index.size())
      note("rules of the benchmark without a result: " + std::to_string(benchmark().rule_index.size() - judged.size()));
  }

  // What this program wrote knows of floors and of options that outcomes alone do not tell.
  void keep_worse_verdict() {
    const auto said = parse_enum<evaluate::Verdict>(tested_.fact(kVerdictFact));
    if (!said || *said == results_.verdict) return;
    const std::string words = "the scan itself said " + std::string(text_of(*said)) + ", by options that this file does not hold";
    if (results_.verdict != evaluate::Verdict::compliant) return note(words);
    results_.verdict = *said;
    results_.missed.push_back(words);
  }

  const xml::Source& source_;
  const xccdf::TestedFile& file_;
  const TestResult& tested_;
  Results results_;
  std::map<const xccdf::Rule*, Position> positions_;
};

}  // namespace

Results results_of_xccdf(const xml::Source& source) {
  const xccdf::TestedFile file = xccdf::load_test_results(source);
  if (!file.latest)
    throw ContentError(source.name(), 0, {}, "no results in it: neither an XCCDF TestResult nor an ARF collection with one");
  return TestResultReader(source, file).read();
}

}  // namespace assay::reports
