#include "reports/report.h"

#include "reports/formats.h"

namespace assay::reports {
namespace {

void text(const evaluate::Results& results, std::ostream& out) { write_text(results, TextOptions{}, out); }
void oval(const evaluate::Results& results, std::ostream& out) { write_oval(results, 0, out); }

constexpr Report kReports[] = {
    {"text", "txt", "for people: failing rules first, each with what was expected, found and where", text},
    {"json", "json", "everything, for programs (\"assay-results/1\"; schema in reports/assay-results.schema.json)", write_json},
    {"html", "html", "for people: one page with nothing around it, light or dark, for screen and paper", write_html},
    {"xccdf", "xml", "the benchmark with an XCCDF TestResult in it", write_xccdf},
    {"arf", "xml", "Asset Reporting Format 1.1: content, target, XCCDF and OVAL results in one file", write_arf},
    {"oval", "xml", "OVAL results with the system characteristics they come from", oval},
    {"sarif", "sarif", "SARIF 2.1.0, for code scanning: what did not pass and has to be acted on", write_sarif},
    {"junit", "xml", "JUnit's XML, for build servers: a test case a rule; waived and not applicable ones are skipped", write_junit},
    {"csv", "csv", "RFC 4180, for spreadsheets: one line a rule; what looks like a formula gets an apostrophe in front", write_csv},
    {"hdf", "json", "Heimdall Data Format, a control for each rule", write_hdf},
    {"markdown", "md", "for a pull request: what fails and why, at most as long as a comment may be", write_markdown},
};

}  // namespace

std::span<const Report> all() { return kReports; }

const Report* find(std::string_view name) {
  for (const Report& report : kReports)
    if (report.name == name) return &report;
  return nullptr;
}

}  // namespace assay::reports
