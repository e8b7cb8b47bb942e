#include "engine/cli/certificate_text.h"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "engine/base/text.h"
#include "engine/certify/tree_digest.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

class Lines {
 public:
  explicit Lines(std::ostream& out) : out_(out) {}
  void line(std::string label, std::string_view text) {
    label.resize(std::max<std::size_t>(label.size() + 1, 12), ' ');
    out_ << label << reports::terminal_text(text) << '\n';
  }
  void line_if(const char* label, const std::string& text) {
    if (!text.empty()) line(label, text);
  }

 private:
  std::ostream& out_;
};

std::string with_version(const certify::Named& what) {
  std::string text = what.title.empty() ? what.id : what.title;
  if (!what.version.empty()) text += ", version " + what.version;
  return text;
}

std::string file_text(const certify::CertifiedFile& file) {
  return file.name + (file.sha256.empty() ? ", its digest is not known" : ", sha256 " + file.sha256);
}

std::string target_of(const certify::Statement& statement) {
  std::string text = statement.target;
  for (const std::string& more : {statement.os, statement.architecture})
    if (!more.empty()) text += ", " + more;
  if (!statement.live) return text;
  return text + (*statement.live ? " (running system)" : " (files; not running)");
}

std::string binding_of(const certify::Binding& binding) {
  if (!binding.unproven.empty()) return "NOT PROVEN: nothing shows that the results are of this image: " + binding.unproven;
  return "the image holds the files that were scanned, " + std::string(certify::kEntriesDigest) + " " + binding.entries_digest;
}

std::string score_of(const certify::Statement& statement) {
  if (statement.scores.empty()) return "none";
  std::string text = reports::number(statement.scores.front().score) + " of " + reports::number(statement.scores.front().maximum);
  if (statement.score_with_waivers) text += ", " + reports::number(*statement.score_with_waivers) + " with waivers";
  return text;
}

std::string counts_of(const evaluate::Counts& counts) {
  std::string text;
  for (const auto& row : xccdf::kOutcomeText)
    if (const std::size_t count = counts.of(row.value); count != 0 && row.value != xccdf::Outcome::notselected)
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(row.text);
  return text.empty() ? "no rule is selected" : text;
}

std::string waiver_text(const evaluate::WaiverUse& use) {
  return use.waiver.rule_id + ": " + use.waiver.reason + " (" + use.waiver.owner + ", until " + use.waiver.expires + ", " +
         std::string(text_of(use.state)) + ")";
}

}  // namespace

std::string verdict_in_capitals(evaluate::Verdict verdict) {
  std::string words = reports::to_upper(text_of(verdict));
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

void print_statement(const certify::Statement& statement, const std::string& key_id, std::ostream& out) {
  Lines lines(out);
  lines.line("Verdict", verdict_in_capitals(statement.verdict));
  lines.line("Image", statement.subject.name + ", " + statement.subject.algorithm + " " + statement.subject.digest);
  lines.line("Scanned", target_of(statement));
  lines.line("Binding", binding_of(statement.binding));
  lines.line("Benchmark", with_version(statement.benchmark));
  lines.line("Profile", statement.profile.id.empty() ? "none: the benchmark's own selection"
                                                     : with_version(statement.profile) + " (" + statement.profile.id + ")");
  lines.line("Content", file_text(statement.content));
  if (statement.tailoring) lines.line("Tailoring", file_text(*statement.tailoring));
  lines.line_if("Baseline", statement.baseline);
  lines.line("Score", score_of(statement));
  lines.line("Coverage", reports::number(statement.coverage) + " % of the selected rules were judged");
  for (const std::string& floor : statement.missed) lines.line("Missed", floor);
  lines.line("Results", counts_of(statement.counts));
  const auto unjudged = std::count_if(statement.rules.begin(), statement.rules.end(),
                                      [](const certify::CertifiedRule& rule) { return certify::is_unjudged(rule.outcome); });
  lines.line("Not judged", std::to_string(unjudged) + " of " + std::to_string(statement.rules.size()) + " selected rules");
  if (statement.waivers.empty()) lines.line("Waivers", "none");
  for (const evaluate::WaiverUse& use : statement.waivers) lines.line("Waiver", waiver_text(use));
  for (const certify::CertifiedRule& rule : statement.rules)
    if (!rule.answered.empty()) lines.line("Answer", rule.id + ": " + std::string(text_of(rule.outcome)) + " says " + rule.answered);
  for (const std::string& note : statement.notes) lines.line("Note", note);
  if (statement.scan_end != 0)
    lines.line("Judged", utc_time(statement.scan_end) + " by " + statement.tool_name + " " + statement.tool_version);
  lines.line("Issued", utc_time(statement.issued));
  lines.line("Expires", utc_time(statement.expires));
  lines.line("Key", key_id);
}

}  // namespace assay::cli
