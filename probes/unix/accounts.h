// What the password and shadow probes say of their files in the same words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/collect/probe.h"

namespace assay::probes {

// The whole file; where it cannot be read every question is flagged: not applicable where there is none (a system without accounts of
// its own must not pass a rule about them), error else.
Result<std::string> read_accounts(const Target& target, std::string_view path, std::span<const collect::Question> questions);

// A message that names the lines the system itself skips; the answer stays complete, because those lines are no accounts.
void say_malformed(std::string_view path, const std::vector<std::uint32_t>& lines, collect::Collection& answer);

}  // namespace assay::probes
