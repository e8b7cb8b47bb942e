#include <cstddef>

#include "tests/fuzz/image_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::fuzz::look_at(assay::fuzz::with_checksums({reinterpret_cast<const char*>(data), size}), assay::images::open_tar);
  return 0;
}
