#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/sysctl_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::parse::parse_sysctl({reinterpret_cast<const char*>(data), size});
  return 0;
}
