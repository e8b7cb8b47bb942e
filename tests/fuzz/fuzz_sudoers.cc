#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/sudoers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::parse::parse_sudoers({reinterpret_cast<const char*>(data), size});
  return 0;
}
