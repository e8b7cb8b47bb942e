// From results to a statement, and from a statement to JSON.
#include "engine/certify/statement.h"

#include <algorithm>
#include <cmath>

#include "engine/base/digest.h"
#include "engine/base/text.h"
#include "engine/certify/statement_json.h"
#include "engine/certify/tree_digest.h"

namespace assay::certify {
namespace {

using xccdf::Outcome;

// Rounded towards zero, so that 100 means all.
double two_decimals(double value) { return std::floor(value * 100 + 1e-6) / 100; }

// A notice is XML; what it says in words is all a certificate shows.
std::string plain_notice(const xccdf::Benchmark& benchmark) {
  if (!benchmark.source || benchmark.notices.empty()) return {};
  const std::string notice = xml::parse(*benchmark.source, benchmark.notices.front()).text();
  std::string text;
  for (const std::string_view word : words(notice)) text += (text.empty() ? "" : " ") + std::string(word);
  return text;
}

std::string title_of(const xccdf::Rule& rule) { return rule.title.empty() ? rule.id : rule.title; }

std::string answer_of(const evaluate::Override& answer) {
  std::string text = answer.authority;
  for (const std::string& more : {answer.time, answer.remark})
    if (!more.empty()) text += ", " + more;
  return text;
}

CertifiedRule certified(const evaluate::RuleResult& result) {
  CertifiedRule rule;
  rule.id = result.rule.rule->id + (result.instance.empty() ? "" : " " + result.instance);
  rule.title = title_of(*result.rule.rule);
  rule.outcome = result.outcome;
  rule.severity = result.rule.severity;
  rule.waived = result.waiver.has_value();
  rule.blocks = result.blocks;
  if (is_unjudged(result.outcome)) rule.why = join(result.messages, "; ");
  if (!result.overrides.empty()) rule.answered = answer_of(result.overrides.back());
  return rule;
}

// A ResourceDescriptor needs a digest, a URI or the content itself; of content whose digest nobody wrote down only the name is left.
Json descriptor(const char* role, const CertifiedFile& file) {
  Json json = {{"name", printable(file.name)}, {"annotations", {{"role", role}, {"id", printable(file.id)}}}};
  if (file.sha256.empty())
    json["uri"] = "urn:assay:content:" + printable(file.id);
  else
    json["digest"] = {{"sha256", file.sha256}};
  return json;
}

Json waivers_of(const Statement& statement) {
  Json array = Json::array();
  for (const evaluate::WaiverUse& use : statement.waivers)
    array.push_back({{"rule", printable(use.waiver.rule_id)},
                     {"reason", printable(use.waiver.reason)},
                     {"owner", printable(use.waiver.owner)},
                     {"expires", printable(use.waiver.expires)},
                     {"state", text_of(use.state)}});
  return array;
}

Json configuration_of(const Statement& statement) {
  Json array = Json::array({descriptor("content", statement.content)});
  if (statement.tailoring) array.push_back(descriptor("tailoring", *statement.tailoring));
  if (!statement.waivers.empty())
    array.push_back(descriptor("waivers", {"waivers", "waivers", *hex_digest("SHA-256", waivers_of(statement).dump())}));
  return array;
}

template <class Wanted>
Json rules_that(const Statement& statement, Wanted wanted) {
  Json array = Json::array();
  for (const CertifiedRule& rule : statement.rules)
    if (wanted(rule)) array.push_back(printable(rule.id));
  return array;
}

bool is_bad(Outcome outcome) { return outcome == Outcome::fail || outcome == Outcome::error || outcome == Outcome::unknown; }

Json named(const Named& what) {
  return {{"id", printable(what.id)}, {"title", printable(what.title)}, {"version", printable(what.version)}};
}

Json rule_of(const CertifiedRule& rule) {
  Json json = {{"id", printable(rule.id)},
               {"title", printable(rule.title)},
               {"result", text_of(rule.outcome)},
               {"severity", text_of(rule.severity)}};
  if (rule.waived) json["waived"] = true;
  if (rule.blocks) json["blocks"] = true;
  if (!rule.why.empty()) json["why"] = printable(rule.why);
  if (!rule.answered.empty()) json["answered"] = printable(rule.answered);
  return json;
}

Json numbers_of(const Statement& statement) {
  Json scores = Json::array();
  for (const evaluate::Score& score : statement.scores)
    scores.push_back({{"system", printable(score.system)}, {"score", score.score}, {"maximum", score.maximum}});
  Json counts = Json::object();
  for (const auto& row : xccdf::kOutcomeText) counts[std::string(row.text)] = statement.counts.of(row.value);
  Json json = {{"scores", scores}, {"coverage", statement.coverage}, {"counts", counts}};
  if (statement.score_with_waivers) json["score_with_waivers"] = *statement.score_with_waivers;
  return json;
}

Json binding_of(const Binding& binding) {
  if (binding.unproven.empty()) return {{std::string(kEntriesDigest), binding.entries_digest}};
  return {{"unproven", printable(binding.unproven)}};
}

Json texts_of(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const std::string& text : texts) array.push_back(printable(text));
  return array;
}

Json extension_of(const Statement& statement) {
  Json rules = Json::array();
  for (const CertifiedRule& rule : statement.rules) rules.push_back(rule_of(rule));
  Json json = numbers_of(statement);
  json["format"] = kCertificateFormat;
  json["binding"] = binding_of(statement.binding);
  json["tool"] = {{"name", printable(statement.tool_name)}, {"version", printable(statement.tool_version)}};
  json["benchmark"] = named(statement.benchmark);
  if (!statement.profile.id.empty()) json["profile"] = named(statement.profile);
  if (!statement.baseline.empty()) json["baseline"] = printable(statement.baseline);
  if (!statement.notice.empty()) json["notice"] = printable(statement.notice);
  json["target"] = {
      {"label", printable(statement.target)}, {"os", printable(statement.os)}, {"architecture", printable(statement.architecture)}};
  if (statement.live) json["target"]["live"] = *statement.live;
  json["verdict"] = text_of(statement.verdict);
  json["rules"] = std::move(rules);
  json["not_judged"] = rules_that(statement, [](const CertifiedRule& rule) { return is_unjudged(rule.outcome); });
  json["waivers"] = waivers_of(statement);
  json["missed"] = texts_of(statement.missed);
  json["notes"] = texts_of(statement.notes);
  if (statement.scan_start != 0) json["scan_start"] = utc_time(statement.scan_start);
  if (statement.scan_end != 0) json["scan_end"] = utc_time(statement.scan_end);
  json["issued"] = utc_time(statement.issued);
  json["expires"] = utc_time(statement.expires);
  return json;
}

}  // namespace

