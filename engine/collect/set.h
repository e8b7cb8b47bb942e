// OVAL sets: union, intersection and complement of collected objects, with the specification's table of flags.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/scap/oval.h"

namespace assay::collect {

struct SetResult {
  oval::Flag flag = oval::Flag::not_collected;
  std::vector<std::uint32_t> items;  // ascending
};

// oval-definitions SetOperatorEnumeration. One departure from its table: what is not applicable on both sides stays not
// applicable under complement (the table says error): nothing went wrong when an image cannot answer.
oval::Flag combine_flags(oval::Set::Operator operation, oval::Flag first, oval::Flag second);
SetResult combine(oval::Set::Operator operation, const SetResult& first, const SetResult& second);

}  // namespace assay::collect
