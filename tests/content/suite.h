// Everything a run works on, and the questions it comes to: each case against each rule of each benchmark it is for.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/content/compiled.h"
#include "tests/content/fixture.h"

namespace assay::fixtures {

struct Wanted {  // empty: all
  std::vector<std::string> rules, topics, benchmarks;
};

struct Question {
  const Case* one = nullptr;
  Compiled* benchmark = nullptr;
  const xccdf::Rule* rule = nullptr;
  const System* base = nullptr;
};

struct Suite {
  std::map<std::string, System> bases;
  std::vector<Case> cases;
  std::vector<std::unique_ptr<Compiled>> benchmarks;
  std::vector<Question> questions;  // of the cases wanted
  Wanted wanted;
  std::vector<std::string> complaints;  // cases that no benchmark has a rule for, benchmarks without a base

  // Is the rule among the wanted ones? Where topics are wanted: one of their cases is for it.
  bool wants(const Compiled& benchmark, const xccdf::Rule& rule) const;
};

// `contents`: data streams, or directories of them. Throws JobError.
Suite load_suite(const std::string& fixtures, const std::vector<std::string>& contents, const Wanted& wanted);

// The system a benchmark is for: "centos7" of "cis-centos7-v2.2.0"; "" where no base is.
std::string system_of(const Suite& suite, const Compiled& benchmark);
// "cis-centos7-v2.2.0 5.2.16 sshd-banner"
std::string label(const Compiled& benchmark, const xccdf::Rule& rule);
std::string label(const Question& question);

struct Root {
  Target target;
  const test::MemoryRootfs* files;  // the target's own
};
Root make_root(const System& system);

}  // namespace assay::fixtures
