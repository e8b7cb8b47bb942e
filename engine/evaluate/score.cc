// Scores (NISTIR 7275r4, 7.3).
#include <algorithm>
#include <unordered_map>

#include "engine/evaluate/judge.h"
#include "engine/evaluate/outcome.h"

namespace assay::evaluate {
namespace {

using xccdf::Outcome;

// One rule for scoring: a rule with several instances counts once, and passes where all of them do.
struct Scored {
  const plan::SelectedRule* rule = nullptr;
  bool passed = false;
};

bool counts(const RuleResult& result) {
  if (result.rule.role != xccdf::Role::full) return false;
  switch (result.outcome) {
    case Outcome::pass:
    case Outcome::fixed:
    case Outcome::fail:
    case Outcome::error:
    case Outcome::unknown: return true;
    case Outcome::notapplicable:
    case Outcome::notchecked:
    case Outcome::notselected:
    case Outcome::informational: break;
  }
  return false;
}

bool passed(const RuleResult& result) { return result.outcome == Outcome::pass || result.outcome == Outcome::fixed; }

std::vector<Scored> scored_rules(const std::vector<RuleResult>& results) {
  std::vector<Scored> scored;
  std::unordered_map<const xccdf::Rule*, std::size_t> seen;
  for (const RuleResult& result : results) {
    if (!counts(result)) continue;
    const auto [at, first] = seen.try_emplace(result.rule.rule, scored.size());
    if (first)
      scored.push_back({&result.rule, passed(result)});
    else
      scored[at->second].passed = scored[at->second].passed && passed(result);
  }
  return scored;
}

// The default model's accumulator of one Group: the weighted scores and the weights of its children that count.
struct Sum {
  double score = 0, weight = 0, own_weight = 1.0;
  std::size_t parent = 0;
  double normal() const { return weight > 0 ? score / weight : 0; }
};

// Each group's score is the weighted mean of its counted children; the benchmark's likewise (7.3.2). Groups are summed in the order of the
// document: additions in another order end in other digits.
double default_score(const std::vector<Scored>& rules) {
  std::vector<Sum> sums(1);  // the benchmark; a group stands behind its parent
  std::unordered_map<const xccdf::Group*, std::size_t> places;
  for (const Scored& scored : rules) {
    std::size_t parent = 0;
    for (std::size_t i = 0; i < scored.rule->groups.size(); ++i) {
      const xccdf::Group* group = scored.rule->groups[i];
      const auto [place, is_new] = places.try_emplace(group, sums.size());
      if (is_new) sums.push_back({0, 0, i < scored.rule->group_weights.size() ? scored.rule->group_weights[i] : group->weight, parent});
      parent = place->second;
    }
    sums[parent].score += (scored.passed ? 100.0 : 0.0) * scored.rule->weight;
    sums[parent].weight += scored.rule->weight;
  }
  for (std::size_t i = sums.size() - 1; i > 0; --i) {
    Sum& parent = sums[sums[i].parent];
    parent.score += sums[i].normal() * sums[i].own_weight;
    parent.weight += sums[i].own_weight;
  }
  return sums[0].normal();
}

Score flat(const std::vector<Scored>& rules, std::string system, bool weighted) {
  Score score{std::move(system), 0, 0};
  for (const Scored& scored : rules) {
    const double weight = weighted ? scored.rule->weight : 1.0;
    score.maximum += weight;
    if (scored.passed) score.score += weight;
  }
  return score;
}

}  // namespace

std::vector<Score> scores(const xccdf::Benchmark&, const std::vector<RuleResult>& rules) {
  const std::vector<Scored> scored = scored_rules(rules);
  const Score weighted = flat(scored, "urn:xccdf:scoring:flat", true);
  const bool complete = !scored.empty() && std::all_of(scored.begin(), scored.end(), [](const Scored& one) { return one.passed; });
  return {{"urn:xccdf:scoring:default", default_score(scored), 100},
          weighted,
          flat(scored, "urn:xccdf:scoring:flat-unweighted", false),
          {"urn:xccdf:scoring:absolute", complete ? 1.0 : 0.0, 1}};
}

}  // namespace assay::evaluate
