#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probes/parse/process.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto stat = assay::parse::parse_process_stat(text)) {
    assay::parse::tty_name(stat->tty);
    assay::parse::scheduling_class(stat->policy);
    assay::parse::start_time(stat->start_ticks, 0);
  }
  assay::parse::parse_process_status(text);
  assay::parse::boot_time(text);
  return 0;
}
