// One rule: what was expected, found and where; why it matters; how it is repaired; what it serves.
#include <algorithm>
#include <ostream>

#include "engine/base/text.h"
#include "reports/frameworks.h"
#include "reports/html/parts.h"
#include "reports/rich_text.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports::html {
namespace {

using evaluate::RuleResult;
using xccdf::Outcome;

constexpr std::size_t kEvidenceShown = 50, kPlacesShown = 50, kTextShown = 4000;

class RuleBody {
 public:
  RuleBody(const View& view, const RuleResult& result, std::ostream& out)
      : view_(view), result_(result), rule_(*result.rule.rule), out_(out) {}

  void write() {
    write_names();
    write_standing();
    for (std::size_t i = 0; i < std::min(result_.evidence.size(), kEvidenceShown); ++i) write_evidence(result_.evidence[i]);
    if (result_.evidence.size() > kEvidenceShown)
      out_ << "<p>and " << result_.evidence.size() - kEvidenceShown << " more; the json report has all</p>\n";
    if (result_.outcome == Outcome::notchecked) write_texts("For a person to answer", rule_.questions);
    write_texts("Description", rule_.descriptions);
    write_texts("Why", rule_.rationales);
    write_texts("Warnings", rule_.warnings);
    if (to_repair()) write_repair();
    write_references();
  }

 private:
  bool to_repair() const {
    return result_.outcome != Outcome::pass && result_.outcome != Outcome::fixed && result_.outcome != Outcome::notapplicable;
  }

  void write_names() {
    out_ << "<p class=\"id\"><code>" << visible(rule_.id) << "</code>";
    for (const xccdf::Ident& ident : rule_.idents) out_ << " <code>" << visible(ident.text) << "</code>";
    out_ << "</p>\n";
  }

  // How the result came about, beside the evidence: reasons, waiver, answers, the baseline.
  void write_standing() {
    std::vector<std::string> lines = result_.messages;
    if (const evaluate::WaiverUse* waiver = waiver_of(view_.results, result_)) lines.push_back("waiver " + waiver_text(*waiver));
    for (const evaluate::Override& changed : result_.overrides) lines.push_back(override_text(changed));
    if (const std::string baseline = baseline_text(view_.results, result_); !baseline.empty()) lines.push_back(baseline);
    if (lines.empty()) return;
    out_ << "<ul class=\"standing\">\n";
    for (const std::string& line : lines) out_ << "<li>" << visible(shortened(line, kTextShown)) << "</li>\n";
    out_ << "</ul>\n";
  }

  void write_evidence(const evaluate::Evidence& evidence) {
    if (!evidence.test_comment.empty()) out_ << "<p class=\"about\">" << visible(evidence.test_comment) << "</p>\n";
    out_ << "<dl class=\"evidence\"><dt>Expected</dt><dd>" << visible(shortened(evidence.expected, kTextShown)) << "</dd><dt>Found</dt><dd>"
         << visible(shortened(evidence.found, kTextShown)) << "</dd>";
    write_places(evidence.where);
    out_ << "</dl>\n";
  }

  void write_places(const std::vector<std::string>& where) {
    if (where.empty()) return;
    out_ << "<dt>Where</dt><dd>";
    const std::size_t shown = std::min(where.size(), kPlacesShown);
    for (std::size_t i = 0; i < shown; ++i) out_ << (i ? "\n" : "") << "<code>" << visible(where[i]) << "</code>";
    if (shown < where.size()) out_ << "\nand " << where.size() - shown << " more";
    out_ << "</dd>";
  }

  void write_texts(std::string_view heading, const std::vector<xml::Fragment>& texts) {
    const std::string html = rich_html(view_.results, texts);
    if (!html.empty()) out_ << "<h4>" << heading << "</h4>\n" << html << '\n';
  }

  void write_repair() {
    std::vector<const evaluate::FixText*> fixes;
    for (const evaluate::FixText& fix : result_.fixes)
      if (!trim(fix.text).empty()) fixes.push_back(&fix);
    std::stable_partition(fixes.begin(), fixes.end(), [](const evaluate::FixText* fix) { return fix->system.ends_with(":sh"); });
    const std::string words = rich_html(view_.results, rule_.fixtexts);
    if (words.empty() && fixes.empty()) return;
    out_ << "<h4>How to repair</h4>\n" << words << '\n';
    for (const evaluate::FixText* fix : fixes) write_fix(*fix);
  }

  void write_fix(const evaluate::FixText& fix) {
    const std::string system = fix.system.substr(fix.system.rfind(':') + 1);
    out_ << "<details class=\"fix\"><summary>Fix" << (system.empty() ? "" : " (" + visible(system) + ")")
         << (fix.reboot ? ", needs a reboot" : "") << "</summary><pre>" << visible(trim(fix.text, "\r\n")) << "</pre></details>\n";
  }

  // A line for each framework, in the order of its first mention.
  void write_references() {
    std::vector<std::pair<std::string, std::string>> lists;
    for (const xccdf::Reference& reference : rule_.references) {
      const Framework* framework = framework_of(reference);
      const std::string title(framework ? framework->name : reference.href.empty() ? "Other" : reference.href);
      auto list = std::find_if(lists.begin(), lists.end(), [&](const auto& one) { return one.first == title; });
      if (list == lists.end()) list = lists.insert(list, {title, ""});
      list->second += (list->second.empty() ? "" : ", ") + std::string(reference.text);
    }
    if (lists.empty()) return;
    out_ << "<h4>References</h4>\n<dl class=\"facts references\">";
    for (const auto& [title, ids] : lists) out_ << "<dt>" << visible(title) << "</dt><dd>" << visible(ids) << "</dd>";
    out_ << "</dl>\n";
  }

  const View& view_;
  const RuleResult& result_;
  const xccdf::Rule& rule_;
  std::ostream& out_;
};

}  // namespace

void write_rule(const View& view, std::size_t rule, std::ostream& out) {
  const RuleResult& result = view.results.rules[rule];
  const Look& look = look_of(result.outcome);
  const xccdf::Severity severity = result.rule.severity;
  out << "<details class=\"rule\" id=\"" << rule_anchor(rule) << "\" data-result=\"" << text_of(result.outcome) << "\" data-severity=\""
      << text_of(severity) << '"';
  if (view.section_of[rule] != kNoSection) out << " data-section=\"" << view.section_of[rule] << '"';
  out << (waiver_of(view.results, result) ? " data-waived=\"yes\"" : "") << (look.decides ? " open" : "") << "><summary>";
  write_badge(look, out);
  out << "<span class=\"title\">" << safe(full_title(view.results, result)) << "</span>";
  if (waiver_of(view.results, result)) out << "<span class=\"badge warn\">waived</span>";
  if (severity != xccdf::Severity::unknown) out << "<span class=\"severity\">" << text_of(severity) << "</span>";
  out << "</summary>\n<div class=\"body\">\n";
  RuleBody(view, result, out).write();
  out << "</div></details>\n";
}

}  // namespace assay::reports::html
