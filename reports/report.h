// A report is a row: a name, an extension, a function that writes Results to a stream. Reports read the results model and nothing else.
#pragma once

#include <iosfwd>
#include <span>
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

}  // namespace assay::reports
