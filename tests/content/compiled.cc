#include "tests/content/compiled.h"

#include <algorithm>

#include "benchmarks/compiler/xccdf_write.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/collect/collector.h"
#include "probes/probes.h"
#include "rules-lua/lua_checks.h"

namespace assay::fixtures {
namespace {

constexpr std::int64_t kToday = 1'704'067'200;  // 2024-01-01, on which every case is judged
constexpr std::string_view kRule = "xccdf_org.assay_rule_", kValue = "xccdf_org.assay_value_", kBenchmark = "xccdf_org.assay_benchmark_";

std::string without(std::string_view prefix, std::string_view id) {
  return std::string(id.starts_with(prefix) ? id.substr(prefix.size()) : id);
}

std::string name_of(const xccdf::Rule& rule) {
  const std::string numbered = without(kRule, rule.id);
  return numbered.substr(numbered.find('_') + 1);
}

void set_values(plan::Selection& selection, const Compiled::Values& values) {
  for (const auto& [name, set] : values) {
    const std::string id = std::string(kValue) + name;
    const auto found =
        std::find_if(selection.values.begin(), selection.values.end(), [&](const plan::ResolvedValue& one) { return one.value->id == id; });
    if (found == selection.values.end()) throw JobError("no value \"" + name + "\"");
    found->values = set;
  }
}

std::string line_of(const evaluate::Evidence& row) {
  std::string line = std::string(text_of(row.result)) + ": expected " + (row.expected.empty() ? row.test_comment : row.expected);
  line += "; found " + row.found;
  return row.where.empty() ? line : line + " (" + join(row.where, ", ") + ")";
}

}  // namespace

Compiled::Compiled(const std::string& data_stream) : content_(scap::Content::open(data_stream)), checklist_(content_->checklist({})) {
  name_ = without(kBenchmark, checklist_.benchmark->id);
  for (const xccdf::Rule* rule : checklist_.benchmark->rules()) rules_.emplace(name_of(*rule), rule);
}

bool Compiled::manual(const xccdf::Rule& rule) const {
  for (const xml::Fragment& fragment : rule.metadata) {
    const xml::Element metadata = xml::parse(content_->source(), fragment);
    for (const xml::Element* row : metadata.elements())
      if (row->is(benchmarks::kRowNamespace, "rule")) return !row->attr_bool("automated", true);
  }
  return false;
}

const evaluate::Judge& Compiled::judge(const xccdf::Rule& rule, const Values& values, Checks checks) {
  std::string key = rule.id + (checks == Checks::oval ? " oval" : "");
  for (const auto& [name, set] : values) key += " " + name + "=" + join(set, ",");
  std::unique_ptr<evaluate::Judge>& judge = judges_[key];
  if (judge != nullptr) return *judge;
  plan::Selection selection = plan::select(*checklist_.benchmark, {{}, nullptr, {rule.id}, {}});
  set_values(selection, values);
  std::erase_if(selection.rules, [](const plan::SelectedRule& one) { return !one.selected; });
  for (plan::SelectedRule& one : selection.rules) one.role = xccdf::Role::full;
  evaluate::JudgeOptions options;
  options.skip_platform_check = true;
  options.now = kToday;
  static constexpr const evaluate::CheckSystem* kSystems[] = {&lua::kLuaChecks};
  const std::span<const evaluate::CheckSystem* const> systems(kSystems, checks == Checks::oval ? 0 : 1);
  judge = std::make_unique<evaluate::Judge>(*content_, checklist_, std::move(selection), std::vector<cpe::Dictionary>{}, options, has_probe,
                                            systems);
  return *judge;
}

Answer ask(const evaluate::Judge& judge, const Target& target, RegexCache& patterns) {
  auto seen = std::make_shared<oval::SystemCharacteristics>(collect::collect(*judge.plan(), target, probe_registry(), patterns, Pool(1)));
  evaluate::Results results = judge.judge(std::move(seen), patterns);
  if (results.rules.size() != 1) throw JobError("not one result of a rule but " + std::to_string(results.rules.size()));
  evaluate::RuleResult& result = results.rules.front();
  return {result.outcome, std::move(result.messages), std::move(result.evidence)};
}

bool has_fallback(const xccdf::Rule& rule) {
  const auto is_oval = [](const xccdf::Check& check) { return check.system == xccdf::kOvalSystem; };
  return std::any_of(rule.checks.begin(), rule.checks.end(), is_oval) && !std::all_of(rule.checks.begin(), rule.checks.end(), is_oval);
}

std::string render(const Answer& answer) {
  std::string text;
  for (const std::string& message : answer.messages) text += message + '\n';
  for (const evaluate::Evidence& row : answer.evidence) text += line_of(row) + '\n';
  return text;
}

}  // namespace assay::fixtures
