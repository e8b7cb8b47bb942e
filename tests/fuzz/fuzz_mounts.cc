#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/mounts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  assay::parse::parse_mounts(text);
  for (const auto& mount : assay::parse::parse_fstab(text)) assay::parse::kernel_options(mount.options);
  return 0;
}
