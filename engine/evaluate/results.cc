#include "engine/evaluate/results.h"

namespace assay::evaluate {
namespace {

template <class CountsType>
auto& count_of(CountsType& counts, xccdf::Outcome outcome) {
  switch (outcome) {
    case xccdf::Outcome::pass: return counts.pass;
    case xccdf::Outcome::fail: return counts.fail;
    case xccdf::Outcome::error: return counts.error;
    case xccdf::Outcome::unknown: return counts.unknown;
    case xccdf::Outcome::notapplicable: return counts.notapplicable;
    case xccdf::Outcome::notchecked: return counts.notchecked;
    case xccdf::Outcome::notselected: return counts.notselected;
    case xccdf::Outcome::informational: return counts.informational;
    case xccdf::Outcome::fixed: break;
  }
  return counts.fixed;
}

}  // namespace

std::size_t& Counts::of(xccdf::Outcome outcome) { return count_of(*this, outcome); }
std::size_t Counts::of(xccdf::Outcome outcome) const { return count_of(*this, outcome); }

}  // namespace assay::evaluate
