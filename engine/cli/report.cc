// assay report: saved results in other formats.
#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/cli/options.h"
#include "engine/cli/reporting.h"
#include "engine/target/target.h"
#include "reports/saved.h"

namespace assay::cli {
namespace {

constexpr const char* kReportFooter = R"(Exit codes: 0 the reports are written, whatever the verdict in them; 1 they are not.

Examples:
  assay report results.json --report html=report.html --report markdown=summary.md
  assay report oscap-arf.xml                              the text report of another tool's results)";

struct ReportOptions {
  std::string results;
  std::vector<std::string> reports;
  bool quiet = false, verbose = false;
};

// It holds what was seen of the system, item by item: no other format keeps that.
void refuse_oval(const std::vector<std::string>& reports) {
  for (const std::string& report : reports)
    if (report.substr(0, report.find('=')) == "oval") throw JobError("--report " + report + ": only a scan can write it");
}

int report(const ReportOptions& options) {
  refuse_oval(options.reports);
  evaluate::Results results;  // outlives the outputs that print it
  Outputs outputs;
  reports::TextOptions text = text_options();
  text.verbose = options.verbose;
  text.quiet = options.quiet;
  add_reports(outputs, {options.reports, "", text}, results);
  confine(outputs.directories());
  results = reports::read_results(options.results);
  outputs.commit();
  return kCompliant;
}

}  // namespace

std::function<int()> declare_report(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<ReportOptions>();
  self = app.add_subcommand("report", "Write saved results (of assay or of another tool) in other formats");
  self->footer(kReportFooter);
  self->add_option("results", options->results, "json of assay, XCCDF results or ARF of any tool")->required()->type_name("FILE");
  add_repeatable(*self, "--report", options->reports, "write a report; repeatable. FORMAT alone goes to standard output; left out: text")
      ->type_name("FORMAT[=FILE]");
  self->add_flag("--quiet", options->quiet, "print the RESULT line alone");
  self->add_flag("--verbose", options->verbose, "show the evidence of passing rules too");
  return [options] { return report(*options); };
}

}  // namespace assay::cli
