// What the compiler wrote of a recommendation into its rule's <metadata>, read again: `assay list` and `assay explain` show it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/scap/xccdf.h"

namespace assay::benchmarks {

struct RuleRow {
  const xccdf::Rule* rule = nullptr;
  std::string number, confidence, check, checked, doubt, slip;  // check: its template
  int server = 0, workstation = 0;
  bool scored = true, automated = true;
};

// Nothing where the rule is none of ours.
std::optional<RuleRow> read_row(const xccdf::Benchmark& benchmark, const xccdf::Rule& rule);
std::vector<RuleRow> read_rows(const xccdf::Benchmark& benchmark);

// The titles of the frameworks that references belong to, by their href.
std::map<std::string, std::string> framework_titles(const xccdf::Benchmark& benchmark);

}  // namespace assay::benchmarks
