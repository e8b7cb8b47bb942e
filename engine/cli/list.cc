// assay list: the benchmarks the program carries, and how much of each is covered.
#include <iomanip>
#include <iostream>

#include "benchmarks/compiler/bundled.h"
#include "benchmarks/compiler/coverage.h"
#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/scap/content.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

struct ListOptions {
  bool coverage = false;
  std::string facts;
};

void show_profiles(const std::vector<benchmarks::ProfileCoverage>& profiles) {
  for (std::size_t i = 1; i < profiles.size(); ++i)
    std::cout << "  " << std::left << std::setw(26) << profiles[i].profile << std::right << std::setw(4)
              << profiles[i].coverage.recommendations << " recommendations\n";
}

void show_coverage(const std::vector<benchmarks::ProfileCoverage>& profiles) {
  std::cout << "  " << std::left << std::setw(26) << "profile" << std::right << std::setw(16) << "recommendations" << std::setw(8)
            << "scored" << std::setw(11) << "automated" << std::setw(8) << "manual" << '\n';
  for (const benchmarks::ProfileCoverage& row : profiles)
    std::cout << "  " << std::left << std::setw(26) << row.profile << std::right << std::setw(16) << row.coverage.recommendations
              << std::setw(8) << row.coverage.scored << std::setw(11) << row.coverage.automated << std::setw(8) << row.coverage.manual
              << '\n';
}

// The table of "cis-ubuntu1804-v2.0.0" is DIR/ubuntu1804-v2.0.0.tsv.
std::size_t show_differences(const std::string& id, const std::vector<benchmarks::RuleRow>& rows, const std::string& directory) {
  const std::string name = id.substr(id.find('-') + 1);
  const std::vector<std::string> found = benchmarks::differences(rows, directory + "/" + name + ".tsv");
  for (const std::string& difference : found) std::cout << "  differs  " << difference << '\n';
  if (found.empty()) std::cout << "  numbers, levels, flags and confidence are those of " << name << ".tsv\n";
  return found.size();
}

std::size_t show(const std::string& id, const std::shared_ptr<const xml::Source>& source, const ListOptions& options) {
  const std::unique_ptr<scap::Content> content = scap::Content::open(source);
  const scap::Content::Checklist checklist = content->checklist({});
  const xccdf::Benchmark& benchmark = *checklist.benchmark;
  const std::vector<benchmarks::RuleRow> rows = benchmarks::read_rows(benchmark);
  std::cout << id << "  " << reports::terminal_text(benchmark.title) << '\n';
  const auto profiles = benchmarks::coverage(benchmark, rows);
  options.coverage ? show_coverage(profiles) : show_profiles(profiles);
  return options.facts.empty() ? 0 : show_differences(id, rows, options.facts);
}

int list(const ListOptions& options) {
  if (!options.facts.empty() && !options.coverage) throw JobError("--facts belongs to --coverage");
  std::size_t differences = 0;
  for (const benchmarks::Bundled& bundled : benchmarks::bundled())
    differences += show(std::string(bundled.id), benchmarks::source_of(bundled), options);
  std::cout.flush();
  return differences == 0 ? kCompliant : kJobFailed;
}

}  // namespace

std::function<int()> declare_list(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<ListOptions>();
  self = app.add_subcommand("list", "The benchmarks the program carries, with their profiles");
  self->footer("Examples:\n  assay list\n  assay list --coverage");
  self->add_flag("--coverage", options->coverage, "of each benchmark and profile: recommendations, scored, automated, manual");
  self->add_option("--facts", options->facts, "compare with the tables of facts (NAME.tsv) there; exit code 1 where anything differs")
      ->type_name("DIR");
  return [options] { return list(*options); };
}

}  // namespace assay::cli
