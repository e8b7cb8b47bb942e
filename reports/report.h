// A report is a row: a name, an extension, a function that writes Results to a stream. Reports read the results model and nothing else.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "engine/evaluate/results.h"

namespace assay::reports {

struct Report {
  std::string_view name;       // as --report spells it
  std::string_view extension;  // "xml"
  std::string_view summary;    // for --help
  void (*write)(const evaluate::Results& results, std::ostream& out);
};

std::span<const Report> all();
const Report* find(std::string_view name);

// How the text report lays itself out. Whether there is a terminal, and how wide, is the caller's to know.
struct TextOptions {
  bool colour = false;
  std::size_t width = 100;
  bool quiet = false;    // the RESULT line alone
  bool verbose = false;  // evidence and description of every rule, notselected ones named
};
void write_text(const evaluate::Results& results, const TextOptions& options, std::ostream& out);
// "RESULT not-compliant score=54.17 coverage=97.5 pass=..."; no newline.
std::string result_line(const evaluate::Results& results);
// Why the verdict is what it is, in one sentence: "not compliant: 12 of 220 rules fail, 1 ends in error".
std::string reason(const evaluate::Results& results);

// OVAL results are one document a unit (an OVAL file under one set of external variables). The report `oval` writes the first.
void write_oval(const evaluate::Results& results, std::size_t unit, std::ostream& out, bool include_definitions = true);

// System characteristics of all units in one document, which `--from-characteristics` reads back.
void write_characteristics(const evaluate::Results& results, std::ostream& out);

}  // namespace assay::reports
