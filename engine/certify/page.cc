#include "engine/certify/page.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <ostream>
#include <vector>

#include "engine/base/base64.h"
#include "engine/base/digest.h"
#include "engine/base/text.h"
#include "engine/certify/page_style.h"
#include "engine/certify/tree_digest.h"
#include "engine/xml/writer.h"

namespace assay::certify {
namespace {

// What fits one sheet; the certificate has all.
constexpr std::size_t kRulesShown = 6, kWaiversShown = 4, kReasonsShown = 4, kNotesShown = 3;
constexpr std::size_t kText = 150, kLine = 92, kWord = 45;  // bytes of one text, of one that has a line to itself, of a part of one

std::string safe(std::string_view text, std::size_t most = kText) {
  std::string words = printable(text);
  if (words.size() > most) {
    std::size_t end = most;
    while ((static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;
    words = words.substr(0, end) + "…";
  }
  return xml::escape_text(words);
}

std::string plain(double value) {
  std::array<char, 32> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} ? std::string(digits.data(), end) : "";
}

std::string shell_word(const std::string& name) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-";
  if (!name.empty() && name.front() != '-' && name.find_first_not_of(kPlain) == std::string::npos) return name;
  std::string quoted = "'";
  for (const char c : name) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

struct Words {
  std::string_view heading, meaning;
};

Words words_of(evaluate::Verdict verdict) {
  switch (verdict) {
    case evaluate::Verdict::compliant:
      return {"✓ Compliant", "Every rule that counts and could be judged is met, or is waived as listed below."};
    case evaluate::Verdict::not_compliant:
      return {"✗ NOT COMPLIANT", "This image does not meet the profile. The page records that; it approves nothing."};
    case evaluate::Verdict::indeterminate: break;
  }
  return {"? INDETERMINATE", "Too little could be judged to say whether this image meets the profile. The page approves nothing."};
}

std::string words_of(xccdf::Outcome outcome) {
  if (outcome == xccdf::Outcome::notapplicable) return "not applicable";
  return outcome == xccdf::Outcome::notchecked ? "left to a person" : std::string(text_of(outcome));
}

class Page {
 public:
  Page(const Statement& statement, const PublicKey& key, const std::string& certificate, std::ostream& out)
      : statement_(statement), key_(key), certificate_(certificate), out_(out) {}

  void write() {
    const Words words = words_of(statement_.verdict);
    const std::string style(kPageStyle);
    out_ << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
         << base64(raw_digest("SHA-256", style).value_or("")) << "'\">\n"
         << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" << words.heading << ": "
         << safe(statement_.subject.name) << "</title>\n<style>" << style << "</style>\n</head>\n<body>\n<main class=\""
         << text_of(statement_.verdict) << "\">\n<header><p>Result of a hardening assessment of the image " << safe(statement_.subject.name)
         << "</p><h1>" << words.heading << "</h1><p>" << words.meaning << "</p></header>\n<div class=\"body\">\n";
    write_figures();
    write_facts();
    write_notes();
    write_failing();
    write_waivers();
    write_unjudged();
    write_check();
    write_footer();
    out_ << "</div>\n</main>\n</body>\n</html>\n";
  }

 private:
  void figure(const std::string& number, const std::string& label) {
    out_ << "<div><b>" << number << "</b><span>" << label << "</span></div>\n";
  }

  void write_figures() {
    out_ << "<div class=\"figures\">\n";
    if (!statement_.scores.empty()) {
      const evaluate::Score& score = statement_.scores.front();
      figure(plain(score.score), "score of " + plain(score.maximum) + (statement_.score_with_waivers ? ", without waivers" : ""));
    }
    if (statement_.score_with_waivers) figure(plain(*statement_.score_with_waivers), "score with waivers");
    figure(plain(statement_.coverage) + " %", "coverage: judged of selected rules");
    for (const auto& row : xccdf::kOutcomeText)
      if (const std::size_t count = statement_.counts.of(row.value); count != 0 && row.value != xccdf::Outcome::notselected)
        figure(std::to_string(count), words_of(row.value));
    out_ << "</div>\n";
  }

  void fact(const char* label, const std::string& html) { out_ << "<dt>" << label << "</dt><dd>" << html << "</dd>\n"; }

  static std::string named(const Named& what) {
    return safe(what.title.empty() ? what.id : what.title) + (what.version.empty() ? "" : ", version " + safe(what.version));
  }

  static std::string file(const CertifiedFile& one) {
    return safe(one.name) + (one.sha256.empty() ? ", its digest is not known" : " " + code(one.sha256));
  }

  static std::string code(const std::string& text) { return "<code>" + safe(text) + "</code>"; }

  void write_facts() {
    out_ << "<section><h2>What was assessed</h2>\n<dl>\n";
    fact("Image", "<b>" + safe(statement_.subject.name) + "</b>");
    fact(statement_.subject.algorithm == kTreeDigest ? "Tree digest" : "SHA-256", code(statement_.subject.digest));
    std::string scanned = safe(statement_.target);
    for (const std::string& more : {statement_.os, statement_.architecture})
      if (!more.empty()) scanned += ", " + safe(more);
    fact("Scanned", scanned + (!statement_.live ? "" : *statement_.live ? " (running)" : " (files, not running)"));
    const Binding& binding = statement_.binding;
    fact("Results of", binding.unproven.empty() ? "this image: it holds the files that were scanned"
                                                : "<b>not proven</b> to be this image: " + safe(binding.unproven, kLine));
    fact("Assessed against", named(statement_.benchmark));
    fact("Profile", statement_.profile.id.empty() ? "none: the benchmark's own selection" : named(statement_.profile));
    fact("Content", file(statement_.content));
    if (statement_.tailoring) fact("Tailoring", file(*statement_.tailoring));
    const auto answered =
        std::count_if(statement_.rules.begin(), statement_.rules.end(), [](const auto& rule) { return !rule.answered.empty(); });
    if (answered != 0) fact("Answers", std::to_string(answered) + " of the rules were decided by people, whom the certificate names");
    if (!statement_.baseline.empty()) fact("Baseline", safe(statement_.baseline) + " (only what is worse than it counts)");
    if (statement_.scan_end != 0)
      fact("Assessed", utc_time(statement_.scan_end) + " by " + safe(statement_.tool_name + " " + statement_.tool_version));
    fact("Valid", utc_time(statement_.issued) + " to <b>" + utc_time(statement_.expires) + "</b>");
    fact("Signed with", std::string(text_of(key_.type())) + " key " + code(key_.id()));
    out_ << "</dl></section>\n";
  }

  // `lines` are HTML.
  void list(const std::string& heading, const std::vector<std::string>& lines, std::size_t shown) {
    if (lines.empty()) return;
    out_ << "<section><h2>" << heading << "</h2>\n<ul>\n";
    for (std::size_t i = 0; i < std::min(lines.size(), shown); ++i) out_ << "<li>" << lines[i] << "</li>\n";
    if (lines.size() > shown) out_ << "<li>and " << lines.size() - shown << " more, in the certificate</li>\n";
    out_ << "</ul></section>\n";
  }

  void write_notes() {
    std::vector<std::string> lines;
    for (const std::string& note : statement_.notes) lines.push_back(safe(note, kLine));
    list("Notes (" + std::to_string(lines.size()) + ")", lines, kNotesShown);
  }

  void write_failing() {
    std::vector<std::string> missed, lines;
    for (const std::string& floor : statement_.missed) missed.push_back(safe(floor, kLine));
    list("Floors that were not reached", missed, kNotesShown);
    for (const CertifiedRule& rule : statement_.rules)
      if (rule.outcome == xccdf::Outcome::fail && !rule.waived) lines.push_back(safe(rule.title, kLine));
    list("Fails (" + std::to_string(lines.size()) + ")", lines, kRulesShown);
  }

  const std::string& title_of(const std::string& rule_id) const {
    const auto rule = std::find_if(statement_.rules.begin(), statement_.rules.end(), [&](const auto& one) { return one.id == rule_id; });
    return rule == statement_.rules.end() || rule->title.empty() ? rule_id : rule->title;
  }

  void write_waivers() {
    std::vector<std::string> lines;
    for (const evaluate::WaiverUse& use : statement_.waivers)
      lines.push_back(safe(title_of(use.waiver.rule_id), kWord) + ": " + safe(use.waiver.reason, kLine) + " (" +
                      safe(use.waiver.owner, kWord) + ", until " + safe(use.waiver.expires, kWord) + ", " +
                      std::string(text_of(use.state)) + ")");
    list("Waivers: accepted deviations (" + std::to_string(lines.size()) + ")", lines, kWaiversShown);
  }

  // By reason, the most frequent first.
  void write_unjudged() {
    std::map<std::string, std::size_t> reasons;
    std::size_t all = 0;
    for (const CertifiedRule& rule : statement_.rules) {
      if (!is_unjudged(rule.outcome)) continue;
      ++reasons[rule.why.empty() ? words_of(rule.outcome) : rule.why];
      ++all;
    }
    std::vector<std::pair<std::string, std::size_t>> sorted(reasons.begin(), reasons.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> lines;
    for (const auto& [why, count] : sorted)
      lines.push_back(std::to_string(count) + (count == 1 ? " rule: " : " rules: ") + safe(why, kLine));
    list("Not judged (" + std::to_string(all) + " of " + std::to_string(statement_.rules.size()) + " selected rules)", lines,
         kReasonsShown);
  }

  void write_check() {
    const std::string file = shell_word(certificate_), image = shell_word(statement_.subject.name);
    out_ << "<section><h2>How to check</h2>\n<p>This page is a rendering: what counts is the signed certificate.</p>\n<pre>"
         << safe("assay verify " + file + " --pub pub.pem --image " + image) << "</pre>\n<p>With openssl alone:</p>\n<pre>"
         << safe("jq -r .payload " + file + " | base64 -d >payload; jq -r '.signatures[0].sig' " + file + " | base64 -d >sig") << '\n'
         << safe("{ printf 'DSSEv1 28 application/vnd.in-toto+json %s ' $(stat -c %s payload); cat payload; } >signed") << '\n'
         << (key_.type() == KeyType::ed25519 ? "openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in signed -sigfile sig"
                                             : "openssl dgst -sha256 -verify pub.pem -signature sig signed")
         << "</pre></section>\n";
  }

  void write_footer() {
    out_ << "<footer>\n";
    const std::string& notice = statement_.notice;
    out_ << "<p>" << (notice.empty() ? "Assessed against, not certified by, whoever publishes the benchmark." : safe(notice))
         << "</p>\n</footer>\n";
  }

  const Statement& statement_;
  const PublicKey& key_;
  const std::string& certificate_;
  std::ostream& out_;
};

}  // namespace

void write_page(const Statement& statement, const PublicKey& key, const std::string& certificate, std::ostream& out) {
  Page(statement, key, certificate, out).write();
}

}  // namespace assay::certify
