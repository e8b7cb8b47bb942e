// XCCDF results and ARF of any tool.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/saved.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::fuzz::read_and_rewrite("<" + std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
