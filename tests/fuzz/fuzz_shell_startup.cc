#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/shell_startup.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::parse::parse_shell_startup({reinterpret_cast<const char*>(data), size});
  return 0;
}
