#include "engine/collect/set.h"

#include <algorithm>
#include <iterator>

namespace assay::collect {
namespace {

using oval::Flag;
constexpr Flag E = Flag::error, C = Flag::complete, I = Flag::incomplete, D = Flag::does_not_exist, N = Flag::not_collected,
               A = Flag::not_applicable;

// Rows: the second operand's flag; columns: the first's; both in the order of Flag (complete, incomplete, does not exist, error,
// not collected, not applicable).
constexpr Flag kUnion[6][6] = {{C, I, C, E, I, C}, {I, I, I, E, I, I}, {C, I, D, E, I, D},
                               {E, E, E, E, E, E}, {I, I, I, E, N, N}, {C, I, D, E, N, A}};
constexpr Flag kIntersection[6][6] = {{C, I, D, E, N, C}, {I, I, D, E, N, I}, {D, D, D, D, D, D},
                                      {E, E, D, E, E, E}, {N, N, D, E, N, N}, {C, I, D, E, N, A}};
constexpr Flag kComplement[6][6] = {{C, I, D, E, N, E}, {E, E, D, E, N, E}, {C, I, D, E, N, E},
                                    {E, E, D, E, E, E}, {N, N, D, E, N, E}, {E, E, E, E, E, A}};

}  // namespace

Flag combine_flags(oval::Set::Operator operation, Flag first, Flag second) {
  const auto row = static_cast<std::size_t>(second), column = static_cast<std::size_t>(first);
  switch (operation) {
    case oval::Set::Operator::set_union: return kUnion[row][column];
    case oval::Set::Operator::intersection: return kIntersection[row][column];
    case oval::Set::Operator::complement: return kComplement[row][column];
  }
  return Flag::error;
}

SetResult combine(oval::Set::Operator operation, const SetResult& first, const SetResult& second) {
  SetResult result;
  result.flag = combine_flags(operation, first.flag, second.flag);
  const auto apply = [&](auto algorithm) {
    algorithm(first.items.begin(), first.items.end(), second.items.begin(), second.items.end(), std::back_inserter(result.items));
  };
  switch (operation) {
    case oval::Set::Operator::set_union: apply([](auto... a) { std::set_union(a...); }); break;
    case oval::Set::Operator::intersection: apply([](auto... a) { std::set_intersection(a...); }); break;
    case oval::Set::Operator::complement: apply([](auto... a) { std::set_difference(a...); }); break;
  }
  if (result.flag == Flag::complete && result.items.empty()) result.flag = Flag::does_not_exist;
  return result;
}

}  // namespace assay::collect
