// fixtures: judges the cases of fixtures/ by the compiled benchmarks (README.md).
#include <CLI/CLI.hpp>
#include <iostream>

#include "engine/base/error.h"
#include "tests/content/coverage.h"
#include "tests/content/mutate_cases.h"
#include "tests/content/mutate_fallbacks.h"

namespace {

using namespace assay::fixtures;

struct Options {
  std::string fixtures = ASSAY_FIXTURES;
  std::vector<std::string> contents = {ASSAY_COMPILED};
  Wanted wanted;
  Run run;
  bool oval = false, coverage = false, mutate = false;
};

int run(Options& options) {
  const Suite suite = load_suite(options.fixtures, options.contents, options.wanted);
  if (options.coverage) return print_coverage(suite, std::cout) == 0 ? 0 : 1;
  if (options.mutate && options.oval) return mutate_fallbacks(suite, options.run, std::cout) == 0 ? 0 : 1;
  if (options.mutate) return mutate_cases(suite, options.run, std::cout) == 0 ? 0 : 1;
  options.run.checks = options.oval ? Checks::oval : Checks::preferred;
  return judge_cases(suite, options.run, std::cout) == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Judges the fixtures of our own content");
  app.add_option("contents", options.contents, "data streams, or directories of them");
  app.add_option("--fixtures", options.fixtures, "the folder of bases.yaml and fixtures/");
  app.add_option("--rule", options.wanted.rules, "just this rule, by its name without number; repeatable");
  app.add_option("--topic", options.wanted.topics, "just this file of fixtures/, without .yaml; repeatable");
  app.add_option("--benchmark", options.wanted.benchmarks, "just this benchmark; repeatable");
  app.add_flag("-v,--verbose", options.run.verbose, "the evidence of every case");
  app.add_option("--jobs", options.run.jobs, "threads");
  app.add_flag("--oval", options.oval, "judge the OVAL fallbacks instead of the Lua checks");
  app.add_flag("--mutate", options.mutate, "change the passing cases in every small way: each rule must notice");
  app.add_option("--most", options.run.most, "of a passing case, about so many mutations of a kind (0: all)")->capture_default_str();
  app.add_flag("--coverage", options.coverage, "list the rules that lack cases");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const assay::JobError& error) {
    std::cerr << "fixtures: " << error.what() << '\n';
    return 2;
  }
}
