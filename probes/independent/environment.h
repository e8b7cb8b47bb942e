// The environment of a process: what the two environment tests share.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace assay::probes {

using EnvironmentVariable = std::pair<std::string_view, std::string_view>;

// Of bytes as /proc/PID/environ has them: NAME=VALUE, each ended by a NUL. What has no '=' is no variable.
std::vector<EnvironmentVariable> parse_environment(std::string_view bytes);
// Of this process; the views live as long as its environment is not changed.
std::vector<EnvironmentVariable> own_environment();

}  // namespace assay::probes
