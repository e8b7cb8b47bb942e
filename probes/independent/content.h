// The bytes of a file for the probes that look into files.
#pragma once

#include "engine/collect/location.h"
#include "engine/collect/probe.h"

namespace assay::probes {

// Null where there is nothing to look at (no regular file, gone meanwhile, a link that leads nowhere); where it is there and could
// not be read whole the collection is flagged, so that what was not seen is never taken for absent.
const std::string* content_of(const collect::FoundFile& file, collect::Collection& answer);

// Flags what went wrong with one file, which is named.
void flag_file(const collect::FoundFile& file, oval::Flag flag, const Failure& failure, collect::Collection& answer);

}  // namespace assay::probes
