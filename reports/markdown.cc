#include <algorithm>
#include <map>
#include <numeric>
#include <ostream>

#include "engine/base/text.h"
#include "reports/formats.h"
#include "reports/markdown_text.h"
#include "reports/report.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

// GitHub refuses a comment of more than 65,536 characters. Bytes are counted here, of which there are never fewer.
constexpr std::size_t kMostBytes = 65000, kWaiverBytes = 12000, kNotJudgedBytes = 8000;
constexpr std::size_t kTextBytes = 300, kEvidence = 3, kPlaces = 5;

std::string brief(std::string_view text) { return code_span(shortened(terminal_text(text), kTextBytes)); }
std::string brief_words(std::string_view text) { return markdown_words(shortened(terminal_text(text), kTextBytes)); }

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

// As many rows as fit, and how many do not.
std::string list(std::string_view heading, const std::vector<std::string>& rows, std::size_t most) {
  if (rows.empty()) return {};
  std::string text = "\n### " + std::string(heading) + "\n\n";
  std::size_t shown = 0;
  while (shown < rows.size() && text.size() + rows[shown].size() <= most) text += rows[shown++];
  if (shown < rows.size()) text += "- and " + std::to_string(rows.size() - shown) + " more: the html and json reports have all\n";
  return text;
}

class Comment {
 public:
  explicit Comment(const Results& results) : results_(results) {}

  std::string text() const {
    const std::string tail = waivers() + not_judged() + notes();
    const std::string top = head() + counts();
    return top + findings(kMostBytes - std::min(kMostBytes, top.size() + tail.size())) + tail;
  }

 private:
  std::string head() const {
    std::string verdict(text_of(results_.verdict));
    std::replace(verdict.begin(), verdict.end(), '-', ' ');
    std::string out = "## assay: " + verdict + "\n\n" + brief_words(reason(results_)) + "\n\n";
    for (const auto& [label, text] : heading(results_)) out += "- " + label + ": " + brief(text) + "\n";
    return out;
  }

  std::string counts() const {
    std::vector<std::pair<std::string, std::string>> columns;
    if (!results_.scores.empty()) columns.emplace_back("score", number(results_.scores.front().score));
    if (results_.score_with_waivers) columns.emplace_back("with waivers", number(*results_.score_with_waivers));
    columns.emplace_back("coverage", number(results_.coverage) + " %");
    for (const auto& row : xccdf::kOutcomeText)
      if (row.value != Outcome::notselected) columns.emplace_back(row.text, std::to_string(results_.counts.of(row.value)));
    std::string names = "\n|", rule = "|", values = "|";
    for (const auto& [name, value] : columns) {
      names += " " + name + " |";
      rule += " ---: |";
      values += " " + value + " |";
    }
    return names + "\n" + rule + "\n" + values + "\n";
  }

  struct Finding {
    const RuleResult* result;
    std::string remark;  // why it does not count; "" for what the gate stops for
  };

  // What the gate stops for first, then what it lets pass; of either, what is most severe: the end is what a long comment leaves out.
  std::vector<Finding> found() const {
    std::vector<Finding> all;
    const std::vector<bool> stops = stopping(results_);
    const std::vector<std::size_t> rows = most_severe_first(results_);
    for (const bool stopping_now : {true, false})
      for (const Outcome outcome : {Outcome::fail, Outcome::error, Outcome::unknown, Outcome::notchecked})
        for (const std::size_t i : rows) {
          const RuleResult& result = results_.rules[i];
          if (result.outcome != outcome || stops[i] != stopping_now || (!stopping_now && outcome == Outcome::notchecked)) continue;
          all.push_back({&result, stopping_now ? "" : why_let_pass(results_, result)});
        }
    return all;
  }

