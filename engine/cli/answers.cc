#include "engine/cli/answers.h"

#include <map>

#include "benchmarks/compiler/yaml.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"
#include "engine/plan/select.h"

namespace assay::cli {
namespace {

using benchmarks::Complaints;
using benchmarks::Fields;
using benchmarks::Yaml;

// As xsd:dateTime; "" where it is neither that nor a date.
std::string date_time(const std::string& text) {
  const bool is_date = parse_utc_date(text).has_value();
  if (!is_date && (text.find('T') == std::string::npos || !parse_date_time(text))) return {};
  return is_date ? text + "T00:00:00" : text;
}

const xccdf::Rule* named_rule(const xccdf::Benchmark& benchmark, const std::string& name, const Fields& fields) {
  if (name.empty()) return nullptr;  // complained of
  try {
    return &plan::find_rule(benchmark, name);
  } catch (const JobError& error) {
    fields.complain(error.what());
    return nullptr;
  }
}

evaluate::Answer read_answer(const Yaml& entry, const xccdf::Benchmark& benchmark, Complaints& complaints) {
  Fields fields(entry, "answer", complaints);
  if (entry.kind != Yaml::Kind::map) return {};
  evaluate::Answer answer;
  answer.rule = named_rule(benchmark, fields.text("rule"), fields);
  const std::string said = fields.word("answer", "", {"pass", "fail", "notapplicable"});
  answer.outcome = parse_enum<xccdf::Outcome>(said).value_or(xccdf::Outcome::fail);
  answer.who = fields.text("who");
  const std::string when = fields.text("when");
  answer.when = date_time(when);
  if (!when.empty() && answer.when.empty()) fields.complain("when: \"" + when + "\" is no date (2024-05-31, or 2024-05-31T12:00:00Z)");
  answer.remark = fields.text_or("remark", "");
  if (answer.remark.empty()) answer.remark = "answered by a person";
  fields.finish();
  return answer;
}

std::vector<evaluate::Answer> read(const Yaml& file, const xccdf::Benchmark& benchmark) {
  if (file.kind != Yaml::Kind::sequence) throw ContentError(file.file, file.line, {}, "no list of answers (rule, answer, who, when)");
  Complaints complaints;
  std::vector<evaluate::Answer> answers;
  std::map<const xccdf::Rule*, std::string> answered;
  for (const Yaml& entry : file.items) {
    evaluate::Answer answer = read_answer(entry, benchmark, complaints);
    if (answer.rule == nullptr) continue;  // complained of
    const auto [other, first] = answered.emplace(answer.rule, entry.place());
    if (!first) complaints.add(entry.place(), answer.rule->id + " is answered twice; the first time at " + other->second);
    answers.push_back(std::move(answer));
  }
  complaints.refuse();
  return answers;
}

}  // namespace

std::vector<evaluate::Answer> read_answers(const std::string& path, const xccdf::Benchmark& benchmark) {
  return read(benchmarks::read_source(path, path), benchmark);
}

std::vector<evaluate::Answer> parse_answers(const std::string& name, std::string_view bytes, const xccdf::Benchmark& benchmark) {
  return read(benchmarks::parse_source(name, bytes), benchmark);
}

}  // namespace assay::cli
