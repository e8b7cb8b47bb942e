#include "engine/cli/reporting.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

constexpr std::size_t kRulesNamed = 10;  // on standard error

const reports::Report& report_named(const std::string& name) {
  if (const reports::Report* report = reports::find(name)) return *report;
  std::vector<std::string> known;
  for (const reports::Report& row : reports::all()) known.emplace_back(row.name);
  throw JobError("--report: no format \"" + name + "\"; one of: " + join(known, ", "));
}

}  // namespace

void add_reports(Outputs& outputs, const Reporting& wanted, const evaluate::Results& results) {
  bool to_standard_output = false;
  for (const std::string& one : wanted.reports) {
    const std::size_t equals = one.find('=');
    const std::string path = equals == std::string::npos ? "-" : one.substr(equals + 1);
    const reports::Report& report = report_named(one.substr(0, equals));
    if (path.empty()) throw JobError("--report " + one + ": a file name is missing after \"=\"");
    if (path == "-" && std::exchange(to_standard_output, true))
      throw JobError("--report: two reports for standard output; give one of them a file");
    outputs.add(path, [&report, &results](std::ostream& out) { report.write(results, out); });
  }
  if (!wanted.characteristics_out.empty()) {
    to_standard_output |= wanted.characteristics_out == "-";
    outputs.add(wanted.characteristics_out, [&results](std::ostream& out) { reports::write_characteristics(results, out); });
  }
  if (!to_standard_output) outputs.add("-", [text = wanted.text, &results](std::ostream& out) { reports::write_text(results, text, out); });
}

reports::TextOptions text_options() {
  reports::TextOptions text;
  if (isatty(STDOUT_FILENO) == 0) return text;
  const char* no_colour = std::getenv("NO_COLOR");
  text.colour = no_colour == nullptr || *no_colour == '\0';
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) text.width = size.ws_col;
  return text;
}

void say_why(const evaluate::Results& results) {
  if (results.verdict == evaluate::Verdict::compliant || isatty(STDOUT_FILENO) != 0) return;
  std::size_t blocking = 0;
  for (const std::size_t row : reports::most_severe_first(results))
    if (results.rules[row].blocks && blocking++ < kRulesNamed)
      std::cerr << "assay: " << reports::rule_line(results, results.rules[row]) << '\n';
  if (blocking > kRulesNamed) std::cerr << "assay: and " << blocking - kRulesNamed << " more\n";
  std::cerr << "assay: " << reports::terminal_text(reports::reason(results)) << '\n';
}

int exit_code(evaluate::Verdict verdict) {
  switch (verdict) {
    case evaluate::Verdict::compliant: return kCompliant;
    case evaluate::Verdict::not_compliant: return kNotCompliant;
    case evaluate::Verdict::indeterminate: return kIndeterminate;
  }
  return kJobFailed;
}

}  // namespace assay::cli
