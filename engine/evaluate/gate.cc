#include "engine/evaluate/gate.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/base/text.h"

namespace assay::evaluate {
namespace {

using xccdf::Outcome;

constexpr double kRounding = 1e-9;  // percentages are sums of quotients

// "unknown" may be anything, so no floor leaves it out.
bool considered(const RuleResult& result, const JudgeOptions& options) {
  return result.rule.severity == xccdf::Severity::unknown || result.rule.severity >= options.min_severity;
}

bool judged(Outcome outcome) { return outcome == Outcome::pass || outcome == Outcome::fail || outcome == Outcome::fixed; }

bool fails(Outcome outcome, const JudgeOptions& options) {
  return std::find(options.fail_on.begin(), options.fail_on.end(), outcome) != options.fail_on.end();
}

// Is it what --fail-on would stop at, and no waiver, baseline or --severity takes out?
bool blocks(const RuleResult& result, const JudgeOptions& options) {
  if (result.waiver || !considered(result, options) || !fails(result.outcome, options)) return false;
  return !result.baseline || badness(result.outcome) > badness(*result.baseline);
}

void use_baseline(Results& results, const JudgeOptions& options) {
  results.baseline_name = options.baseline_name;
  if (options.baseline_name.empty()) return;
  for (RuleResult& row : results.rules)
    if (const auto known = options.baseline.find(outcome_key(row)); known != options.baseline.end()) row.baseline = known->second;
}

// Only what the gate would stop at, or what costs score, needs a waiver.
bool waivable(Outcome outcome, const JudgeOptions& options) {
  if (judged(outcome)) return outcome == Outcome::fail;
  return outcome == Outcome::error || outcome == Outcome::unknown || fails(outcome, options);
}

bool in_scope(const Waiver& waiver, const Results& results, const JudgeOptions& options) {
  if (!results.selection.profile_id.ends_with(waiver.scope_profile)) return false;
  return waiver.scope_target.empty() || covers(waiver.scope_target, options.target_label) ||
         (options.target_live && covers(waiver.scope_target, results.target.system.primary_host_name));
}

// The rows it takes out are marked; a rule has the first of its waivers that holds.
WaiverState use(const Waiver& waiver, std::size_t index, Results& results, const JudgeOptions& options) {
  if (!in_scope(waiver, results, options)) return WaiverState::out_of_scope;
  if (waiver.expires < utc_time(options.now).substr(0, std::string_view("2024-05-31").size())) return WaiverState::expired;
  WaiverState state = WaiverState::not_needed;
  for (RuleResult& row : results.rules) {
    if (row.rule.rule->id != waiver.rule_id || row.waiver || !row.rule.selected || !waivable(row.outcome, options)) continue;
    row.waiver = index;
    state = WaiverState::used;
  }
  return state;
}

// The default model over the rules without a waiver; one with several instances is left out as a whole.
double score_without_waived(const Results& results) {
  std::set<const xccdf::Rule*> waived;
  for (const RuleResult& row : results.rules)
    if (row.waiver) waived.insert(row.rule.rule);
  std::vector<RuleResult> counted;
  for (const RuleResult& row : results.rules) {
    if (waived.contains(row.rule.rule)) continue;
    RuleResult& copy = counted.emplace_back();  // all that scores() reads
    copy.rule = row.rule;
    copy.outcome = row.outcome;
  }
  return scores({}, counted).front().score;
}

void use_waivers(Results& results, const JudgeOptions& options) {
  bool used = false;
  for (const Waiver& waiver : options.waivers) {
    const WaiverState state = use(waiver, results.waivers.size(), results, options);
    used = used || state == WaiverState::used;
    results.waivers.push_back({waiver, state});
  }
  if (used) results.score_with_waivers = score_without_waived(results);
}

double score_that_counts(const Results& results) {
  if (results.score_with_waivers) return *results.score_with_waivers;
  return results.scores.empty() ? 0 : results.scores.front().score;
}

bool below(double value, double floor) { return value + kRounding < floor; }

// Rounded down, so that what is below a floor never reads as the floor.
std::string percent(double value) {
  std::string text = std::to_string(std::floor(value * 100 + kRounding) / 100);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

void note_missed(std::string_view what, double value, std::string_view option, double floor, Results& results) {
  if (below(value, floor))
    results.missed.push_back(std::string(what) + " " + percent(value) + " is below " + std::string(option) + " " + percent(floor));
}

// What the caller takes out of what counts is part of what the verdict means: whoever reads it later must see it.
void note_what_counts(Results& results, const JudgeOptions& options) {
  std::vector<std::string> out;
  for (const Outcome outcome : JudgeOptions{}.fail_on)
    if (!fails(outcome, options)) out.emplace_back(text_of(outcome));
  if (options.min_severity != xccdf::Severity::unknown)
    results.notes.insert(results.notes.begin(), "rules below severity " + std::string(text_of(options.min_severity)) +
                                                    " do not count for the verdict (--severity)");
  if (!out.empty())
    results.notes.insert(results.notes.begin(), "these results do not count against the target (--fail-on): " + join(out, ", "));
}

}  // namespace

Verdict verdict(const Results& results, const JudgeOptions& options) {
  bool any_judged = false, failed = false;
  for (const RuleResult& result : results.rules) {
    any_judged = any_judged || (considered(result, options) && !result.waiver && judged(result.outcome));
    failed = failed || blocks(result, options);
  }
  if (!any_judged) return Verdict::indeterminate;
  if (failed) return Verdict::not_compliant;
  if (below(results.coverage, options.min_coverage)) return Verdict::indeterminate;
  return below(score_that_counts(results), options.min_score) ? Verdict::not_compliant : Verdict::compliant;
}

void decide(Results& results, const JudgeOptions& options) {
  note_what_counts(results, options);
  use_baseline(results, options);
  use_waivers(results, options);
  for (RuleResult& row : results.rules) row.blocks = blocks(row, options);
  note_missed("coverage", results.coverage, "--min-coverage", options.min_coverage, results);
  note_missed(results.score_with_waivers ? "score with waivers" : "score", score_that_counts(results), "--min-score", options.min_score,
              results);
  results.verdict = verdict(results, options);
}

void leave_open(Results& results, const std::string& why) {
  results.missed.push_back(why);
  results.notes.push_back(why);
  if (results.verdict == Verdict::compliant) results.verdict = Verdict::indeterminate;
}

}  // namespace assay::evaluate
