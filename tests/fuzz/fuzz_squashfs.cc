#include <cstdint>

#include "tests/fuzz/file_system_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::test::fuzz_file_system(assay::images::open_squashfs_on, std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
