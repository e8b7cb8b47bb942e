// What compile() asks of a graph of references: cycles, and an order in which everything comes after what it needs.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/plan/plan.h"

namespace assay::plan {

using Edges = std::vector<std::vector<Index>>;  // of each node: those it needs

struct Components {
  std::vector<std::vector<Index>> groups;  // strongly connected; a group comes after the groups it needs
  // A group of several, or one that needs itself.
  static bool is_cycle(const std::vector<Index>& group, const Edges& edges);
};

// Without recursion: chains may be tens of thousands long.
Components components(const Edges& edges);

}  // namespace assay::plan
