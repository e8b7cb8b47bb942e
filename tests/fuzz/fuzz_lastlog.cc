// A user id, an architecture up to a newline, and a lastlog: a record that is not whole is no login.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "probes/parse/lastlog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::uint32_t uid = 0;
  if (input.size() < sizeof uid) return 0;
  std::memcpy(&uid, input.data(), sizeof uid);
  const std::size_t newline = input.find('\n', sizeof uid);
  if (newline == input.npos) return 0;
  if (const auto layout = assay::parse::lastlog_layout(input.substr(sizeof uid, newline - sizeof uid))) {
    const std::string_view log = input.substr(newline + 1);
    if (assay::parse::last_login(log, *layout, uid) != -1 && log.size() / layout->record_bytes <= uid) __builtin_trap();
  }
  return 0;
}
