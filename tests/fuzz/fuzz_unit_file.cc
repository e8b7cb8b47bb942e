#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/unit_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  assay::parse::parse_unit_file(text);
  assay::parse::is_unit_name(text);
  assay::parse::is_template(text);
  assay::parse::unit_template(text);
  return 0;
}
