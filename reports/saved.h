// Results read back from a file: what `assay report`, `diff`, `certify` and --baseline start from.
//
//   json    of this program ("assay-results/1")
//   xccdf   an XCCDF 1.1 or 1.2 TestResult, alone or in its Benchmark, of any tool
//   arf     an ARF 1.1 collection, of any tool: the first XCCDF TestResult in it, with the benchmark of the report request it was made for
//
// The file is untrusted. What it does not say is left empty, never invented: rules of a TestResult without a benchmark have their id as
// title.
#pragma once

#include <string>

#include "engine/evaluate/results.h"

namespace assay::reports {

// Results::read_from is set; `plan`, `characteristics`, `units` and `content` are not: the oval report cannot be written from them. Throws
// ContentError (unreadable, ill-formed, of an unknown kind, no result in it) naming the file, and the line where there is one.
evaluate::Results read_results(const std::string& host_path);

}  // namespace assay::reports
