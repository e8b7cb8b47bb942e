#include "engine/evaluate/compare.h"

#include <algorithm>

namespace assay::evaluate {

using xccdf::Outcome;

std::string outcome_key(const RuleResult& result) {
  return result.instance.empty() ? result.rule.rule->id : result.rule.rule->id + " " + result.instance;
}

Outcomes outcomes_by_rule(const Results& results) {
  Outcomes found;
  for (const RuleResult& result : results.rules) {
    if (result.outcome == Outcome::notselected) continue;
    const auto [at, first] = found.emplace(outcome_key(result), result.outcome);
    if (!first && badness(result.outcome) > badness(at->second)) at->second = result.outcome;
  }
  return found;
}

int badness(Outcome outcome) {
  switch (outcome) {
    case Outcome::fail: return 3;
    case Outcome::error:
    case Outcome::unknown: return 2;
    case Outcome::notchecked: return 1;
    case Outcome::pass:
    case Outcome::fixed:
    case Outcome::notapplicable:
    case Outcome::notselected:
    case Outcome::informational: break;
  }
  return 0;
}

std::vector<Difference> differences(const Outcomes& before, const Outcomes& after) {
  std::vector<Difference> found;
  for (const auto& [key, outcome] : before) {
    const auto now = after.find(key);
    if (now == after.end()) {
      found.push_back({Change::gone, key, outcome, Outcome::notselected});
    } else if (now->second != outcome) {
      const int step = badness(now->second) - badness(outcome);
      found.push_back({step > 0 ? Change::worse : step < 0 ? Change::better : Change::changed, key, outcome, now->second});
    }
  }
  for (const auto& [key, outcome] : after)
    if (!before.contains(key)) found.push_back({Change::added, key, Outcome::notselected, outcome});
  std::stable_sort(found.begin(), found.end(), [](const Difference& a, const Difference& b) { return a.change < b.change; });
  return found;
}

}  // namespace assay::evaluate
