// An XPath expression, a newline, and the document it is put to.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/xml/xpath.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t newline = input.find('\n');
  if (newline != input.npos)
    static_cast<void>(assay::xml::evaluate_xpath(input.substr(newline + 1), std::string(input.substr(0, newline))));
  return 0;
}