std::string_view result_of(evaluate::Verdict verdict) {
  switch (verdict) {
    case evaluate::Verdict::compliant: return "PASSED";
    case evaluate::Verdict::indeterminate: return "WARNED";
    case evaluate::Verdict::not_compliant: break;
  }
  return "FAILED";
}

bool is_unjudged(Outcome outcome) {
  return outcome == Outcome::notapplicable || outcome == Outcome::notchecked || outcome == Outcome::error || outcome == Outcome::unknown;
}

Statement make_statement(const evaluate::Results& results, Subject subject, Binding binding, std::int64_t issued, std::int64_t expires) {
  Statement statement;
  statement.subject = std::move(subject);
  statement.binding = std::move(binding);
  statement.tool_name = results.tool_name;
  statement.tool_version = results.tool_version;
  if (const xccdf::Benchmark* benchmark = results.checklist.benchmark.get()) {
    statement.benchmark = {benchmark->id, benchmark->title, benchmark->version};
    statement.notice = plain_notice(*benchmark);
  }
  const std::string& file = results.content_name.file;
  statement.content = {file.empty() ? statement.benchmark.id : file, statement.benchmark.id, results.content_name.sha256};
  if (const xccdf::Tailoring* tailoring = results.tailoring.get())
    statement.tailoring = {results.tailoring_href.empty() ? tailoring->id : results.tailoring_href, tailoring->id,
                           results.tailoring_sha256};
  statement.profile = {results.selection.profile_id, results.selection.profile_title, ""};
  statement.baseline = results.baseline_name;
  statement.target = results.target.label;
  statement.os = results.target.os_pretty_name;
  statement.architecture = results.target.system.architecture;
  if (results.target.live_known) statement.live = results.target.live;
  statement.verdict = results.verdict;
  for (const evaluate::Score& score : results.scores)
    statement.scores.push_back({score.system, two_decimals(score.score), two_decimals(score.maximum)});
  if (results.score_with_waivers) statement.score_with_waivers = two_decimals(*results.score_with_waivers);
  statement.coverage = two_decimals(results.coverage);
  statement.counts = results.counts;
  for (const evaluate::RuleResult& rule : results.rules)
    if (rule.outcome != Outcome::notselected) statement.rules.push_back(certified(rule));
  statement.waivers = results.waivers;
  statement.missed = results.missed;
  statement.notes = results.notes;
  statement.scan_start = results.start_time;
  statement.scan_end = results.end_time;
  statement.issued = issued;
  statement.expires = expires;
  return statement;
}

std::string to_json(const Statement& statement) {
  const Subject& subject = statement.subject;
  const Json json = {
      {"_type", kStatementType},
      {"subject", Json::array({{{"name", printable(subject.name)}, {"digest", {{subject.algorithm, subject.digest}}}}})},
      {"predicateType", kPredicateType},
      {"predicate",
       {{"result", result_of(statement.verdict)},
        {"configuration", configuration_of(statement)},
        {"passedTests",
         rules_that(statement, [](const CertifiedRule& rule) { return rule.outcome == Outcome::pass || rule.outcome == Outcome::fixed; })},
        {"warnedTests", rules_that(statement, [](const CertifiedRule& rule) { return is_bad(rule.outcome) && rule.waived; })},
        {"failedTests", rules_that(statement, [](const CertifiedRule& rule) { return is_bad(rule.outcome) && !rule.waived; })},
        {"assay", extension_of(statement)}}}};
  return json.dump();
}

}  // namespace assay::certify
