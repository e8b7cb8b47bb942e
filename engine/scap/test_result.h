// XCCDF TestResults as plain structs (NISTIR 7275r4, 6.6; XCCDF 1.2 and 1.1): what a run of any tool found, whether it stands alone, ends
// a Benchmark, or lies in a report of an ARF collection (NISTIR 7694).
//
// Texts are trimmed. Times stay as they are spelt: xsd:dateTime, which need not name a time zone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/scap/xccdf.h"
#include "engine/xml/document.h"

namespace assay::xccdf {

struct TestOverride {
  std::string time, authority, old_result, new_result, remark;
};

struct TestFix {
  std::string id, system, complexity, disruption, strategy, text;
  bool reboot = false;
};

struct RuleTested {  // <rule-result>
  std::string idref, version, time;
  Outcome outcome = Outcome::unknown;
  std::optional<Severity> severity;  // nothing where the file leaves them to the Rule
  std::optional<Role> role;
  std::optional<double> weight;
  std::vector<TestOverride> overrides;
  std::vector<Ident> idents;
  std::vector<std::string> messages;
  std::string instance;       // of several: all, separated by ", "
  std::vector<Check> checks;  // those used, of a complex-check its leaves
  bool complex_check = false;
  std::vector<TestFix> fixes;
};

struct TestScore {
  std::string system;  // the default model's where the file names none
  double score = 0, maximum = 100;
};

struct TestIdentity {
  std::string name;
  bool authenticated = false, privileged = false;
};

struct TestResult {
  std::string id, ns, test_system, start_time, end_time, profile;
  std::string benchmark_href, benchmark_id, benchmark_version;
  std::string tailoring_href, tailoring_id, tailoring_version, tailoring_time;
  std::vector<std::string> remarks, organizations, targets, addresses, platforms;
  std::vector<TestIdentity> identities;
  std::vector<std::pair<std::string, std::string>> facts;  // name, value
  std::vector<SetValue> set_values;
  std::vector<RuleTested> rules;  // in the order of the file
  std::vector<TestScore> scores;
  std::string report_id;                 // of the ARF report that holds it; "" elsewhere
  std::optional<std::size_t> enclosing;  // of TestedFile::benchmarks: the one whose end it is
  int line = 0;

  // The first fact of this name that says something; "" where there is none.
  std::string_view fact(std::string_view name) const;
};

struct TestedBenchmark {  // a Benchmark in the file, not yet read
  std::string id, ns;
  std::string component_id;  // of the data stream's component that holds it; "" outside one
  std::string request_id;    // of the ARF report request that holds it; "" elsewhere
  xml::Fragment fragment;
  std::vector<xml::Fragment> test_results;  // inside it
};

struct TestedOval {       // OVAL results in the file, not yet read
  std::string report_id;  // of the ARF report that holds them
  xml::Fragment fragment;
};

struct TestedFile {
  std::optional<TestResult> latest;  // by end-time; of equal ones the last
  std::size_t count = 0;             // TestResults there are
  std::vector<TestedBenchmark> benchmarks;
  std::vector<TestedOval> oval_results;
  std::vector<std::pair<std::string, std::string>> created_for;  // ARF: id of a report, id of its report request

  // The one that the latest result was made by; null where it is not in the file.
  const TestedBenchmark* benchmark() const;
};

// One pass. A file of another kind has no result. Throws ContentError.
TestedFile load_test_results(const xml::Source& source);

// The TestResult's parts: for the pass above.
RuleTested read_rule_tested(const xml::Source& source, const xml::Element& element);
void read_test_result_child(const xml::Source& source, const xml::Element& child, TestResult* result);

}  // namespace assay::xccdf
