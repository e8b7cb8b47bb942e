#include <cstdint>

#include "tests/fuzz/file_system_fuzz.h"

// Seeds end before the zeros at the end of the image.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLeast = 128u << 10;
  std::string image(reinterpret_cast<const char*>(data), size);
  image.resize(std::max(image.size(), kLeast));
  assay::test::fuzz_file_system(assay::images::open_ext, std::move(image));
  return 0;
}
