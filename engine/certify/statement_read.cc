// From JSON to a statement.
#include <algorithm>
#include <cmath>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"
#include "engine/certify/json.h"
#include "engine/certify/statement.h"
#include "engine/certify/statement_json.h"
#include "engine/certify/tree_digest.h"

namespace assay::certify {
namespace {

// One JSON object, read field by field; `path_` is what complaints call it.
class Reader {
 public:
  Reader(const std::string& name, const Json& json, std::string path) : name_(name), json_(json), path_(std::move(path)) {
    if (!json.is_object()) refuse("is no object");
  }

  std::string text(const char* key) const { return text_field(json_, key, name_, path_); }
  std::string text_or(const char* key) const { return json_.contains(key) ? text(key) : std::string(); }
  bool flag(const char* key) const { return json_.contains(key) && json_[key].is_boolean() && json_[key].get<bool>(); }

  double number(const char* key) const {
    const Json& value = field(json_, key, name_, path_);
    if (!value.is_number() || !std::isfinite(value.get<double>())) refuse(key, "is no number");
    return value.get<double>();
  }

  std::int64_t time(const char* key) const {
    const auto seconds = parse_utc_time(text(key));
    if (!seconds) refuse(key, "is no time such as 2027-03-31T23:59:59Z");
    return *seconds;
  }
  std::int64_t time_or_none(const char* key) const { return json_.contains(key) ? time(key) : 0; }

  template <class E>
  E word(const char* key) const {
    const auto value = parse_enum<E>(text(key));
    if (!value) refuse(key, "is a word that is not known");
    return *value;
  }

  Reader object(const char* key) const { return {name_, field(json_, key, name_, path_), path(key)}; }
  bool has(const char* key) const { return json_.contains(key); }
  const Json& json() const { return json_; }

  const Json& array(const char* key) const {
    const Json& value = field(json_, key, name_, path_);
    if (!value.is_array()) refuse(key, "is no list");
    return value;
  }
  std::vector<Reader> objects(const char* key) const {
    std::vector<Reader> found;
    for (const Json& item : array(key)) found.emplace_back(name_, item, path(key));
    return found;
  }
  std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> found;
    for (const Json& item : array(key)) {
      if (!item.is_string()) refuse(key, "holds what is no string");
      found.push_back(item.get<std::string>());
    }
    return found;
  }

  [[noreturn]] void refuse(const char* key, const char* what) const { throw ContentError(name_, 0, {}, "\"" + path(key) + "\" " + what); }

 private:
  [[noreturn]] void refuse(const char* what) const { throw ContentError(name_, 0, {}, "\"" + path_ + "\" " + what); }
  std::string path(const char* key) const { return path_.empty() ? key : path_ + "." + key; }

  const std::string& name_;
  const Json& json_;
  std::string path_;
};

bool is_hex_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Subject read_subject(const Reader& statement) {
  const std::vector<Reader> subjects = statement.objects("subject");
  if (subjects.size() != 1) statement.refuse("subject", "does not name one image");
  const Reader digest = subjects.front().object("digest");
  for (const std::string& algorithm : {std::string("sha256"), std::string(kTreeDigest)}) {
    if (!digest.has(algorithm.c_str())) continue;
    Subject subject{subjects.front().text_or("name"), algorithm, digest.text(algorithm.c_str())};
    if (!is_hex_digest(subject.digest)) digest.refuse(algorithm.c_str(), "is no SHA-256 in hex");
    return subject;
  }
  subjects.front().refuse("digest", "has no algorithm that is known (sha256, assayTree1)");
}

Named read_named(const Reader& object) { return {object.text("id"), object.text_or("title"), object.text_or("version")}; }

void read_numbers(const Reader& from, Statement& to) {
  for (const Reader& score : from.objects("scores"))
    to.scores.push_back({score.text("system"), score.number("score"), score.number("maximum")});
  if (from.has("score_with_waivers")) to.score_with_waivers = from.number("score_with_waivers");
  to.coverage = from.number("coverage");
  const Reader counts = from.object("counts");
  for (const auto& row : xccdf::kOutcomeText) {
    const double count = counts.number(row.text.data());
    if (count < 0 || count > 1e9) counts.refuse(row.text.data(), "is no count");
    to.counts.of(row.value) = static_cast<std::size_t>(count);
  }
}

CertifiedRule read_rule(const Reader& from) {
  CertifiedRule rule;
  rule.id = from.text("id");
  rule.title = from.text_or("title");
  rule.outcome = from.word<xccdf::Outcome>("result");
  rule.severity = from.word<xccdf::Severity>("severity");
  rule.waived = from.flag("waived");
  rule.blocks = from.flag("blocks");
  rule.why = from.text_or("why");
  return rule;
}

evaluate::WaiverUse read_waiver(const Reader& from) {
  evaluate::WaiverUse use;
  use.waiver.rule_id = from.text("rule");
  use.waiver.reason = from.text("reason");
  use.waiver.owner = from.text("owner");
  use.waiver.expires = from.text("expires");
  use.state = from.word<evaluate::WaiverState>("state");
  return use;
}

void read_extension(const Reader& from, Statement& to) {
  if (from.text("format") != kCertificateFormat) from.refuse("format", "is not assay-certificate/1");
  const Reader tool = from.object("tool"), target = from.object("target");
  to.tool_name = tool.text("name");
  to.tool_version = tool.text("version");
  to.benchmark = read_named(from.object("benchmark"));
  if (from.has("profile")) to.profile = read_named(from.object("profile"));
  to.baseline = from.text_or("baseline");
  to.notice = from.text_or("notice");
  to.target = target.text("label");
  to.os = target.text_or("os");
  to.architecture = target.text_or("architecture");
  if (target.has("live")) to.live = target.flag("live");
  to.verdict = from.word<evaluate::Verdict>("verdict");
  read_numbers(from, to);
  for (const Reader& rule : from.objects("rules")) to.rules.push_back(read_rule(rule));
  for (const Reader& waiver : from.objects("waivers")) to.waivers.push_back(read_waiver(waiver));
  to.missed = from.texts("missed");
  to.notes = from.texts("notes");
  to.scan_start = from.time_or_none("scan_start");
  to.scan_end = from.time_or_none("scan_end");
  to.issued = from.time("issued");
  to.expires = from.time("expires");
}

CertifiedFile read_file(const Reader& from, const Reader& annotations) {
  CertifiedFile file{from.text_or("name"), annotations.text_or("id"), ""};
  if (from.has("digest")) file.sha256 = from.object("digest").text_or("sha256");
  return file;
}

// The waivers are listed on their own; their descriptor is for others.
void read_configuration(const Reader& predicate, Statement& to) {
  for (const Reader& one : predicate.objects("configuration")) {
    if (!one.has("annotations")) continue;
    const Reader annotations = one.object("annotations");
    const std::string role = annotations.text_or("role");
    if (role == "content") to.content = read_file(one, annotations);
    if (role == "tailoring") to.tailoring = read_file(one, annotations);
  }
}

}  // namespace

Statement parse_statement(const std::string& name, std::string_view json) {
  const Json document = parse_json(name, json);
  const Reader statement(name, document, "");
  if (statement.text("_type") != kStatementType) statement.refuse("_type", "is no in-toto Statement v1");
  if (statement.text("predicateType") != kPredicateType) statement.refuse("predicateType", "is not test-result v0.1");
  Statement read;
  read.subject = read_subject(statement);
  const Reader predicate = statement.object("predicate");
  read_configuration(predicate, read);
  read_extension(predicate.object("assay"), read);
  return read;
}

}  // namespace assay::certify
