// The XML of an XCCDF TestResult (NISTIR 7275r4, 6.6; XCCDF 1.1.4 for benchmarks of that version) that the xccdf and the arf
// report share.
#pragma once

#include <string>
#include <string_view>

#include "engine/evaluate/results.h"
#include "engine/xml/writer.h"

namespace assay::reports {

struct TestResultPlace {
  std::string benchmark_href;
  std::string id;        // of the TestResult
  std::string asset_id;  // ARF: what target-id-ref names; "" elsewhere
};

inline constexpr std::string_view kXccdf11 = "http://checklists.nist.gov/xccdf/1.1";
inline constexpr std::string_view kXccdf12 = "http://checklists.nist.gov/xccdf/1.2";
// The fact of a TestResult that holds the verdict: floors, waivers and a baseline are in no other part of it.
inline constexpr std::string_view kVerdictFact = "urn:assay:fact:verdict";
inline constexpr std::string_view kLiveFact = "urn:assay:fact:running-system";  // "true" or "false"
// Facts for `assay certify`: the digest of what was scanned, and of the files it was judged by.
inline constexpr std::string_view kEntriesFact = "urn:assay:fact:entries-digest";
inline constexpr std::string_view kContentFact = "urn:assay:fact:content-sha256";
inline constexpr std::string_view kTailoringFact = "urn:assay:fact:tailoring-sha256";

// An id for the TestResult that is not in use in `document`: a second result of the same profile ends in 001.
std::string test_result_id(const evaluate::Results& results, std::string_view document);

void write_test_result(const evaluate::Results& results, const TestResultPlace& place, xml::Writer& out);

// "54.166667"; whatever the locale.
std::string decimal(double number);

}  // namespace assay::reports
