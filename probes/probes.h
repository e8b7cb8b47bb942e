// The registry: every probe there is, from probes.inc.
#pragma once

#include <span>

#include "engine/collect/probe.h"

namespace assay {

std::span<const collect::Probe* const> probe_registry();
// For plan::compile.
bool has_probe(std::string_view family, std::string_view type);

}  // namespace assay
