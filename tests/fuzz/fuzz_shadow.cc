#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/shadow.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& entry : assay::parse::parse_shadow(text).entries) {
    assay::parse::encrypt_method(entry.password);
    assay::parse::holds_hash(entry.password);
  }
  return 0;
}
