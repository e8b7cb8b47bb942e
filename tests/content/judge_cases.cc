#include "tests/content/judge_cases.h"

#include <algorithm>
#include <ostream>

#include "engine/base/error.h"
#include "engine/base/pool.h"
#include "engine/base/text.h"

namespace assay::fixtures {
namespace {

using xccdf::Outcome;

struct Judged {
  const evaluate::Judge* judge = nullptr;
  Answer answer;
  std::string complaint;
};

int strictness(Outcome outcome) { return outcome == Outcome::pass ? 0 : outcome == Outcome::notapplicable ? 1 : 2; }

std::string differs(const Case& one, const Answer& answer) {
  if (answer.outcome != one.expected)
    return "expected " + std::string(text_of(one.expected)) + ", got " + std::string(text_of(answer.outcome));
  const std::string text = render(answer);
  for (const std::string& said : one.says)
    if (text.find(said) == std::string::npos) return "it does not say \"" + said + "\"";
  return {};
}

std::string fallback_differs(const Case& one, const Answer& answer) {
  const Outcome expected = one.oval.value_or(one.expected);
  std::string got = "expected " + std::string(text_of(expected)) + " of OVAL, got " + std::string(text_of(answer.outcome));
  if (looser(answer.outcome, one.expected)) return got + ", which is looser than the rule";
  return answer.outcome == expected ? std::string() : got;
}

Judged judge_one(const Question& question, const evaluate::Judge& judge, Checks checks, RegexCache& patterns) try {
  Judged judged{&judge, ask(judge, make_root(with(*question.base, question.one->additions)).target, patterns), {}};
  judged.complaint = checks == Checks::oval ? fallback_differs(*question.one, judged.answer) : differs(*question.one, judged.answer);
  return judged;
} catch (const JobError& error) {
  return {&judge, {}, error.what()};
}

void print(const Question& question, const Judged& judged, std::ostream& out) {
  const std::string verdict = judged.complaint.empty() ? std::string(text_of(judged.answer.outcome)) : judged.complaint;
  out << (judged.complaint.empty() ? "ok      " : "FAILED  ") << label(question) << ": " << verdict << "\n        " << question.one->place
      << ": " << question.one->title << '\n';
  const std::string evidence = render(judged.answer);
  for (const std::string_view line : lines(evidence)) out << "          " << line << '\n';
}

// Judges are made one after the other, for the content they share is read as it is asked for; asking them goes in parallel.
std::vector<Judged> judge_all(const std::vector<Question>& questions, const Run& run) {
  std::vector<Judged> all(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) try {
      all[i].judge = &questions[i].benchmark->judge(*questions[i].rule, questions[i].one->values, run.checks);
    } catch (const JobError& error) {
      all[i].complaint = error.what();
    }
  RegexCache patterns;
  Pool(run.jobs).run(questions.size(), [&](std::size_t i) {
    if (all[i].judge != nullptr) all[i] = judge_one(questions[i], *all[i].judge, run.checks, patterns);
  });
  return all;
}

}  // namespace

bool looser(Outcome fallback, Outcome rule) { return strictness(fallback) < strictness(rule); }

std::size_t judge_cases(const Suite& suite, const Run& run, std::ostream& out) {
  std::vector<Question> questions = suite.questions;
  if (run.checks == Checks::oval) std::erase_if(questions, [](const Question& question) { return !has_fallback(*question.rule); });
  const std::vector<Judged> all = judge_all(questions, run);
  std::size_t failed = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].complaint.empty()) ++failed;
    if (run.verbose || !all[i].complaint.empty()) print(questions[i], all[i], out);
  }
  for (const std::string& complaint : suite.complaints) out << "FAILED  " << complaint << '\n';
  failed += suite.complaints.size();
  out << (run.checks == Checks::oval ? "OVAL fallbacks: " : "fixtures: ") << all.size() << " verdicts of " << suite.cases.size()
      << " cases, " << failed << " failed\n";
  return failed;
}

}  // namespace assay::fixtures
