#include "probes/independent/environment.h"

#include <unistd.h>

#include "engine/base/text.h"

namespace assay::probes {
namespace {

void put(std::string_view assignment, std::vector<EnvironmentVariable>& variables) {
  const std::size_t equals = assignment.find('=');
  if (equals != std::string_view::npos && equals != 0) variables.emplace_back(assignment.substr(0, equals), assignment.substr(equals + 1));
}

}  // namespace

std::vector<EnvironmentVariable> parse_environment(std::string_view bytes) {
  std::vector<EnvironmentVariable> variables;
  for (const std::string_view assignment : split(bytes, '\0')) put(assignment, variables);
  return variables;
}

std::vector<EnvironmentVariable> own_environment() {
  std::vector<EnvironmentVariable> variables;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) put(*at, variables);
  return variables;
}

}  // namespace assay::probes
