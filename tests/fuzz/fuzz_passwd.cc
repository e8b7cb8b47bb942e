#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/passwd.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  assay::parse::parse_passwd(text);
  return 0;
}
