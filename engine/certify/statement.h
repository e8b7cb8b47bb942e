// What a certificate says: an in-toto Statement v1 (https://in-toto.io/Statement/v1) with a predicate test-result v0.1
// (https://in-toto.io/attestation/test-result/v0.1). It says what was found, whatever that is; who signs it says so of that image.
//
//   subject          the image: its name, and {"sha256": ...} of a file or {"assayTree1": ...} of a directory (tree_digest.h)
//   result           PASSED compliant, WARNED indeterminate, FAILED not compliant
//   configuration    the content, the tailoring and the waivers it was judged by
//   passedTests      ids of rules: pass, fixed;    failedTests: fail, error, unknown;    warnedTests: those of them that are waived
//   assay            all the rest ("format": "assay-certificate/1"): benchmark, profile, verdict, scores, coverage, each selected rule's
//                    result, waivers, what was not judged and why, target, times
//
// The same statement is the same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/evaluate/results.h"

namespace assay::certify {

struct Subject {
  std::string name;       // of the file or directory
  std::string algorithm;  // "sha256", "assayTree1"
  std::string digest;     // lower-case hex
};

struct Named {  // a benchmark, a profile
  std::string id, title, version;
};

struct CertifiedRule {
  std::string id, title;  // of one more instance of a multi-check "ID INSTANCE"
  xccdf::Outcome outcome = xccdf::Outcome::notselected;
  xccdf::Severity severity = xccdf::Severity::unknown;
  bool waived = false;
  bool blocks = false;   // one of those the verdict is made of
  std::string why;       // of rules that were not judged
  std::string answered;  // by whom, when and with what remark, where a person decided
};

struct CertifiedFile {  // the content, a tailoring
  std::string name, id, sha256;
};

// Are the results those of the subject? The one or the other:
struct Binding {
  std::string entries_digest;  // of both, by which they were compared (tree_digest.h)
  std::string unproven;        // why nothing proves it
};

struct Statement {
  Subject subject;
  Binding binding;
  std::string tool_name, tool_version;
  CertifiedFile content;
  std::optional<CertifiedFile> tailoring;
  Named benchmark, profile;              // profile.id "": the benchmark's own selection
  std::string baseline;                  // what only worse results counted against; "" without
  std::string notice;                    // of the benchmark, in plain text
  std::string target, os, architecture;  // target: what the scan called it
  std::optional<bool> live;              // nothing where results of another tool do not say
  evaluate::Verdict verdict = evaluate::Verdict::indeterminate;
  std::vector<evaluate::Score> scores;  // the default model first; two decimals, rounded down
  std::optional<double> score_with_waivers;
  double coverage = 0;
  evaluate::Counts counts;
  std::vector<CertifiedRule> rules;  // the selected ones
  std::vector<evaluate::WaiverUse> waivers;
  std::vector<std::string> missed;  // floors of the gate that were not reached
  std::vector<std::string> notes;
  std::int64_t scan_start = 0, scan_end = 0;  // seconds since the epoch; 0: not known
  std::int64_t issued = 0, expires = 0;       // valid from the one to the other, both included
};

// What the scan says of rules it did not judge: notapplicable, notchecked, error, unknown.
bool is_unjudged(xccdf::Outcome outcome);

Statement make_statement(const evaluate::Results& results, Subject subject, Binding binding, std::int64_t issued, std::int64_t expires);

std::string to_json(const Statement& statement);
// Throws ContentError: no such statement, or a field that lacks or is not what it should be. Fields it does not know are ignored.
Statement parse_statement(const std::string& name, std::string_view json);

}  // namespace assay::certify
