#include "reports/diff.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "reports/json_values.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Change;
using evaluate::Difference;
using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kDetailsShown = 2000, kDetailsKept = 20'000;

// The row behind each key: of several the worst, as outcomes_by_rule has it.
std::map<std::string, const RuleResult*, std::less<>> rows_by_key(const Results& results) {
  std::map<std::string, const RuleResult*, std::less<>> rows;
  for (const RuleResult& row : results.rules) {
    if (row.outcome == Outcome::notselected) continue;
    const auto [at, first] = rows.try_emplace(evaluate::outcome_key(row), &row);
    if (!first && evaluate::badness(row.outcome) > evaluate::badness(at->second->outcome)) at->second = &row;
  }
  return rows;
}

std::set<std::string_view> rule_ids(const Results& results) {
  std::set<std::string_view> ids;
  for (const RuleResult& row : results.rules) ids.insert(row.rule.rule->id);
  return ids;
}

std::size_t count(const std::vector<Difference>& differences, Change change) {
  return static_cast<std::size_t>(
      std::count_if(differences.begin(), differences.end(), [&](const Difference& one) { return one.change == change; }));
}

std::string benchmark_name(const Results& results) {
  const xccdf::Benchmark& benchmark = *results.checklist.benchmark;
  return benchmark.title + (benchmark.version.empty() ? "" : ", version " + benchmark.version);
}

class Comparison {
 public:
  Comparison(const Results& before, const Results& after)
      : before_(before), after_(after), old_(rows_by_key(before)), new_(rows_by_key(after)) {}

  // The row that tells of a difference, and the results it is of: the newer where there is one.
  const RuleResult& row(const Difference& difference) const {
    return *(difference.change == Change::gone ? old_ : new_).find(difference.key)->second;
  }
  std::string title(const Difference& difference) const {
    return full_title(difference.change == Change::gone ? before_ : after_, row(difference));
  }
  const Results& before() const { return before_; }
  const Results& after() const { return after_; }

 private:
  const Results &before_, &after_;
  std::map<std::string, const RuleResult*, std::less<>> old_, new_;
};

class DiffText {
 public:
  DiffText(const Comparison& runs, const TextOptions& options, std::ostream& out) : runs_(runs), options_(options), out_(out) {}

  void write(const std::vector<Difference>& differences) {
    if (!options_.quiet) {
      write_run("Before", runs_.before());
      write_run("After", runs_.after());
      out_ << '\n';
      for (const Difference& difference : differences) write_one(difference);
    }
    out_ << "DIFF";
    for (const auto& row : evaluate::kChangeText) out_ << ' ' << row.text << '=' << count(differences, row.value);
    out_ << '\n';
  }

 private:
  std::string_view colour(std::string_view code) const { return options_.colour ? code : std::string_view{}; }
  static std::string_view code_of(Change change) {
    switch (change) {
      case Change::worse: return "\x1b[1;31m";
      case Change::better: return "\x1b[32m";
      case Change::changed: return "\x1b[1;33m";
      case Change::added:
      case Change::gone: break;
    }
    return "\x1b[2m";
  }

  void write_run(std::string_view label, const Results& results) {
    out_ << label << std::string(11 - label.size(), ' ') << terminal_text(results.read_from) << '\n';
    for (const auto& [name, text] : heading(results))
      if (name == "Target" || name == "Benchmark" || name == "Profile" || name == "Judged")
        out_ << "           " << colour("\x1b[2m") << name << std::string(11 - std::min<std::size_t>(10, name.size()), ' ')
             << colour("\x1b[0m") << terminal_text(text) << '\n';
    out_ << "           " << result_line(results) << '\n';
  }

  static std::string words(const Difference& difference) {
    if (difference.change == Change::added) return "now " + std::string(text_of(difference.after));
    if (difference.change == Change::gone) return "was " + std::string(text_of(difference.before));
    return std::string(text_of(difference.before)) + " -> " + std::string(text_of(difference.after));
  }

  void write_one(const Difference& difference) {
    const RuleResult& row = runs_.row(difference);
    const std::string label = to_upper(text_of(difference.change));
    out_ << colour(code_of(difference.change)) << label << colour("\x1b[0m") << std::string(label.size() < 9 ? 9 - label.size() : 1, ' ')
         << colour("\x1b[1m") << terminal_text(runs_.title(difference)) << colour("\x1b[0m") << '\n';
    out_ << "         " << words(difference) << "  " << colour("\x1b[2m") << text_of(row.rule.severity) << "  "
         << terminal_text(row.rule.rule->id) << colour("\x1b[0m") << '\n';
    if (difference.change == Change::worse) {
      const std::string told = details(row, options_.verbose ? kDetailsKept : kDetailsShown);
      for (const std::string_view line : lines(told)) out_ << "         " << terminal_text(line) << '\n';
    }
    out_ << '\n';
  }

  const Comparison& runs_;
  const TextOptions& options_;
  std::ostream& out_;
};

Json run_of(const Results& results) {
  Json object = {{"file", printable(results.read_from)}, {"target", printable(results.target.label)}};
  put(object, "benchmark", results.checklist.benchmark->id);
  put(object, "profile", results.selection.profile_id);
  if (results.end_time != 0) object["end_time"] = utc_time(results.end_time);
  object["verdict"] = text_of(results.verdict);
  object["coverage"] = results.coverage;
  if (!results.scores.empty()) object["score"] = results.scores.front().score;
  return object;
}

Json difference_of(const Comparison& runs, const Difference& difference) {
  const RuleResult& row = runs.row(difference);
  Json object = {{"change", text_of(difference.change)}, {"rule", printable(row.rule.rule->id)}};
  put(object, "instance", row.instance);
  object["title"] = printable(runs.title(difference));
  object["severity"] = text_of(row.rule.severity);
  if (difference.change != Change::added) object["before"] = text_of(difference.before);
  if (difference.change != Change::gone) object["after"] = text_of(difference.after);
  if (difference.change == Change::worse) put(object, "details", details(row, kDetailsKept));
  return object;
}

}  // namespace

std::vector<Difference> compare(const Results& before, const Results& after) {
  const std::set<std::string_view> old = rule_ids(before);
  const bool common =
      std::any_of(after.rules.begin(), after.rules.end(), [&](const RuleResult& row) { return old.contains(row.rule.rule->id); });
  if (!common)
    throw JobError(before.read_from + " and " + after.read_from +
                   " have no rule in common, so there is nothing to compare: the first is of \"" + benchmark_name(before) +
                   "\", the second of \"" + benchmark_name(after) + "\"");
  return evaluate::differences(evaluate::outcomes_by_rule(before), evaluate::outcomes_by_rule(after));
}

void write_diff_text(const Results& before, const Results& after, const std::vector<Difference>& differences, const TextOptions& options,
                     std::ostream& out) {
  const Comparison runs(before, after);
  DiffText(runs, options, out).write(differences);
}

void write_diff_json(const Results& before, const Results& after, const std::vector<Difference>& differences, std::ostream& out) {
  const Comparison runs(before, after);
  Json document = {{"format", "assay-diff/1"}, {"before", run_of(before)}, {"after", run_of(after)}};
  for (const auto& row : evaluate::kChangeText) document["counts"][std::string(row.text)] = count(differences, row.value);
  document["differences"] = Json::array();
  for (const Difference& difference : differences) document["differences"].push_back(difference_of(runs, difference));
  out << document.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace assay::reports
