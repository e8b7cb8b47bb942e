// A YAML path, a newline, and the stream it is put to.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/yaml_path.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t newline = input.find('\n');
  const auto path = assay::YamlPath::parse(input.substr(0, newline));
  if (path && newline != input.npos) static_cast<void>(assay::yaml_values(input.substr(newline + 1), *path));
  return 0;
}
