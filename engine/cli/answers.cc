#include "engine/cli/answers.h"

#include <set>

#include "benchmarks/compiler/yaml.h"
#include "engine/base/error.h"
#include "engine/base/regex.h"
#include "engine/base/text.h"
#include "engine/plan/select.h"

namespace assay::cli {
namespace {

using benchmarks::Complaints;
using benchmarks::Fields;
using benchmarks::Yaml;

// As xsd:dateTime; "" where it is neither that nor a date.
std::string date_time(const std::string& text) {
  static const Regex kDate =
      *Regex::compile(R"(^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]\d{2}:\d{2})?)?$)");
  if (!kDate.search(text).value_or(false)) return {};
  return text.find('T') == std::string::npos ? text + "T00:00:00" : text;
}

evaluate::Answer read_answer(const Yaml& entry, const xccdf::Benchmark& benchmark, Complaints& complaints) {
  Fields fields(entry, "answer", complaints);
  evaluate::Answer answer;
  const std::string rule = fields.text("rule");
  answer.outcome = *parse_enum<xccdf::Outcome>(fields.word("answer", "pass", {"pass", "fail", "notapplicable"}));
  answer.who = fields.text("who");
  answer.when = date_time(fields.text("when"));
  answer.remark = fields.text_or("remark", "answered by a person");
  if (entry.find("answer") == nullptr) fields.complain("\"answer\" is missing: pass, fail or notapplicable");
  if (answer.when.empty()) fields.complain("\"when\" is no date (2024-05-31, or 2024-05-31T12:00:00Z)");
  fields.finish();
  if (!rule.empty()) answer.rule = &plan::find_rule(benchmark, rule);
  return answer;
}

}  // namespace

std::vector<evaluate::Answer> read_answers(const std::string& path, const xccdf::Benchmark& benchmark) {
  const Yaml file = benchmarks::read_source(path, path);
  if (file.kind != Yaml::Kind::sequence) throw ContentError(path, file.line, {}, "no list of answers (rule, answer, who, when)");
  Complaints complaints;
  std::vector<evaluate::Answer> answers;
  std::set<const xccdf::Rule*> answered;
  for (const Yaml& entry : file.items) {
    evaluate::Answer answer = read_answer(entry, benchmark, complaints);
    if (answer.rule != nullptr && !answered.insert(answer.rule).second)
      complaints.add(entry.place(), answer.rule->id + " is answered twice");
    answers.push_back(std::move(answer));
  }
  if (!complaints.list().empty()) throw JobError(join(complaints.list(), "; "));
  return answers;
}

}  // namespace assay::cli
