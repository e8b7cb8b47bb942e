// Files "a", "b" and "c", split at NUL; "a" is the service. What its modules return comes from the bytes.
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "engine/base/text.h"
#include "probes/parse/pam_stack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  parse::PamFiles files;
  char name = 'a';
  for (const std::string_view part : split(text, '\0')) {
    files.emplace(std::string(1, name), part);
    if (name++ == 'c') break;
  }
  for (const std::string_view type : {"auth", "session"}) {
    try {
      const auto stack = parse::pam_stack(files, "a", type);
      parse::pam_run(stack, [&](std::size_t at) { return data[at % size] % 40u; });
    } catch (const std::length_error&) {
    }
  }
  return 0;
}
