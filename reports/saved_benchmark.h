// The benchmark that results read back refer to. A file may hold all of it, some (the rules that were judged) or nothing but ids: what is
// there is written down as an XCCDF Benchmark and loaded as any other, so that reports find one kind of benchmark behind all results.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/scap/test_result.h"
#include "engine/scap/xccdf.h"

namespace assay::reports {

// XHTML content (rich_xhtml), well-formed by itself.
using Texts = std::vector<std::string>;

struct KnownRule {
  std::string id, title, version;
  bool selected = true;
  double weight = 1.0;
  xccdf::Severity severity = xccdf::Severity::unknown;
  xccdf::Role role = xccdf::Role::full;
  std::vector<std::string> groups;  // ids, outermost first; rules of one group stand together
  std::vector<xccdf::Ident> idents;
  std::vector<std::pair<std::string, std::string>> references;  // href, text
  Texts descriptions, warnings, questions, rationales, fixtexts;
};

struct KnownBenchmark {
  std::string ns, id, title, version;
  Texts descriptions, notices;
  std::string profile_id, profile_title;                                 // of the one profile known; "" for none
  std::vector<std::string> models;                                       // scoring systems
  std::vector<std::pair<std::string, std::vector<std::string>>> values;  // id, one value or those of a complex one
  std::vector<std::pair<std::string, std::string>> groups;               // id, title
  std::vector<KnownRule> rules;                                          // each once
};

// `name`: what the benchmark's file was called. Throws ContentError: ids that cannot be in one benchmark.
std::shared_ptr<xccdf::Benchmark> load_known(const KnownBenchmark& known, const std::string& name);

// The benchmark as it lies in the file, without the TestResults it holds, with the rules of `missing` added at its end. Throws
// ContentError.
std::shared_ptr<xccdf::Benchmark> load_held(const xml::Source& source, const xccdf::TestedBenchmark& held,
                                            const std::vector<KnownRule>& missing, const std::string& name);

}  // namespace assay::reports
