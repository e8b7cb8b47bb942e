#include "engine/evaluate/applicability.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/evaluate/value.h"

namespace assay::evaluate {
namespace {

// "applies only where: Package audit is installed (cpe:/a:audit)"
std::string why_not(const std::string& idref, const std::vector<std::string>& titles) {
  return titles.empty() ? "this system is not " + idref : "applies only where: " + join(titles, "; ") + " (" + idref + ")";
}

}  // namespace

Applicability::Applicability(const xccdf::Benchmark& benchmark, std::string component_ref_id,
                             const std::vector<cpe::Dictionary>& dictionaries, FindOval find, Units& units)
    : benchmark_(benchmark),
      component_ref_id_(std::move(component_ref_id)),
      dictionaries_(dictionaries),
      find_(std::move(find)),
      units_(units) {}

void Applicability::ask(const std::string& idref) {
  if (!tests_.contains(idref)) tests_.emplace(idref, platform(idref));
}

Applicability::Test Applicability::platform(const std::string& idref) {
  if (!idref.starts_with('#')) return fact(idref);
  const std::string_view id = std::string_view(idref).substr(1);
  const auto named = [&](const cpe::Platform& one) { return one.id == id; };
  const auto& own = benchmark_.platform_specification;
  if (const auto found = std::find_if(own.begin(), own.end(), named); found != own.end()) return logical(found->test, component_ref_id_);
  for (const cpe::Dictionary& dictionary : dictionaries_) {
    const auto& platforms = dictionary.platforms;
    if (const auto found = std::find_if(platforms.begin(), platforms.end(), named); found != platforms.end())
      return logical(found->test, dictionary.component_ref_id);
  }
  Test unknown;
  unknown.problem = "no platform specification has it";
  return unknown;
}

Applicability::Test Applicability::logical(const cpe::LogicalTest& test, std::string_view component_ref_id) {
  Test result;
  result.logical = true;
  result.negate = test.negate;
  result.operation = test.operation == cpe::LogicalTest::Operator::AND ? oval::Operator::AND : oval::Operator::OR;
  for (const cpe::LogicalTest& inner : test.tests) result.children.push_back(logical(inner, component_ref_id));
  for (const std::string& name : test.fact_refs) result.children.push_back(fact(name));
  for (const cpe::Check& one : test.check_fact_refs) result.children.push_back(check(one, component_ref_id));
  return result;
}

// The first dictionary with a check for the name answers; of several entries that show it, one that is true is enough.
Applicability::Test Applicability::fact(const std::string& name) {
  Test any;
  any.problem = "no dictionary knows " + name;
  for (const cpe::Dictionary& dictionary : dictionaries_) {
    for (const cpe::DictionaryItem* item : dictionary.find_all(name)) {
      if (any.title.empty()) any.title = item->title;
      if (item->checks.empty()) any.problem = "the dictionary has no check for " + name;
      for (const cpe::Check& one : item->checks) {
        Test test = check(one, dictionary.component_ref_id);
        if (test.problem.empty())
          any.children.push_back(std::move(test));
        else
          any.problem = test.problem;
      }
    }
    if (any.children.empty()) continue;
    any.logical = true;
    any.operation = oval::Operator::OR;
    any.problem.clear();
    break;
  }
  return any;
}

Applicability::Test Applicability::check(const cpe::Check& check, std::string_view component_ref_id) {
  Test test;
  if (check.system != xccdf::kOvalSystem) {
    test.problem = "its check is of system \"" + check.system + "\", which is not supported";
    return test;
  }
  const oval::Definitions* source = find_(component_ref_id, check.href, &test.problem);
  if (source == nullptr) return test;
  test.problem.clear();
  const auto& ids = source->definition_ids();
  if (std::find(ids.begin(), ids.end(), check.id) == ids.end()) {
    test.problem = check.href + " has no definition " + check.id;
    return test;
  }
  test.unit = units_.ask(*source, {}, {check.id});
  test.definition = check.id;
  return test;
}

oval::Truth Applicability::answer(const Test& test, const plan::Plan& plan, const std::vector<UnitResults>& results, std::string& problem) {
  if (test.logical) {
    std::vector<oval::Truth> answers;
    for (const Test& child : test.children) answers.push_back(answer(child, plan, results, problem));
    const oval::Truth all = answers.empty() ? oval::Truth::unknown : combine(test.operation, answers);
    return test.negate ? negate(all) : all;
  }
  if (!test.problem.empty() || test.unit == plan::kNone) {
    problem = test.problem;
    return oval::Truth::unknown;
  }
  const plan::Index index = plan.units[test.unit].definition(test.definition);
  const oval::Truth result = index == plan::kNone ? oval::Truth::error : results[test.unit].definitions[index].result;
  if (result != oval::Truth::true_ && result != oval::Truth::false_)
    problem = "its check " + test.definition + " is " + std::string(text_of(result));
  return result;
}

void Applicability::missing(const Test& test, const plan::Plan& plan, const std::vector<UnitResults>& results,
                            std::vector<std::string>& titles) {
  std::string problem;
  if (test.negate || answer(test, plan, results, problem) != oval::Truth::false_) return;
  if (!test.title.empty()) return titles.push_back(test.title);
  for (const Test& child : test.children) missing(child, plan, results, titles);
}

std::vector<PlatformResult> Applicability::answers(const plan::Plan& plan, const std::vector<UnitResults>& results) const {
  std::vector<PlatformResult> all;
  for (const auto& [idref, test] : tests_) {
    std::string problem;
    const oval::Truth result = answer(test, plan, results, problem);
    PlatformResult one{idref, result == oval::Truth::true_, result == oval::Truth::true_ || result == oval::Truth::false_, {}};
    std::vector<std::string> titles;
    missing(test, plan, results, titles);
    if (!one.known)
      one.message = "nothing tells whether this system is " + idref + (problem.empty() ? "" : ": " + problem);
    else if (!one.applicable)
      one.message = why_not(idref, titles);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace assay::evaluate
