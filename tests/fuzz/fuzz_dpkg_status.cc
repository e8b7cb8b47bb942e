#include <cstdint>

#include "probes/parse/dpkg_status.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto packages = assay::parse::parse_dpkg_status(text))
    for (const auto& package : *packages) assay::parse::split_dpkg_version(package.version);
  return 0;
}
