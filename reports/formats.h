// One function a format; the table of report.cc names them.
#pragma once

#include <iosfwd>

#include "engine/evaluate/results.h"

namespace assay::reports {

void write_json(const evaluate::Results& results, std::ostream& out);
void write_html(const evaluate::Results& results, std::ostream& out);
void write_xccdf(const evaluate::Results& results, std::ostream& out);
void write_arf(const evaluate::Results& results, std::ostream& out);
void write_sarif(const evaluate::Results& results, std::ostream& out);
void write_junit(const evaluate::Results& results, std::ostream& out);
void write_csv(const evaluate::Results& results, std::ostream& out);
void write_hdf(const evaluate::Results& results, std::ostream& out);
void write_markdown(const evaluate::Results& results, std::ostream& out);

}  // namespace assay::reports
