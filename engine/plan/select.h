// What a profile asks for: XCCDF 1.2 loading and traversal (NISTIR 7275r4, 6.4.5, 7.2): extends, tailoring, selectors, set-value,
// refine-value, refine-rule, requires and conflicts, resolved into one flat list.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/scap/xccdf.h"

namespace assay::plan {

struct ResolvedValue {
  const xccdf::Value* value = nullptr;
  std::vector<std::string> values;  // one, or several for a complex-value
  std::string operation;
  bool set_by_profile = false;
};

struct SelectedRule {
  const xccdf::Rule* rule = nullptr;
  bool selected = false;  // by itself, all its groups, requires and conflicts
  double weight = 1.0;
  xccdf::Severity severity = xccdf::Severity::unknown;
  xccdf::Role role = xccdf::Role::full;
  std::string check_selector;               // refine-rule's
  std::vector<const xccdf::Group*> groups;  // outermost first; their platforms count as the rule's
  std::vector<double> group_weights;        // parallel to groups: as refine-rule left them
};

// The profile_id of a selection without a profile.
inline constexpr std::string_view kDefaultProfile = "(default)";

struct Selection {
  const xccdf::Profile* profile = nullptr;  // null: none asked for, the benchmark's own selection
  std::string profile_id, profile_title;    // as reports name it
  std::vector<std::string> platforms;       // of the profile
  std::vector<SelectedRule> rules;          // every rule of the benchmark, in document order
  std::vector<ResolvedValue> values;        // every value
  std::vector<std::string> notes;           // a select that names nothing, ...

  const ResolvedValue* value(std::string_view id) const;
};

struct Request {
  std::string profile;  // an id, a unique suffix of one, or ""
  const xccdf::Tailoring* tailoring = nullptr;
  std::vector<std::string> rules;       // --rule: just these, whether selected or not (as find_rule)
  std::vector<std::string> skip_rules;  // --skip-rule
};

// Throws JobError (no such profile or rule, an ambiguous suffix: the message lists the candidates) and ContentError (cyclic extends).
Selection select(const xccdf::Benchmark& benchmark, const Request& request);

// The rule that a name means: its id, the number or name within the id ("5.5", "root-consoles"), or a unique end of it. Throws JobError.
const xccdf::Rule& find_rule(const xccdf::Benchmark& benchmark, std::string_view name);

// The profile an id or unique suffix means, in the tailoring first, then in the benchmark.
const xccdf::Profile& find_profile(const xccdf::Benchmark& benchmark, const xccdf::Tailoring* tailoring, std::string_view id);

}  // namespace assay::plan
