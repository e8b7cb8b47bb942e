#include <algorithm>
#include <ostream>

#include "engine/base/text.h"
#include "reports/report.h"
#include "reports/rich_text.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Evidence;
using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kEvidenceShown = 6, kPlacesShown = 6, kFoundShown = 600;  // of a failing rule, unless verbose

// Characters of well-formed UTF-8, which is what a terminal's columns come closest to.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class TextWriter {
 public:
  TextWriter(const Results& results, const TextOptions& options, std::ostream& out) : results_(results), options_(options), out_(out) {}

  void write() {
    if (!options_.quiet) {
      write_head();
      write_deciding();
      write_others();
      write_notes();
    }
    const bool good = results_.verdict == evaluate::Verdict::compliant, bad = results_.verdict == evaluate::Verdict::not_compliant;
    out_ << colour(good ? kGreen : bad ? kRed : kYellow) << result_line(results_) << reset() << '\n';
  }

 private:
  static constexpr std::string_view kRed = "\x1b[1;31m", kGreen = "\x1b[32m", kYellow = "\x1b[1;33m", kDim = "\x1b[2m", kBold = "\x1b[1m";

  std::string_view colour(std::string_view code) const { return options_.colour ? code : std::string_view{}; }
  std::string_view reset() const { return colour("\x1b[0m"); }

  static std::string_view code_of(Outcome outcome) {
    switch (outcome) {
      case Outcome::fail: return kRed;
      case Outcome::error:
      case Outcome::unknown: return kYellow;
      case Outcome::pass:
      case Outcome::fixed: return kGreen;
      case Outcome::notapplicable:
      case Outcome::notchecked:
      case Outcome::notselected:
      case Outcome::informational: return kDim;
    }
    return {};
  }

  // Words at `indent`, after a label that is already written up to there.
  void wrapped(std::string_view text, std::size_t indent, std::string_view hanging = {}) {
    const std::size_t width = std::max(options_.width, indent + 20);
    if (indent + columns(text) <= width) {  // as it is, runs of spaces and all
      out_ << text << '\n';
      return;
    }
    std::size_t column = indent;
    bool first = true;
    for (const std::string_view word : words(text, " ")) {
      const std::size_t length = columns(word);
      if (!first && column + 1 + length > width) {
        out_ << '\n' << std::string(indent, ' ') << hanging;
        column = indent + columns(hanging);
      } else if (!first) {
        out_ << ' ';
        ++column;
      }
      out_ << word;
      column += length;
      first = false;
    }
    out_ << '\n';
  }

  void labelled(std::string_view label, std::string_view text, std::size_t indent, std::size_t label_width) {
    out_ << std::string(indent, ' ') << colour(kDim) << label << reset();
    out_ << std::string(label_width > label.size() ? label_width - label.size() : 1, ' ');
    wrapped(text, indent + std::max(label_width, label.size() + 1));
  }

  void write_head() {
    for (const auto& [label, text] : heading(results_)) labelled(label, terminal_text(text), 0, 11);
    out_ << '\n';
  }

  void write_deciding() {
    for (const Outcome outcome : {Outcome::fail, Outcome::error, Outcome::unknown})
      for (const RuleResult& rule : results_.rules)
        if (rule.outcome == outcome) write_full(rule);
  }

  void write_full(const RuleResult& rule) {
    const std::string label = to_upper(text_of(rule.outcome));
    out_ << colour(code_of(rule.outcome)) << label << reset() << std::string(label.size() < 8 ? 8 - label.size() : 1, ' ') << colour(kBold);
    wrapped(terminal_text(title_of(results_, *rule.rule.rule)), 8);
    out_ << reset() << "        " << colour(kDim) << terminal_text(rule.rule.rule->id) << "  " << text_of(rule.rule.severity);
    if (!rule.instance.empty()) out_ << "  " << terminal_text(rule.instance);
    out_ << reset() << '\n';
    const std::string_view label_of_messages = rule.outcome == Outcome::pass || rule.outcome == Outcome::fail ? "note" : "why";
    for (const std::string& message : rule.messages) labelled(label_of_messages, terminal_text(message), 8, 10);
    for (const evaluate::Override& changed : rule.overrides) labelled("by hand", terminal_text(override_text(changed)), 8, 10);
    if (rule.waiver) labelled("waiver", terminal_text(waiver_text(results_.waivers[*rule.waiver])), 8, 10);
    if (rule.baseline) labelled("baseline", terminal_text(baseline_text(results_, rule)), 8, 10);
    write_evidence(rule);
    out_ << '\n';
  }

  void write_evidence(const RuleResult& rule) {
    const std::size_t shown = options_.verbose ? rule.evidence.size() : std::min(rule.evidence.size(), kEvidenceShown);
    for (std::size_t i = 0; i < shown; ++i) {
      const Evidence& evidence = rule.evidence[i];
      if (i > 0) out_ << '\n';
      labelled("expected", terminal_text(evidence.expected), 8, 10);
      const std::string found = terminal_text(evidence.found);
      labelled("found", options_.verbose ? found : shortened(found, kFoundShown), 8, 10);
      write_places(evidence.where);
    }
    if (shown < rule.evidence.size())
      out_ << "        " << colour(kDim) << "and " << rule.evidence.size() - shown << " more (--verbose shows all)" << reset() << '\n';
  }

  void write_places(const std::vector<std::string>& where) {
    const std::size_t shown = options_.verbose ? where.size() : std::min(where.size(), kPlacesShown);
    for (std::size_t i = 0; i < shown; ++i) labelled(i == 0 ? "where" : "", terminal_text(where[i]), 8, 10);
    if (shown < where.size()) labelled("", "and " + std::to_string(where.size() - shown) + " more places", 8, 10);
  }

  void write_others() {
    bool any = false;
    for (const Outcome outcome : {Outcome::notchecked, Outcome::notapplicable, Outcome::informational, Outcome::fixed, Outcome::pass})
      for (const RuleResult& rule : results_.rules)
        if (rule.outcome == outcome) {
          write_line(rule);
          any = true;
        }
    if (any) out_ << '\n';
  }

  void write_line(const RuleResult& rule) {
    const std::string_view label = text_of(rule.outcome);
    out_ << colour(code_of(rule.outcome)) << label << reset() << std::string(label.size() < 15 ? 15 - label.size() : 1, ' ');
    std::string text = title_of(results_, *rule.rule.rule);
    if (!rule.overrides.empty())
      text += " (" + override_text(rule.overrides.back()) + ")";
    else if (!rule.messages.empty() && rule.outcome != Outcome::pass)
      text += " (" + rule.messages.front() + ")";
    if (rule.waiver) text += " (waiver " + waiver_text(results_.waivers[*rule.waiver]) + ")";
    wrapped(terminal_text(text), 15);
    if (options_.verbose) {
      out_ << "               " << colour(kDim) << terminal_text(rule.rule.rule->id) << reset() << '\n';
      if (!rule.evidence.empty()) write_evidence(rule);
    }
  }

  // Those that waive nothing stand with no rule that fails: what becomes of them is told here.
  void write_notes() {
    for (const evaluate::WaiverUse& use : results_.waivers)
      if (use.state != evaluate::WaiverState::used) labelled("waiver", terminal_text(use.waiver.rule_id + ": " + waiver_text(use)), 0, 8);
    for (const std::string& note : results_.notes) labelled("note", terminal_text(note), 0, 6);
    if (!results_.notes.empty() || !results_.waivers.empty()) out_ << '\n';
  }

  const Results& results_;
  const TextOptions& options_;
  std::ostream& out_;
};

}  // namespace

void write_text(const Results& results, const TextOptions& options, std::ostream& out) { TextWriter(results, options, out).write(); }

}  // namespace assay::reports
