// What both fuzz targets of saved results do with their bytes: they are read or refused, never anything else. What is read can be written
// in every format, and its JSON is read back to the same bytes.
#pragma once

#include <cstdlib>
#include <sstream>
#include <string>

#include "engine/base/error.h"
#include "reports/report.h"
#include "reports/saved.h"

namespace assay::fuzz {

inline std::string written(const evaluate::Results& results, const char* format) {
  std::ostringstream out;
  reports::find(format)->write(results, out);
  return std::move(out).str();
}

inline void read_and_rewrite(std::string bytes) {
  evaluate::Results results;
  try {
    results = reports::read_results(*xml::Source::from_bytes("fuzz", std::move(bytes)));
  } catch (const ContentError&) {
    return;
  }
  for (const char* format : {"text", "html", "arf", "csv", "sarif", "junit", "hdf", "markdown"}) written(results, format);
  const std::string json = written(results, "json");
  if (written(reports::read_results(*xml::Source::from_bytes("json", json)), "json") != json) std::abort();
  reports::read_results(*xml::Source::from_bytes("xccdf", written(results, "xccdf")));
}

}  // namespace assay::fuzz
