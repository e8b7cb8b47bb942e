// Two runs side by side, rule by rule: what got better, worse, is new or gone. For `assay diff`, and for --baseline, where only what got
// worse than the baseline counts. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/results.h"

namespace assay::evaluate {

// What is left of a run for comparing: outcomes by rule id (by "id instance" for rows of a multi-check); of several the worst. Rules that
// were not selected are not in it.
using Outcomes = std::map<std::string, xccdf::Outcome, std::less<>>;
Outcomes outcomes_by_rule(const Results& results);
std::string outcome_key(const RuleResult& result);

// How bad: 0 pass, fixed, notapplicable, informational; 1 notchecked; 2 unknown, error; 3 fail. Worse is a larger number.
int badness(xccdf::Outcome outcome);

enum class Change : std::uint8_t { worse, better, changed, added, gone };  // changed: another outcome, equally bad
inline constexpr EnumText<Change> kChangeText[] = {
    {Change::worse, "worse"}, {Change::better, "better"}, {Change::changed, "changed"}, {Change::added, "new"}, {Change::gone, "gone"}};
constexpr std::span<const EnumText<Change>> enum_table(Change) { return kChangeText; }

struct Difference {
  Change change = Change::changed;
  std::string key;                                                                           // as outcome_key
  xccdf::Outcome before = xccdf::Outcome::notselected, after = xccdf::Outcome::notselected;  // notselected: not there
};

// In order of `change`, then of the keys; what is the same in both is left out.
std::vector<Difference> differences(const Outcomes& before, const Outcomes& after);

}  // namespace assay::evaluate
