// From JSON to a statement.
#include <algorithm>

#include "engine/base/json_reader.h"
#include "engine/certify/statement.h"
#include "engine/certify/statement_json.h"
#include "engine/certify/tree_digest.h"

namespace assay::certify {
namespace {

// Lists and times that must be there.
template <class Work>
void each(const JsonPlace& from, const char* name, Work work) {
  (void)from.member(name).size();
  from.each(name, work);
}

std::int64_t time(const JsonPlace& from, const char* name) {
  (void)from.member(name);
  return from.time(name);
}

Subject read_subject(const JsonPlace& at) {
  const JsonPlace digest = at.member("digest");
  for (const char* algorithm : {"sha256", kTreeDigest.data()})
    if (digest.has(algorithm)) return {at.text_or_empty("name"), algorithm, digest.sha256(algorithm)};
  digest.refuse("has no algorithm that is known (sha256, assayTree1)");
}

Binding read_binding(const JsonPlace& at) {
  Binding binding{at.sha256(kEntriesDigest.data()), at.text_or_empty("unproven")};
  if (binding.entries_digest.empty() == binding.unproven.empty()) at.refuse("has to hold assayEntries1 or unproven");
  return binding;
}

Named read_named(const JsonPlace& at) { return {at.text("id"), at.text_or_empty("title"), at.text_or_empty("version")}; }

void read_numbers(const JsonPlace& from, Statement& to) {
  each(from, "scores", [&](const JsonPlace& score) {
    to.scores.push_back({score.text("system"), score.number("score"), score.number("maximum")});
  });
  if (from.has("score_with_waivers")) to.score_with_waivers = from.number("score_with_waivers");
  to.coverage = from.number("coverage");
  const JsonPlace counts = from.member("counts");
  for (const auto& row : xccdf::kOutcomeText) to.counts.of(row.value) = counts.index(row.text.data());
}

CertifiedRule read_rule(const JsonPlace& at) {
  CertifiedRule rule;
  rule.id = at.text("id");
  rule.title = at.text_or_empty("title");
  rule.outcome = at.word<xccdf::Outcome>("result");
  rule.severity = at.word<xccdf::Severity>("severity");
  rule.waived = at.flag_or("waived", false);
  rule.blocks = at.flag_or("blocks", false);
  rule.why = at.text_or_empty("why");
  rule.answered = at.text_or_empty("answered");
  return rule;
}

evaluate::WaiverUse read_waiver(const JsonPlace& at) {
  evaluate::WaiverUse use;
  use.waiver.rule_id = at.text("rule");
  use.waiver.reason = at.text("reason");
  use.waiver.owner = at.text("owner");
  use.waiver.expires = at.text("expires");
  use.state = at.word<evaluate::WaiverState>("state");
  return use;
}

void read_extension(const JsonPlace& from, Statement& to) {
  if (from.text("format") != kCertificateFormat) from.member("format").refuse("is not assay-certificate/1");
  const JsonPlace tool = from.member("tool"), target = from.member("target");
  to.binding = read_binding(from.member("binding"));
  to.tool_name = tool.text("name");
  to.tool_version = tool.text("version");
  to.benchmark = read_named(from.member("benchmark"));
  if (from.has("profile")) to.profile = read_named(from.member("profile"));
  to.baseline = from.text_or_empty("baseline");
  to.notice = from.text_or_empty("notice");
  to.target = target.text("label");
  to.os = target.text_or_empty("os");
  to.architecture = target.text_or_empty("architecture");
  if (target.has("live")) to.live = target.flag("live");
  to.verdict = from.word<evaluate::Verdict>("verdict");
  read_numbers(from, to);
  each(from, "rules", [&](const JsonPlace& rule) { to.rules.push_back(read_rule(rule)); });
  each(from, "waivers", [&](const JsonPlace& waiver) { to.waivers.push_back(read_waiver(waiver)); });
  each(from, "missed", [&](const JsonPlace& missed) { to.missed.push_back(missed.text()); });
  each(from, "notes", [&](const JsonPlace& note) { to.notes.push_back(note.text()); });
  to.scan_start = from.time("scan_start");
  to.scan_end = from.time("scan_end");
  to.issued = time(from, "issued");
  to.expires = time(from, "expires");
}

CertifiedFile read_file(const JsonPlace& from, const JsonPlace& annotations) {
  CertifiedFile file{from.text_or_empty("name"), annotations.text_or_empty("id"), ""};
  if (from.has("digest")) file.sha256 = from.member("digest").sha256("sha256");
  return file;
}

// The waivers are listed on their own; their descriptor is for others.
void read_configuration(const JsonPlace& predicate, Statement& to) {
  each(predicate, "configuration", [&](const JsonPlace& one) {
    if (!one.has("annotations")) return;
    const JsonPlace annotations = one.member("annotations");
    const std::string role = annotations.text_or_empty("role");
    if (role == "content") to.content = read_file(one, annotations);
    if (role == "tailoring") to.tailoring = read_file(one, annotations);
  });
}

// Other programs read the result, people the verdict: a statement in which they differ is none.
void check_verdict(const JsonPlace& predicate, const Statement& read) {
  if (predicate.text("result") != result_of(read.verdict)) predicate.member("result").refuse("contradicts the verdict");
  const bool blocked = std::any_of(read.rules.begin(), read.rules.end(), [](const CertifiedRule& rule) { return rule.blocks; });
  if (read.verdict == evaluate::Verdict::compliant && (blocked || !read.missed.empty()))
    predicate.member("assay").member("verdict").refuse("is contradicted by the rules");
}

}  // namespace

Statement parse_statement(const std::string& name, std::string_view json) {
  const Json document = parse_json(name, json);
  const JsonPlace statement(name, document);
  if (statement.text("_type") != kStatementType) statement.member("_type").refuse("is no in-toto Statement v1");
  if (statement.text("predicateType") != kPredicateType) statement.member("predicateType").refuse("is not test-result v0.1");
  Statement read;
  if (statement.member("subject").size() != 1) statement.member("subject").refuse("does not name one image");
  statement.each("subject", [&](const JsonPlace& subject) { read.subject = read_subject(subject); });
  const JsonPlace predicate = statement.member("predicate");
  read_configuration(predicate, read);
  read_extension(predicate.member("assay"), read);
  check_verdict(predicate, read);
  return read;
}

}  // namespace assay::certify
