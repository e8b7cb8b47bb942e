#include "tests/content/suite.h"

#include <algorithm>
#include <filesystem>

#include "engine/base/error.h"

namespace assay::fixtures {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}
bool wants(const std::vector<std::string>& list, const std::string& word) { return list.empty() || contains(list, word); }

std::vector<std::string> data_streams(const std::vector<std::string>& contents) {
  std::vector<std::string> files;
  for (const std::string& content : contents) {
    if (!std::filesystem::is_directory(content)) {
      files.push_back(content);
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(content))
      if (entry.path().extension() == ".xml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) throw JobError("no data streams to judge by");
  return files;
}

void ask_of(Suite& suite, const Case& one, const Wanted& wanted) {
  bool known = false;
  for (const std::unique_ptr<Compiled>& benchmark : suite.benchmarks) {
    const std::string system = system_of(suite, *benchmark);
    if (!one.on.empty() && !contains(one.on, system) && !contains(one.on, benchmark->name())) continue;
    const auto [begin, end] = benchmark->rules().equal_range(one.rule);
    known |= begin != end;
    if (!wants(wanted.benchmarks, benchmark->name())) continue;
    for (auto rule = begin; rule != end; ++rule) suite.questions.push_back({&one, benchmark.get(), rule->second, &suite.bases.at(system)});
  }
  if (!known) suite.complaints.push_back(one.place + ": " + one.rule + ": no benchmark the case is for has this rule");
}

void refuse_unknown(const std::string& what, const std::vector<std::string>& names, const std::vector<Case>& cases, std::string Case::*of) {
  for (const std::string& name : names)
    if (std::none_of(cases.begin(), cases.end(), [&](const Case& one) { return one.*of == name; }))
      throw JobError("no case of a " + what + " \"" + name + "\"");
}

}  // namespace

bool Suite::wants(const Compiled& benchmark, const xccdf::Rule& rule) const {
  if (wanted.rules.empty() && wanted.topics.empty()) return fixtures::wants(wanted.benchmarks, benchmark.name());
  return std::any_of(questions.begin(), questions.end(), [&](const Question& question) { return question.rule == &rule; });
}

Suite load_suite(const std::string& fixtures, const std::vector<std::string>& contents, const Wanted& wanted) {
  Suite suite;
  suite.wanted = wanted;
  suite.bases = load_bases(fixtures + "/bases.yaml");
  suite.cases = load_cases(fixtures + "/fixtures", wanted.topics, suite.complaints);
  for (const std::string& file : data_streams(contents)) {
    auto benchmark = std::make_unique<Compiled>(file);
    if (system_of(suite, *benchmark).empty())
      suite.complaints.push_back(file + ": no base for " + benchmark->name());
    else
      suite.benchmarks.push_back(std::move(benchmark));
  }
  refuse_unknown("rule", wanted.rules, suite.cases, &Case::rule);
  refuse_unknown("topic", wanted.topics, suite.cases, &Case::topic);
  for (const Case& one : suite.cases)
    if (wants(wanted.rules, one.rule) && wants(wanted.topics, one.topic)) ask_of(suite, one, wanted);
  return suite;
}

std::string system_of(const Suite& suite, const Compiled& benchmark) {
  for (const auto& base : suite.bases)
    if (benchmark.name().find("-" + base.first + "-") != std::string::npos) return base.first;
  return {};
}

std::string label(const Compiled& benchmark, const xccdf::Rule& rule) {
  std::string numbered = rule.id.substr(rule.id.find("_rule_") + 6);
  numbered[numbered.find('_')] = ' ';
  return benchmark.name() + " " + numbered;
}

std::string label(const Question& question) { return label(*question.benchmark, *question.rule); }

Root make_root(const System& system) {
  auto files = build(system);
  test::MemoryRootfs* seen = files.get();
  Root root{Target(std::move(files), system.live, "case"), seen};
  seen->forget_calls();  // of the facts that a target gathers itself
  return root;
}

}  // namespace assay::fixtures
