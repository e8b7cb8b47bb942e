// Two names, separated by a newline: parsing and matching end, and a name covers itself unless it holds wildcards.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/scap/cpe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using assay::cpe::Name;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto a = Name::parse(text.substr(0, text.find('\n')));
  const auto b = Name::parse(text.substr(text.find('\n') == std::string_view::npos ? 0 : text.find('\n') + 1));
  if (a && !assay::cpe::matches(*a, *a)) std::abort();
  if (a && b) assay::cpe::matches(*a, *b);
  return 0;
}
