#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "probes/parse/security_context.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto context = assay::parse::parse_security_context(text))
    if (context->user.empty() || context->role.empty() || context->type.empty()) std::abort();
  return 0;
}
