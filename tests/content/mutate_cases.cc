#include "tests/content/mutate_cases.h"

#include <ostream>

#include "engine/base/error.h"
#include "engine/base/pool.h"
#include "tests/content/coverage.h"
#include "tests/content/mutation.h"

namespace assay::fixtures {
namespace {

using xccdf::Outcome;

struct Tally {
  std::size_t mutations = 0, flips = 0, undecided = 0;  // undecided: error or unknown
  std::vector<std::string> notes;                       // what was passed all the same, or could not be judged
  std::string problem;
};

class RuleMutation {
 public:
  RuleMutation(const Covered& rule, std::size_t most, RegexCache& patterns) : rule_(rule), most_(most), patterns_(patterns) {}

  Tally run(const std::vector<const evaluate::Judge*>& judges) {
    for (std::size_t i = 0; i < judges.size(); ++i) try {
        if (rule_.questions[i]->one->expected == Outcome::pass) mutate_one(*rule_.questions[i], *judges[i]);
      } catch (const JobError& error) {
        tally_.problem = rule_.questions[i]->one->place + ": " + error.what();
      }
    if (tally_.problem.empty() && tally_.flips == 0) tally_.problem = "nothing that was changed makes it fail";
    return std::move(tally_);
  }

 private:
  void mutate_one(const Question& question, const evaluate::Judge& judge) {
    System system = with(*question.base, question.one->additions);
    fix_owners(system);
    const Root root = make_root(system);
    if (ask(judge, root.target, patterns_).outcome != Outcome::pass) throw JobError("the case itself does not pass");
    const Mutated tell = [&](const std::string& what, const System& other) { count(what, question, judge, other); };
    for (const Question* other : rule_.questions)
      if (other->one->expected == Outcome::fail) add_from(system, *other->one, tell);
    const Touched of_case = named(system, question.one->additions), of_system = looked_at(system, root.files->calls());
    sample([&](const Mutated& each) { mutate(system, of_case, each); }, most_, tell);
    sample([&](const Mutated& each) { mutate(system, of_system, each); }, most_, tell);
  }

  void count(const std::string& what, const Question& question, const evaluate::Judge& judge, const System& system) {
    const Outcome outcome = ask(judge, make_root(system).target, patterns_).outcome;
    ++tally_.mutations;
    const bool undecided = outcome == Outcome::error || outcome == Outcome::unknown;
    if (outcome == Outcome::fail) ++tally_.flips;
    if (undecided) ++tally_.undecided;
    if (undecided || outcome == Outcome::pass)
      tally_.notes.push_back(question.one->place + ": " + std::string(text_of(outcome)) + " with " + what);
  }

  const Covered& rule_;
  std::size_t most_;
  RegexCache& patterns_;
  Tally tally_;
};

// Some of the mutations, and all where none of those makes it fail.
Tally mutate_rule(const Covered& rule, const std::vector<const evaluate::Judge*>& judges, std::size_t most, RegexCache& patterns) {
  Tally tally = RuleMutation(rule, most, patterns).run(judges);
  return tally.flips == 0 && most != 0 ? RuleMutation(rule, 0, patterns).run(judges) : tally;
}

using Judges = std::vector<std::vector<const evaluate::Judge*>>;

Judges make_judges(const std::vector<Covered>& rules) {
  Judges judges;
  for (const Covered& rule : rules) {
    auto& of_rule = judges.emplace_back();
    for (const Question* question : rule.questions)
      of_rule.push_back(&question->benchmark->judge(*question->rule, question->one->values, Checks::preferred));
  }
  return judges;
}

}  // namespace

std::size_t mutate_cases(const Suite& suite, const Run& run, std::ostream& out) {
  const std::vector<Covered> rules = coverage(suite);
  const Judges judges = make_judges(rules);
  std::vector<Tally> tallies(rules.size());
  RegexCache patterns;
  Pool(run.jobs).run(rules.size(), [&](std::size_t i) {
    if (!rules[i].lacks.empty())
      tallies[i].problem = rules[i].lacks;
    else if (!rules[i].manual)
      tallies[i] = mutate_rule(rules[i], judges[i], run.most, patterns);
  });
  std::size_t failed = 0;
  Tally all;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Tally& tally = tallies[i];
    all.mutations += tally.mutations, all.flips += tally.flips, all.undecided += tally.undecided;
    if (!tally.problem.empty()) ++failed;
    if (tally.problem.empty() && !run.verbose) continue;
    out << (tally.problem.empty() ? "ok      " : "FAILED  ") << label(*rules[i].benchmark, *rules[i].rule) << ": "
        << (tally.problem.empty() ? "" : tally.problem + ": ") << rules[i].questions.size() << " cases, " << tally.mutations
        << " mutations, " << tally.flips << " fail, " << tally.undecided << " undecided\n";
    if (run.verbose)
      for (const std::string& note : tally.notes) out << "          " << note << '\n';
  }
  out << "mutations: " << rules.size() << " rules, " << suite.questions.size() << " verdicts, " << all.mutations << " mutations, "
      << all.flips << " fail, " << all.undecided << " undecided; " << failed << " rules failed\n";
  return failed;
}

}  // namespace assay::fixtures
