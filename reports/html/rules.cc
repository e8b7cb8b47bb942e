// The list of rules and what narrows it. The filter is the script's: without it, it stays hidden and all rules are shown.
#include <algorithm>
#include <numeric>
#include <ostream>

#include "reports/html/parts.h"
#include "reports/rule_facts.h"

namespace assay::reports::html {
namespace {

using xccdf::Severity;

class Choice {
 public:
  Choice(std::string_view name, std::string_view label, std::ostream& out) : out_(out) {
    out_ << "<div><label for=\"by-" << name << "\">" << label << "</label><select id=\"by-" << name << "\" name=\"" << name << "\">";
    option("", "any");
  }
  ~Choice() { out_ << "</select></div>\n"; }
  Choice(const Choice&) = delete;
  Choice& operator=(const Choice&) = delete;

  void option(std::string_view value, std::string_view text) { out_ << "<option value=\"" << value << "\">" << safe(text) << "</option>"; }

 private:
  std::ostream& out_;
};

void write_results(const View& view, std::ostream& out) {
  Choice choice("result", "Result", out);
  for (const Look& look : looks())
    if (view.results.counts.of(look.outcome)) choice.option(text_of(look.outcome), look.badge);
}

void write_severities(const View& view, std::ostream& out) {
  Choice choice("severity", "Severity", out);
  for (const Severity severity : {Severity::high, Severity::medium, Severity::low, Severity::info, Severity::unknown})
    if (std::any_of(view.results.rules.begin(), view.results.rules.end(), [&](const evaluate::RuleResult& rule) {
          return rule.rule.severity == severity && look_of(rule.outcome).outcome == rule.outcome;
        }))
      choice.option(text_of(severity), severity == Severity::unknown ? std::string_view("not said") : text_of(severity));
}

void write_sections(const View& view, std::ostream& out) {
  if (view.sections.empty()) return;
  Choice choice("section", "Section", out);
  for (std::size_t i = 0; i < view.sections.size(); ++i) choice.option(std::to_string(i), view.sections[i].title);
}

void write_waived(const View& view, std::ostream& out) {
  if (view.results.waivers.empty()) return;
  Choice choice("waived", "Waived", out);
  choice.option("yes", "yes");
  choice.option("no", "no");
}

void write_filter(const View& view, std::ostream& out) {
  out << "<form id=\"filter\" role=\"search\" aria-label=\"Rules\" autocomplete=\"off\" hidden>\n"
         "<div class=\"wide\"><label for=\"by-text\">Search</label><input type=\"search\" id=\"by-text\" name=\"text\" "
         "spellcheck=\"false\"></div>\n";
  write_results(view, out);
  write_severities(view, out);
  write_sections(view, out);
  write_waived(view, out);
  out << "<div class=\"actions\"><button type=\"reset\">Show all</button>\n<button type=\"button\" id=\"unfold\">Unfold all</button>\n"
         "<button type=\"button\" id=\"fold\">Fold all</button></div>\n</form>\n"
         "<p id=\"shown\" role=\"status\" aria-live=\"polite\">"
      << counted(view.results.counts.selected(), "rule", "rules") << "</p>\n";
}

std::vector<std::size_t> in_order(const evaluate::Results& results) {
  std::vector<std::size_t> rows(results.rules.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

// What keeps the target from complying has its worst first; the others are in the order of the benchmark.
void write_group(const View& view, const Look& look, std::ostream& out) {
  const std::size_t count = view.results.counts.of(look.outcome);
  if (count == 0) return;
  const std::string id = "result-" + std::string(text_of(look.outcome));
  out << "<section class=\"group\" aria-labelledby=\"" << id << "\">\n<h3 id=\"" << id << "\">" << look.heading
      << " <span class=\"count\">(" << count << ")</span></h3>\n";
  for (const std::size_t i : look.decides ? most_severe_first(view.results) : in_order(view.results))
    if (view.results.rules[i].outcome == look.outcome) write_rule(view, i, out);
  out << "</section>\n";
}

}  // namespace

void write_rules(const View& view, std::ostream& out) {
  out << "<section class=\"rules\" aria-labelledby=\"rules\">\n<h2 id=\"rules\" tabindex=\"-1\">Rules</h2>\n";
  write_filter(view, out);
  for (const Look& look : looks()) write_group(view, look, out);
  out << "</section>\n";
}

}  // namespace assay::reports::html
