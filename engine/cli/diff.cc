// assay diff
#include <algorithm>

#include "engine/cli/command.h"
#include "engine/cli/output.h"
#include "engine/cli/reporting.h"
#include "engine/target/target.h"
#include "reports/diff.h"
#include "reports/saved.h"

namespace assay::cli {
namespace {

constexpr const char* kDiffFooter =
    R"(Worse is a rule that comes nearer to a failure: from pass or notapplicable over notchecked, and unknown or error, to fail. What is new
or gone is told, and is not worse.

Exit codes: 0 nothing got worse; 2 something did; 1 the two cannot be compared.

Examples:
  assay diff released.json candidate.json
  assay diff yesterday-arf.xml today-arf.xml --json changes.json)";

struct DiffOptions {
  std::string before, after, json;
  bool quiet = false, verbose = false;
};

int diff(const DiffOptions& options) {
  evaluate::Results before, after;  // outlive the outputs that print them
  std::vector<evaluate::Difference> differences;
  reports::TextOptions text = text_options();
  text.quiet = options.quiet;
  text.verbose = options.verbose;
  Outputs outputs;
  if (!options.json.empty())
    outputs.add(options.json, [&](std::ostream& out) { reports::write_diff_json(before, after, differences, out); });
  if (options.json != "-") outputs.add("-", [&](std::ostream& out) { reports::write_diff_text(before, after, differences, text, out); });
  confine(outputs.directories());
  before = reports::read_results(options.before);
  after = reports::read_results(options.after);
  differences = reports::compare(before, after);
  outputs.commit();
  const bool worse = std::any_of(differences.begin(), differences.end(),
                                 [](const evaluate::Difference& one) { return one.change == evaluate::Change::worse; });
  return worse ? kNotCompliant : kCompliant;
}

}  // namespace

std::function<int()> declare_diff(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<DiffOptions>();
  self = app.add_subcommand("diff", "Two results files: what got better, worse, new, gone");
  self->footer(kDiffFooter);
  self->add_option("before", options->before, "the earlier results: json of assay, XCCDF results or ARF of any tool")
      ->required()
      ->type_name("FILE");
  self->add_option("after", options->after, "the later results")->required()->type_name("FILE");
  self->add_option("--json", options->json,
                   "write the differences for programs (\"assay-diff/1\"); - is standard output, and the text is left out")
      ->type_name("FILE");
  self->add_flag("--quiet", options->quiet, "print the DIFF line alone");
  self->add_flag("--verbose", options->verbose, "show all evidence of what got worse");
  return [options] { return diff(*options); };
}

}  // namespace assay::cli
