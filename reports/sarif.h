// The parts of a SARIF log (Static Analysis Results Interchange Format 2.1.0): what is said of the rules, once, and of what did not pass.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/results.h"
#include "reports/frameworks.h"
#include "reports/json_values.h"

namespace assay::reports {

// run.tool.driver.rules: the rules that were selected, each once, whatever they came to; run.taxonomies: what they refer to.
class SarifRules {
 public:
  explicit SarifRules(const evaluate::Results& results);

  std::size_t size() const { return rules_.size(); }
  Json descriptor(std::size_t index) const;
  Json taxonomies() const;
  Json supported_taxonomies() const;
  std::size_t index_of(const xccdf::Rule& rule) const { return index_.at(&rule); }

 private:
  Json relationships(const xccdf::Rule& rule) const;

  struct Taxonomy {
    const Framework* framework = nullptr;
    std::map<std::string, std::size_t> taxa;  // requirement -> its place, from 0, in order of the keys
  };
  const evaluate::Results& results_;
  std::vector<const evaluate::RuleResult*> rules_;  // the first row of each rule
  std::vector<std::string> sections_;               // parallel to rules_
  std::map<const xccdf::Rule*, std::size_t> index_;
  std::vector<Taxonomy> taxonomies_;
  std::map<const Framework*, std::size_t> taxonomy_index_;
};

std::string_view sarif_level(xccdf::Severity severity);

// Text of a message: what SARIF would read as a placeholder or a link is escaped (3.11.5, 3.11.6).
Json sarif_message(std::string_view text);

// result.locations: files of the target relative to its root; where evidence names none, the root with what it does name. Never empty.
Json sarif_locations(const evaluate::RuleResult& result);

inline constexpr std::string_view kSarifRoot = "TARGETROOT";  // the base that locations are relative to

}  // namespace assay::reports
