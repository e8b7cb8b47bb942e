// What the scan could not say, by reason: the part of the benchmark that somebody has to look at by other means.
#include <algorithm>
#include <map>
#include <ostream>

#include "engine/base/text.h"
#include "reports/html/parts.h"
#include "reports/rule_facts.h"

namespace assay::reports::html {
namespace {

using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kReasonShown = 1000;
constexpr Outcome kNotJudged[] = {Outcome::error, Outcome::unknown, Outcome::notchecked, Outcome::notapplicable};

struct Reason {
  std::string text;
  std::vector<std::size_t> rules;
};

std::string reason_of(const RuleResult& rule) {
  if (!rule.messages.empty()) return join(rule.messages, "; ");
  const bool is_question = rule.outcome == Outcome::notchecked && (!rule.rule.rule->questions.empty() || !rule.evidence.empty());
  return is_question ? "a person has to decide: the rule shows what there is to be seen" : "no reason is given";
}

// Those of most rules first, then in the order of the rules.
std::vector<Reason> reasons(const View& view, Outcome outcome) {
  std::vector<Reason> found;
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < view.results.rules.size(); ++i) {
    if (view.results.rules[i].outcome != outcome) continue;
    const auto [at, is_new] = index.emplace(reason_of(view.results.rules[i]), found.size());
    if (is_new) found.push_back({at->first, {}});
    found[at->second].rules.push_back(i);
  }
  std::stable_sort(found.begin(), found.end(), [](const Reason& a, const Reason& b) { return a.rules.size() > b.rules.size(); });
  return found;
}

void write_reason(const View& view, const Reason& reason, std::ostream& out) {
  out << "<li><p class=\"subject\">" << visible(shortened(reason.text, kReasonShown));
  if (reason.rules.size() > 1) out << " <span class=\"dim\">(" << reason.rules.size() << " rules)</span>";
  out << "</p>\n<ul class=\"links\">\n";
  for (const std::size_t rule : reason.rules) out << "<li>" << rule_link(view.results, rule) << "</li>\n";
  out << "</ul></li>\n";
}

}  // namespace

void write_not_judged(const View& view, std::ostream& out) {
  std::size_t count = 0;
  for (const Outcome outcome : kNotJudged) count += view.results.counts.of(outcome);
  if (count == 0) return;
  out << "<section aria-labelledby=\"not-judged\">\n<h2 id=\"not-judged\">What was not judged, and why (" << count << ")</h2>\n";
  for (const Outcome outcome : kNotJudged) {
    const std::vector<Reason> found = reasons(view, outcome);
    if (found.empty()) continue;
    const Look& look = look_of(outcome);
    out << "<h3>" << look.heading << " (" << view.results.counts.of(outcome) << ")</h3>\n<ul class=\"cards\">\n";
    for (const Reason& reason : found) write_reason(view, reason, out);
    out << "</ul>\n";
  }
  out << "</section>\n";
}

}  // namespace assay::reports::html
