#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/audit_covers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::parse;
  const auto rules = parse_audit_rules("f", {reinterpret_cast<const char*>(data), size});
  audit_covers(rules, rules);
  return 0;
}
