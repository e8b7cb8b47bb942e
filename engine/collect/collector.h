// From a plan and a target to system characteristics: wave by wave, bind the variables, merge queries that are the same, ask the
// probes, resolve sets, give ids. Never fails: what could not be looked at is flagged.
#pragma once

#include <functional>
#include <span>

#include "engine/base/limits.h"
#include "engine/base/pool.h"
#include "engine/collect/probe.h"
#include "engine/plan/plan.h"

namespace assay::collect {

struct Progress {  // called between batches, from one thread
  std::function<void(std::size_t done, std::size_t all)> objects;
};

oval::SystemCharacteristics collect(const plan::Plan& plan, const Target& target, std::span<const Probe* const> registry,
                                    RegexCache& patterns, const Pool& pool, const Progress& progress = {}, const Limits& limits = kLimits);

}  // namespace assay::collect
