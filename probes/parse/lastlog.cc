#include "probes/parse/lastlog.h"

namespace assay::parse {

std::optional<LastlogLayout> lastlog_layout(std::string_view architecture) {
  // glibc keeps a 32-bit time on machines that once had 32-bit programs, a 64-bit one on those that never had.
  for (const std::string_view name : {"x86_64", "amd64", "i386", "i486", "i586", "i686", "ppc64le", "ppc64el"})
    if (architecture == name) return LastlogLayout{};
  for (const std::string_view name : {"aarch64", "arm64", "riscv64"})
    if (architecture == name) return LastlogLayout{296, 8};
  return std::nullopt;
}

std::int64_t last_login(std::string_view lastlog, const LastlogLayout& layout, std::uint32_t uid) {
  const std::uint64_t begin = std::uint64_t{uid} * layout.record_bytes;
  if (begin + layout.record_bytes > lastlog.size()) return -1;
  std::uint64_t time = 0;
  for (std::size_t i = layout.time_bytes; i-- > 0;) time = time << 8 | static_cast<unsigned char>(lastlog[begin + i]);
  return time == 0 ? -1 : static_cast<std::int64_t>(time);
}

}  // namespace assay::parse
