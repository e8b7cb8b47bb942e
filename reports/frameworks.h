// Which body of requirements a <reference> of a rule belongs to: benchmarks name it by its address alone. For the framework view of
// the HTML report, the taxonomies of SARIF and the tags of HDF.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/scap/xccdf.h"

namespace assay::reports {

struct Framework {
  std::string_view key;      // "nist-csf": in ids and machine output
  std::string_view name;     // "NIST Cybersecurity Framework 1.1": the edition where the address tells it, as editions number differently
  std::string_view address;  // a part that only its references' href has, lower case
};

// In the order reports show them; an edition with several addresses has several rows of one name, one after the other.
std::span<const Framework> frameworks();

// The framework of a reference, or nullptr: one by an address that is not known, or none at all. Of several rows with one name, the
// first; of several whose address fits, the first, which is the most precise.
const Framework* framework_of(const xccdf::Reference& reference);

struct Requirement {
  const Framework* framework = nullptr;
  std::string text;  // "CM-6"
};
// What a rule names of known frameworks, in their order, each once.
std::vector<Requirement> requirements(const xccdf::Rule& rule);

}  // namespace assay::reports
