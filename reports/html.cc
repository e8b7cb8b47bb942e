#include <algorithm>
#include <array>
#include <ostream>

#include "engine/base/text.h"
#include "engine/xml/writer.h"
#include "reports/formats.h"
#include "reports/html_style.h"
#include "reports/report.h"
#include "reports/rich_text.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kEvidenceShown = 50, kPlacesShown = 50, kFoundShown = 4000;

struct Section {
  Outcome outcome;
  std::string_view heading, badge, look;
  bool open;  // shown unfolded
};
constexpr Section kSections[] = {
    {Outcome::fail, "Failing rules", "fail", "fail", true},
    {Outcome::error, "Rules that ended in error", "error", "warn", true},
    {Outcome::unknown, "Rules whose outcome is unknown", "unknown", "warn", true},
    {Outcome::notchecked, "Rules that could not be checked", "not checked", "none", false},
    {Outcome::notapplicable, "Rules that do not apply here", "not applicable", "none", false},
    {Outcome::informational, "Informational rules", "informational", "none", false},
    {Outcome::fixed, "Rules that were repaired", "fixed", "pass", false},
    {Outcome::pass, "Passing rules", "pass", "pass", false},
};

std::string safe(std::string_view text) { return xml::escape_text(text); }

// The end of a text that is too long to read, cut between characters.
std::string shortened(std::string_view bytes) {
  std::string text = printable(bytes);
  if (text.size() <= kFoundShown) return safe(text);
  std::size_t end = kFoundShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return safe(text.substr(0, end)) + "… <em>(" + std::to_string(text.size()) + " bytes; the json report has all)</em>";
}

class Page {
 public:
  Page(const Results& results, std::ostream& out) : results_(results), out_(out) {}

  void write() {
    write_top();
    write_verdict();
    write_counts();
    write_facts();
    for (const Section& section : kSections) write_section(section);
    write_notices();
    out_ << "<footer>assay " << safe(results_.tool_version) << ". This page needs no network and no scripts.</footer>\n</body>\n</html>\n";
  }

 private:
  void write_top() {
    const xccdf::Benchmark* benchmark = results_.checklist.benchmark.get();
    const std::string title = benchmark ? benchmark->title : "Results";
    const std::string& target =
        results_.target.system.primary_host_name.empty() ? results_.target.label : results_.target.system.primary_host_name;
    out_ << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
         << "<title>" << safe(target + ": " + title) << "</title>\n<style>" << kStyle << "</style>\n</head>\n<body>\n"
         << "<header><h1>" << safe(title) << "</h1></header>\n";
  }

  void figure(std::string_view number, std::string_view label) {
    out_ << "<div class=\"figure\"><b>" << safe(number) << "</b><span>" << safe(label) << "</span></div>\n";
  }

  void write_verdict() {
    const std::string_view verdict = text_of(results_.verdict);
    std::string words(verdict);
    std::replace(words.begin(), words.end(), '-', ' ');
    out_ << "<section class=\"verdict " << verdict << "\">\n<strong>" << words << "</strong>\n";
    if (!results_.scores.empty()) figure(number(results_.scores.front().score), "score of " + number(results_.scores.front().maximum));
    figure(number(results_.coverage) + " %", "coverage: rules judged of rules selected");
    figure(std::to_string(results_.counts.selected()),
           "rules selected of " + std::to_string(results_.counts.selected() + results_.counts.notselected));
    out_ << "<p>" << safe(reason(results_)) << "</p>\n</section>\n";
  }

  void write_counts() {
    const std::size_t all = std::max<std::size_t>(results_.counts.selected(), 1);
    out_ << "<div class=\"bar\" role=\"presentation\">";
    for (const Section& section : kSections) {
      const std::size_t count = results_.counts.of(section.outcome);
      if (count)
        out_ << "<i class=\"" << section.look
             << "\" style=\"width:" << number(100.0 * static_cast<double>(count) / static_cast<double>(all)) << "%\"></i>";
    }
    out_ << "</div>\n<ul class=\"counts\">\n";
    for (const Section& section : kSections) {
      const std::size_t count = results_.counts.of(section.outcome);
      if (count) out_ << "<li class=\"" << section.look << "\"><i></i><b>" << count << "</b> " << section.badge << "</li>\n";
    }
    out_ << "</ul>\n";
  }

  void write_facts() {
    out_ << "<dl class=\"facts\">\n";
    for (const auto& [label, text] : heading(results_)) out_ << "<dt>" << safe(label) << "</dt><dd>" << safe(text) << "</dd>\n";
    for (const std::string& note : results_.notes) out_ << "<dt>Note</dt><dd>" << safe(note) << "</dd>\n";
    out_ << "</dl>\n";
  }

