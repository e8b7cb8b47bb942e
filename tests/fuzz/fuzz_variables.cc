// Any bytes as an OVAL variables file.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/scap/oval.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  try {
    oval::load_variables(*xml::Source::from_bytes("fuzz", std::string(reinterpret_cast<const char*>(data), size)));
  } catch (const ContentError&) {
  }
  return 0;
}
