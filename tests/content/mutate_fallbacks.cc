#include "tests/content/mutate_fallbacks.h"

#include <ostream>

#include "engine/base/error.h"
#include "engine/base/pool.h"
#include "tests/content/coverage.h"
#include "tests/content/mutation.h"

namespace assay::fixtures {
namespace {

constexpr std::size_t kMostPlaces = 5;  // printed of one rule, unless all are asked for

struct Both {
  const evaluate::Judge *rule, *fallback;
};

struct Compared {
  std::size_t mutations = 0;
  std::vector<std::string> looser;
};

void compare(const Question& question, const Both& judges, std::size_t most, RegexCache& patterns, Compared& compared) {
  System system = with(*question.base, question.one->additions);
  fix_owners(system);
  const Root root = make_root(system);
  ask(*judges.rule, root.target, patterns);
  const Mutated tell = [&](const std::string& what, const System& other) {
    const Target target = make_root(other).target;
    const xccdf::Outcome rule = ask(*judges.rule, target, patterns).outcome, fallback = ask(*judges.fallback, target, patterns).outcome;
    ++compared.mutations;
    if (looser(fallback, rule))
      compared.looser.push_back(question.one->place + ": " + std::string(text_of(fallback)) + " where the rule says " +
                                std::string(text_of(rule)) + ", with " + what);
  };
  const Touched of_case = named(system, question.one->additions), of_system = looked_at(system, root.files->calls());
  sample([&](const Mutated& each) { mutate(system, of_case, each); }, most, tell);
  sample([&](const Mutated& each) { mutate(system, of_system, each); }, most, tell);
}

Both make_judges(const Question& question) {
  return {&question.benchmark->judge(*question.rule, question.one->values, Checks::preferred),
          &question.benchmark->judge(*question.rule, question.one->values, Checks::oval)};
}

void print(const Covered& rule, const Compared& compared, bool all, std::ostream& out) {
  out << "FAILED  " << label(*rule.benchmark, *rule.rule) << ": OVAL is looser in " << compared.looser.size() << " of "
      << compared.mutations << " mutations\n";
  for (std::size_t i = 0; i < compared.looser.size() && (all || i < kMostPlaces); ++i) out << "          " << compared.looser[i] << '\n';
}

}  // namespace

std::size_t mutate_fallbacks(const Suite& suite, const Run& run, std::ostream& out) {
  std::vector<Covered> rules = coverage(suite);
  std::erase_if(rules, [](const Covered& rule) { return rule.manual || !has_fallback(*rule.rule); });
  std::vector<std::vector<Both>> judges;
  for (const Covered& rule : rules) {
    auto& of_rule = judges.emplace_back();
    for (const Question* question : rule.questions) of_rule.push_back(make_judges(*question));
  }
  std::vector<Compared> compared(rules.size());
  RegexCache patterns;
  Pool(run.jobs).run(rules.size(), [&](std::size_t i) {
    for (std::size_t k = 0; k < judges[i].size(); ++k) compare(*rules[i].questions[k], judges[i][k], run.most, patterns, compared[i]);
  });
  std::size_t failed = 0, mutations = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    mutations += compared[i].mutations;
    if (compared[i].looser.empty()) continue;
    ++failed;
    print(rules[i], compared[i], run.verbose, out);
  }
  out << "OVAL fallbacks of " << rules.size() << " rules: " << mutations << " mutations, looser in " << failed << " rules\n";
  return failed;
}

}  // namespace assay::fixtures