  // What its authors want said of the benchmark wherever its results are read.
  void write_notices() {
    const xccdf::Benchmark* benchmark = results_.checklist.benchmark.get();
    const std::string html = benchmark ? rich_html(results_, benchmark->notices) : std::string();
    if (!html.empty()) out_ << "<section class=\"others\">\n<h2>About this benchmark</h2>\n" << html << "\n</section>\n";
  }

  void write_section(const Section& section) {
    const std::size_t count = results_.counts.of(section.outcome);
    if (count == 0) return;
    out_ << "<section class=\"" << (section.open ? "deciding" : "others") << "\">\n<h2>" << section.heading << " (" << count << ")</h2>\n";
    for (const RuleResult& rule : results_.rules)
      if (rule.outcome == section.outcome) write_rule(rule, section);
    out_ << "</section>\n";
  }

  void write_rule(const RuleResult& result, const Section& section) {
    const xccdf::Rule& rule = *result.rule.rule;
    out_ << "<details" << (section.open ? " open" : "") << "><summary><span class=\"badge " << section.look << "\">" << section.badge
         << "</span><span class=\"title\">" << safe(title_of(results_, rule)) << "</span><span class=\"severity\">"
         << (result.rule.severity == xccdf::Severity::unknown ? std::string_view{} : text_of(result.rule.severity))
         << "</span></summary>\n<div class=\"body\">\n<p class=\"id mono\">" << safe(rule.id);
    for (const xccdf::Ident& ident : rule.idents) out_ << " · " << safe(ident.text);
    if (!result.instance.empty()) out_ << " · " << safe(result.instance);
    out_ << "</p>\n";
    write_why(result);
    write_evidence(result);
    if (result.outcome == Outcome::notchecked) write_texts("For a person to answer", rule.questions);
    write_texts("Description", rule.descriptions);
    write_texts("Rationale", rule.rationales);
    write_texts("Warnings", rule.warnings);
    write_repair(result);
    out_ << "</div></details>\n";
  }

  void write_why(const RuleResult& result) {
    if (result.messages.empty() && result.overrides.empty()) return;
    out_ << "<ul class=\"plain\">\n";
    for (const std::string& message : result.messages) out_ << "<li>" << safe(message) << "</li>\n";
    for (const evaluate::Override& changed : result.overrides) out_ << "<li>" << safe(override_text(changed)) << "</li>\n";
    out_ << "</ul>\n";
  }

  void write_evidence(const RuleResult& result) {
    const std::size_t shown = std::min(result.evidence.size(), kEvidenceShown);
    for (std::size_t i = 0; i < shown; ++i) {
      const evaluate::Evidence& evidence = result.evidence[i];
      out_ << "<dl class=\"evidence\">";
      if (!evidence.test_comment.empty()) out_ << "<div class=\"about\">" << safe(evidence.test_comment) << "</div>";
      out_ << "<dt>expected</dt><dd>" << shortened(evidence.expected) << "</dd><dt>found</dt><dd>" << shortened(evidence.found) << "</dd>";
      if (!evidence.where.empty()) write_places(evidence.where);
      out_ << "</dl>\n";
    }
    if (shown < result.evidence.size()) out_ << "<p>and " << result.evidence.size() - shown << " more; the json report has all</p>\n";
  }

  void write_places(const std::vector<std::string>& where) {
    out_ << "<dt>where</dt><dd>";
    const std::size_t shown = std::min(where.size(), kPlacesShown);
    for (std::size_t i = 0; i < shown; ++i) out_ << (i ? "\n" : "") << "<code>" << safe(where[i]) << "</code>";
    if (shown < where.size()) out_ << "\nand " << where.size() - shown << " more";
    out_ << "</dd>";
  }

  void write_texts(std::string_view heading_text, const std::vector<xml::Fragment>& texts) {
    const std::string html = rich_html(results_, texts);
    if (html.empty()) return;
    out_ << "<h3>" << heading_text << "</h3>\n" << html << '\n';
  }

  void write_repair(const RuleResult& result) {
    if (result.outcome == Outcome::pass) return;
    write_texts("How to repair", result.rule.rule->fixtexts);
    for (const evaluate::FixText& fix : result.fixes) {
      if (trim(fix.text).empty()) continue;
      const std::string_view system = fix.system;
      const std::size_t colon = system.rfind(':');
      out_ << "<details><summary>Fix"
           << (system.empty() ? "" : " (" + safe(system.substr(colon == std::string_view::npos ? 0 : colon + 1)) + ")")
           << (fix.reboot ? ", needs a reboot" : "") << "</summary><pre>" << safe(trim(fix.text, "\r\n")) << "</pre></details>\n";
    }
  }

  const Results& results_;
  std::ostream& out_;
};

}  // namespace

void write_html(const Results& results, std::ostream& out) { Page(results, out).write(); }

}  // namespace assay::reports
