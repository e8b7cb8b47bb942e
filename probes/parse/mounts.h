// What is mounted where: lines of /proc/mounts and of fstab(5), which share one form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct Mount {
  std::string device, mount_point, fs_type;  // octal escapes decoded ("\040" is a space)
  std::vector<std::string> options;          // "rw", "nodev", "mode=755"
  std::uint32_t line = 0;                    // 1-based
};

// Lines with less than four fields are skipped, but fstab's options may be missing ("defaults").
std::vector<Mount> parse_mounts(std::string_view text);
std::vector<Mount> parse_fstab(std::string_view text);

// "\040" -> " "; anything else that follows a backslash stays as it is.
std::string decode_octal(std::string_view text);

// The options a kernel will show for a file system mounted with these of fstab(5) or of a mount unit's Options=: words that stand for
// several are spelt out (user: noexec,nosuid,nodev), of two that contradict each other the last one counts, what only mount(8) or systemd
// read (auto, nofail, x-systemd...) is gone, and what is the default is said: "defaults,nodev" -> rw nodev relatime.
std::vector<std::string> kernel_options(const std::vector<std::string>& options);

}  // namespace assay::parse
