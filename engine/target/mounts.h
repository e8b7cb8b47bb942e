// Which file systems of the running machine are its own. Private to engine/target.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace assay {

// Is a file system of this type, mounted from this source, elsewhere? As `df -l` decides: by the type's name, and by a source
// such as "host:/export" or "//server/share" (which is how sshfs, and other programs behind FUSE, tell).
bool is_remote_mount(std::string_view type, std::string_view source);

// The same by the number statfs(2) gives, for a file system that the table of mounts does not name.
bool is_remote_magic(std::uint64_t magic);

// /proc/PID/mountinfo: device -> remote?
std::unordered_map<std::uint64_t, bool> remote_by_device(std::string_view mountinfo);

}  // namespace assay
