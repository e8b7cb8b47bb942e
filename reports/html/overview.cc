// The top of the page: the verdict, the score, and where the rules stand.
#include <algorithm>
#include <numbers>
#include <ostream>

#include "reports/html/parts.h"
#include "reports/report.h"
#include "reports/summary.h"

namespace assay::reports::html {
namespace {

using evaluate::Results;
using xccdf::Severity;

void write_gauge(const evaluate::Score& score, std::ostream& out) {
  constexpr double kRadius = 44, kRound = 2 * std::numbers::pi * kRadius;
  const double share = score.maximum > 0 ? std::clamp(score.score / score.maximum, 0.0, 1.0) : 0;
  const std::string value = number(score.score), maximum = number(score.maximum);
  out << "<svg class=\"gauge\" viewBox=\"0 0 100 100\" role=\"img\" aria-label=\"Score " << value << " of " << maximum << "\">"
      << R"svg(<circle class="track" cx="50" cy="50" r="44"/><circle class="value" cx="50" cy="50" r="44" transform="rotate(-90 50 50)" )svg"
      << "stroke-dasharray=\"" << number(share * kRound) << ' ' << number(kRound)
      << "\"/><text x=\"50\" y=\"36\" class=\"of\">score</text><text x=\"50\" y=\"56\" class=\"number\">" << value
      << "</text><text x=\"50\" y=\"70\" class=\"of\">of " << maximum << "</text></svg>\n";
}

std::string capitalised(std::string text) {
  if (!text.empty()) text.replace(0, 1, to_upper(text.substr(0, 1)));
  return text;
}

void figure(std::string_view label, const std::string& value, std::ostream& out) {
  out << "<div><dt>" << label << "</dt><dd>" << value << "</dd></div>\n";
}

void write_figures(const Results& results, std::ostream& out) {
  const evaluate::Counts& counts = results.counts;
  out << "<dl class=\"figures\">\n";
  if (results.scores.empty()) figure("score", "none", out);
  if (results.score_with_waivers) figure("score with waived rules left out", number(*results.score_with_waivers), out);
  figure("coverage", number(results.coverage) + " %", out);
  figure("rules judged", std::to_string(counts.judged()) + " of " + std::to_string(counts.selected()), out);
  const auto waived = static_cast<std::size_t>(
      std::count_if(results.rules.begin(), results.rules.end(), [](const evaluate::RuleResult& rule) { return rule.waiver.has_value(); }));
  if (waived) figure("rules waived", std::to_string(waived), out);
  out << "</dl>\n";
}

// A link that narrows the list of rules; without the script it leads to it.
void write_narrowing_link(std::string_view what, std::string_view value, std::string_view target, const std::string& text,
                          std::ostream& out) {
  out << "<a class=\"narrow\" href=\"#" << target << "\" data-filter=\"" << what << "\" data-value=\"" << value << "\">" << text << "</a>";
}

void write_outcomes(const View& view, std::ostream& out) {
  Tally all;
  for (std::size_t i = 0; i < view.results.rules.size(); ++i)
    if (view.selected(i)) all.add(view.results.rules[i].outcome);
  if (all.all() == 0) return;
  write_bar(all, out);
  out << "\n<ul class=\"outcomes\">\n";
  for (const Look& look : looks()) {
    const std::size_t count = view.results.counts.of(look.outcome);
    if (count == 0) continue;
    const std::string_view outcome = text_of(look.outcome);
    out << "<li class=\"" << text_of(look.colour) << "\">";
    write_narrowing_link("result", outcome, "result-" + std::string(outcome),
                         "<b>" + std::to_string(count) + "</b> " + std::string(look.badge), out);
    out << "</li>\n";
  }
  out << "</ul>\n";
}

void write_row(std::string_view what, std::string_view value, const std::string& title, const Tally& tally, std::ostream& out) {
  if (tally.all() == 0) return;
  out << "<li>";
  write_narrowing_link(what, value, "rules", safe(title), out);
  out << "<span class=\"tally\">";
  write_tally(tally, out);
  out << "</span>";
  write_bar(tally, out);
  out << "</li>\n";
}

void write_severities(const View& view, std::ostream& out) {
  out << "<section class=\"bars severities\" aria-labelledby=\"severities\">\n<h2 id=\"severities\">By severity</h2>\n<ul>\n";
  for (const Severity severity : {Severity::high, Severity::medium, Severity::low, Severity::info, Severity::unknown}) {
    Tally tally;
    for (std::size_t i = 0; i < view.results.rules.size(); ++i)
      if (view.selected(i) && view.results.rules[i].rule.severity == severity) tally.add(view.results.rules[i].outcome);
    write_row("severity", text_of(severity), std::string(severity == Severity::unknown ? "not said" : text_of(severity)), tally, out);
  }
  out << "</ul>\n</section>\n";
}

void write_sections(const View& view, std::ostream& out) {
  if (view.sections.empty()) return;
  out << "<section class=\"bars sections\" aria-labelledby=\"sections\">\n<h2 id=\"sections\">By section</h2>\n<ul>\n";
  for (std::size_t i = 0; i < view.sections.size(); ++i)
    write_row("section", std::to_string(i), view.sections[i].title, view.sections[i].tally, out);
  out << "</ul>\n</section>\n";
}

}  // namespace

void write_verdict(const View& view, std::ostream& out) {
  const Results& results = view.results;
  const std::string_view verdict = text_of(results.verdict);
  std::string words(verdict), why = reason(results);
  std::replace(words.begin(), words.end(), '-', ' ');
  if (why.starts_with(words + ": ")) why.erase(0, words.size() + 2);
  out << "<section class=\"verdict " << verdict << "\" aria-labelledby=\"verdict\">\n";
  if (!results.scores.empty()) write_gauge(results.scores.front(), out);
  out << "<div class=\"words\">\n<h2 id=\"verdict\">" << capitalised(words) << "</h2>\n<p>" << safe(capitalised(why)) << "</p>\n";
  write_figures(results, out);
  write_outcomes(view, out);
  out << "</div>\n</section>\n";
}

void write_bars(const View& view, std::ostream& out) {
  if (view.results.counts.selected() == 0) return;
  out << "<div class=\"overview\">\n";
  write_severities(view, out);
  write_sections(view, out);
  out << "</div>\n";
}

}  // namespace assay::reports::html
