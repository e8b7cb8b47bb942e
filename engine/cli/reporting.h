// From --report to files: what `scan` and `report` share.
#pragma once

#include <string>
#include <vector>

#include "engine/cli/output.h"
#include "engine/evaluate/results.h"
#include "reports/report.h"

namespace assay::cli {

struct Reporting {
  std::vector<std::string> reports;  // FORMAT or FORMAT=FILE, as --report takes them
  std::string characteristics_out;   // a file, or ""
  reports::TextOptions text;         // of what is printed for people, unless a report already goes to standard output
};

// Declares what is to be written; `results` is read when the outputs are committed. Throws JobError: no such format, two for standard
// output.
void add_reports(Outputs& outputs, const Reporting& wanted, const evaluate::Results& results);

// Where standard output is a terminal: as wide as it is, and with colour unless NO_COLOR is set.
reports::TextOptions text_options();

// Where the verdict is not compliant and standard output is no terminal: on standard error the rules that stop it, and last the reason in
// one line, for callers that show nothing else (Packer).
void say_why(const evaluate::Results& results);

int exit_code(evaluate::Verdict verdict);

}  // namespace assay::cli
