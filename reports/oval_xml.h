// The XML of OVAL Results (oval-results 5.x) that the oval and the arf report share.
#pragma once

#include <cstddef>

#include "engine/evaluate/results.h"
#include "engine/xml/writer.h"

namespace assay::reports {

struct OvalOptions {
  bool include_definitions = true;  // directives/@include_source_definitions
};

// <oval_results> of one unit: the definitions it reached, as the content has them; their results; what was seen.
void write_oval_results(const evaluate::Results& results, std::size_t unit, const OvalOptions& options, xml::Writer& out);

// <oval_definitions> with what the unit reached.
void write_reached_definitions(const plan::Unit& unit, xml::Writer& out);

}  // namespace assay::reports
