#include "tests/content/coverage.h"

#include <ostream>

namespace assay::fixtures {
namespace {

using xccdf::Outcome;

std::string lacks(const std::set<Outcome>& outcomes, bool manual) {
  if (outcomes.empty()) return "no case";
  if (manual) return outcomes.count(Outcome::notchecked) == 0 ? "no case that a person must decide" : "";
  if (outcomes.count(Outcome::pass) == 0) return "no passing case";
  return outcomes.count(Outcome::fail) == 0 ? "no failing case" : "";
}

Covered cover(const Suite& suite, const Compiled& benchmark, const xccdf::Rule& rule) {
  Covered covered{&benchmark, &rule, {}, benchmark.manual(rule), {}};
  std::set<Outcome> outcomes;
  for (const Question& question : suite.questions) {
    if (question.rule != &rule) continue;
    covered.questions.push_back(&question);
    outcomes.insert(question.one->expected);
  }
  covered.lacks = lacks(outcomes, covered.manual);
  return covered;
}

}  // namespace

std::vector<Covered> coverage(const Suite& suite) {
  std::vector<Covered> all;
  for (const std::unique_ptr<Compiled>& benchmark : suite.benchmarks)
    for (const xccdf::Rule* rule : benchmark->checklist().benchmark->rules())
      if (suite.wants(*benchmark, *rule)) all.push_back(cover(suite, *benchmark, *rule));
  return all;
}

std::size_t print_coverage(const Suite& suite, std::ostream& out) {
  const std::vector<Covered> all = coverage(suite);
  std::size_t bare = 0;
  for (const Covered& one : all) {
    if (one.lacks.empty()) continue;
    ++bare;
    out << label(*one.benchmark, *one.rule) << ": " << one.lacks << '\n';
  }
  out << "coverage: " << all.size() << " rules, " << bare << " without the cases they need\n";
  return bare;
}

}  // namespace assay::fixtures
