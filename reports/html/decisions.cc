// What people decided: deviations they accept, the results they compare with, answers to what no scan can decide.
#include <algorithm>
#include <ostream>

#include "engine/evaluate/compare.h"
#include "reports/html/parts.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports::html {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using evaluate::WaiverState;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::string_view state_words(WaiverState state) {
  switch (state) {
    case WaiverState::used: return "used: its rule does not pass, and does not count for the verdict";
    case WaiverState::not_needed: return "not needed: its rule passes, or was not judged";
    case WaiverState::expired: return "expired: it waives nothing";
    case WaiverState::out_of_scope: return "out of scope: it is for another target or profile";
  }
  return {};
}

std::string_view state_colour(WaiverState state) {
  return state == WaiverState::expired ? "fail" : state == WaiverState::used ? "warn" : "none";
}

void pair(std::string_view label, std::string_view text, std::ostream& out) {
  if (!text.empty()) out << "<dt>" << label << "</dt><dd>" << visible(text) << "</dd>";
}

std::size_t rule_named(const Results& results, std::string_view id) {
  const auto found =
      std::find_if(results.rules.begin(), results.rules.end(), [&](const RuleResult& rule) { return rule.rule.rule->id == id; });
  return found == results.rules.end() ? kNone : static_cast<std::size_t>(found - results.rules.begin());
}

// A rule that is not selected has no place on the page.
std::string waived_rule(const View& view, const std::string& id) {
  const std::size_t rule = rule_named(view.results, id);
  if (rule == kNone) return visible(id);
  if (view.selected(rule)) return rule_link(view.results, rule);
  return safe(full_title(view.results, view.results.rules[rule])) + " <span class=\"dim\">(not selected)</span>";
}

void write_waiver(const View& view, const evaluate::WaiverUse& use, std::ostream& out) {
  const evaluate::Waiver& waiver = use.waiver;
  out << "<li><p class=\"subject\">" << waived_rule(view, waiver.rule_id) << "</p>\n<dl class=\"facts\">"
      << "<dt>State</dt><dd class=\"" << state_colour(use.state) << "\">" << state_words(use.state) << "</dd>";
  pair("Reason", waiver.reason, out);
  pair("Owner", waiver.owner, out);
  pair("Until", waiver.expires, out);
  pair("Targets", waiver.scope_target, out);
  pair("Profile", waiver.scope_profile, out);
  pair("From", waiver.place, out);
  out << "</dl></li>\n";
}

void write_scores(const Results& results, std::ostream& out) {
  if (results.scores.empty() || !results.score_with_waivers) return;
  out << "<p>Score: <b>" << number(results.scores.front().score) << "</b> with every rule counted, <b>"
      << number(*results.score_with_waivers) << "</b> with waived rules left out.</p>\n";
}

struct Compared {
  std::string_view title;
  bool (*in)(int before, int now);
};
constexpr Compared kCompared[] = {
    {"Worse than in the baseline", [](int before, int now) { return now > before; }},
    {"Better than in the baseline", [](int before, int now) { return now < before; }},
};

std::vector<std::size_t> compared(const View& view, const Compared& kind) {
  std::vector<std::size_t> rules;
  for (std::size_t i = 0; i < view.results.rules.size(); ++i) {
    const RuleResult& rule = view.results.rules[i];
    if (view.selected(i) && rule.baseline && kind.in(evaluate::badness(*rule.baseline), evaluate::badness(rule.outcome)))
      rules.push_back(i);
  }
  return rules;
}

std::vector<std::size_t> unknown_to_baseline(const View& view) {
  std::vector<std::size_t> rules;
  for (std::size_t i = 0; i < view.results.rules.size(); ++i)
    if (view.selected(i) && !view.results.rules[i].baseline) rules.push_back(i);
  return rules;
}

void write_changes(const View& view, std::string_view title, const std::vector<std::size_t>& rules, std::ostream& out) {
  if (rules.empty()) return;
  out << "<h3>" << title << " (" << rules.size() << ")</h3>\n<ul class=\"links\">\n";
  for (const std::size_t rule : rules) {
    const RuleResult& result = view.results.rules[rule];
    out << "<li>";
    write_badge(look_of(result.outcome), out);
    out << ' ' << rule_link(view.results, rule);
    if (result.baseline) out << " <span class=\"dim\">(before: " << look_of(*result.baseline).badge << ")</span>";
    out << "</li>\n";
  }
  out << "</ul>\n";
}

}  // namespace

void write_waivers(const View& view, std::ostream& out) {
  const Results& results = view.results;
  if (results.waivers.empty()) return;
  out << "<section aria-labelledby=\"waivers\">\n<h2 id=\"waivers\">Waivers (" << results.waivers.size() << ")</h2>\n";
  write_scores(results, out);
  out << "<ul class=\"cards\">\n";
  for (const evaluate::WaiverUse& use : results.waivers) write_waiver(view, use, out);
  out << "</ul>\n</section>\n";
}

void write_baseline(const View& view, std::ostream& out) {
  if (view.results.baseline_name.empty()) return;
  out << "<section aria-labelledby=\"baseline\">\n<h2 id=\"baseline\">Compared with the baseline</h2>\n<p>Only what got worse than <code>"
      << visible(view.results.baseline_name) << "</code> keeps the target from complying.</p>\n";
  bool same = true;
  for (const Compared& kind : kCompared) {
    const std::vector<std::size_t> rules = compared(view, kind);
    same = same && rules.empty();
    write_changes(view, kind.title, rules, out);
  }
  if (same) out << "<p>No rule got better or worse.</p>\n";
  write_changes(view, "Not in the baseline", unknown_to_baseline(view), out);
  out << "</section>\n";
}

void write_answers(const View& view, std::ostream& out) {
  std::size_t count = 0;
  for (const RuleResult& rule : view.results.rules) count += rule.overrides.size();
  if (count == 0) return;
  out << "<section aria-labelledby=\"answers\">\n<h2 id=\"answers\">Answers by people (" << count << ")</h2>\n<ul class=\"cards\">\n";
  for (std::size_t i = 0; i < view.results.rules.size(); ++i)
    for (const evaluate::Override& answer : view.results.rules[i].overrides) {
      out << "<li><p class=\"subject\">" << rule_link(view.results, i) << "</p>\n<dl class=\"facts\">";
      pair("Answer", answer.old_result + " became " + answer.new_result, out);
      pair("Who", answer.authority, out);
      pair("When", answer.time, out);
      pair("Remark", answer.remark, out);
      out << "</dl></li>\n";
    }
  out << "</ul>\n</section>\n";
}

}  // namespace assay::reports::html