  std::string findings(std::size_t most) const {
    const std::vector<Finding> rules = found();
    if (rules.empty()) return {};
    std::string text = "\n### " + counted(rules.size(), "rule does not pass", "rules do not pass") + "\n\n";
    static constexpr std::size_t kLastLine = 120;
    most -= std::min(most, text.size() + kLastLine);
    std::vector<std::string> lines_only;
    for (const Finding& rule : rules) lines_only.push_back("- " + line(rule) + "\n");
    std::size_t rest = std::accumulate(lines_only.begin(), lines_only.end(), std::size_t{0},
                                       [](std::size_t sum, const std::string& one) { return sum + one.size(); });
    std::size_t used = 0, cut = 0;
    for (std::size_t i = 0; i < rules.size(); ++i) {  // in full while all others still get their line
      rest -= lines_only[i].size();
      const bool told = !rules[i].result->messages.empty() || !rules[i].result->evidence.empty();
      std::string piece = told ? full(rules[i]) : "";
      if (!told || used + piece.size() + rest > most) piece = "\n" + lines_only[i];
      if (used + piece.size() > most) {
        ++cut;
        continue;
      }
      used += piece.size();
      text += piece;
    }
    if (cut) text += "\n" + counted(cut, "rule is", "rules are") + " left out for length: the html and json reports have all.\n";
    return text;
  }

  std::string line(const Finding& finding) const {
    const RuleResult& result = *finding.result;
    std::string text = "**" + std::string(text_of(result.outcome)) + "** " + brief_words(full_title(results_, result)) + " (" +
                       std::string(text_of(result.rule.severity)) + ")";
    if (!finding.remark.empty()) text += ", " + brief_words(finding.remark);
    return text;
  }

  std::string full(const Finding& finding) const {
    const RuleResult& result = *finding.result;
    std::string text = "<details><summary><b>" + std::string(text_of(result.outcome)) + "</b> " +
                       html_words(shortened(full_title(results_, result), kTextBytes)) + " (" + std::string(text_of(result.rule.severity)) +
                       ")";
    if (!finding.remark.empty()) text += ", " + html_words(shortened(finding.remark, kTextBytes));
    text += "</summary>\n\n";
    for (std::size_t i = 0; i < std::min(result.messages.size(), kEvidence); ++i) text += "- " + brief(result.messages[i]) + "\n";
    for (std::size_t i = 0; i < std::min(result.evidence.size(), kEvidence); ++i) text += evidence(result.evidence[i]);
    if (result.evidence.size() > kEvidence) text += "- and " + std::to_string(result.evidence.size() - kEvidence) + " more\n";
    return text + "\n</details>\n";
  }

  static std::string evidence(const evaluate::Evidence& one) {
    std::string text = "- expected " + brief(one.expected) + "\n  - found " + brief(one.found) + "\n";
    std::vector<std::string> places;
    for (std::size_t i = 0; i < std::min(one.where.size(), kPlaces); ++i) places.push_back(brief(one.where[i]));
    if (one.where.size() > kPlaces) places.push_back("and " + std::to_string(one.where.size() - kPlaces) + " more");
    return places.empty() ? text : text + "  - where " + join(places, ", ") + "\n";
  }

  std::string waivers() const {
    std::vector<std::string> rows;
    for (const evaluate::WaiverUse& use : results_.waivers)
      rows.push_back("- " + brief(use.waiver.rule_id) + ": " + brief(waiver_text(use)) + "\n");
    return list("Waivers", rows, kWaiverBytes);
  }

  // Rules nobody judged, by the reason they have in common.
  std::string not_judged() const {
    std::map<std::pair<Outcome, std::string>, std::size_t> reasons;
    for (const RuleResult& result : results_.rules)
      if (result.outcome == Outcome::notchecked || result.outcome == Outcome::notapplicable)
        ++reasons[{result.outcome, result.messages.empty() ? "" : shortened(terminal_text(result.messages.front()), kTextBytes)}];
    std::vector<std::pair<std::size_t, std::string>> rows;
    for (const auto& [what, count] : reasons)
      rows.emplace_back(count, "- " + std::to_string(count) + " " + std::string(text_of(what.first)) +
                                   (what.second.empty() ? "" : ": " + brief(what.second)) + "\n");
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> texts;
    for (const auto& row : rows) texts.push_back(row.second);
    return list("Not judged", texts, kNotJudgedBytes);
  }

  std::string notes() const {
    std::vector<std::string> rows;
    for (const std::string& note : results_.notes) rows.push_back("- " + brief(note) + "\n");
    return list("Notes", rows, kNotJudgedBytes);
  }

  const Results& results_;
};

}  // namespace

void write_markdown(const Results& results, std::ostream& out) { out << Comment(results).text(); }

}  // namespace assay::reports
