// Results read back from a file: what `assay report`, `diff`, `certify` and --baseline start from.
//
//   json    of this program ("assay-results/1")
//   xccdf   an XCCDF 1.1 or 1.2 TestResult, alone or in its Benchmark, of any tool
//   arf     an ARF 1.1 collection, of any tool, with the benchmark of the report request it was made for; the OVAL results beside it say
//           what was expected, found and where (saved_evidence.h)
//
// Of several TestResults in a file the last by its end time is taken, and the notes say so. The file is untrusted. What it does not say is
// left empty, never invented: rules of a TestResult without a benchmark have their id as title.
//
// Counts and coverage are computed from the rules' outcomes; scores are the file's where it has them. So is the verdict of XCCDF and ARF,
// with nothing waived and --fail-on as it is by default; one that this program noted in the file and that is worse stands. The verdict of
// JSON is what it says; one that its own rules contradict is refused.
#pragma once

#include <string>

#include "engine/evaluate/results.h"

namespace assay::reports {

// Results::read_from is set; `plan`, `characteristics`, `units` and `content` are not: the oval report cannot be written from them. Throws
// ContentError (unreadable, ill-formed, of an unknown kind, no result in it) naming the file, and the line or JSON pointer where there is
// one.
evaluate::Results read_results(const std::string& host_path);
evaluate::Results read_results(const xml::Source& source);

}  // namespace assay::reports
