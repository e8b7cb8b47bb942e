// What /proc says of a process: /proc/PID/stat and /proc/PID/status (proc(5)).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct ProcessStat {
  std::int64_t pid = 0, ppid = 0, session = 0, tty = 0, user_ticks = 0, system_ticks = 0, priority = 0, start_ticks = 0, policy = 0;
};
// The name in parentheses may hold anything, ") " included. Nothing where fields are missing or are no numbers.
std::optional<ProcessStat> parse_process_stat(std::string_view text);

struct ProcessStatus {
  std::int64_t real_uid = 0, effective_uid = 0;
  std::uint64_t effective_capabilities = 0;
};
std::optional<ProcessStatus> parse_process_status(std::string_view text);

// "CAP_CHOWN", ...: the words unix-def:EntityStateCapabilityType has; capabilities younger than the schema have none.
std::vector<std::string_view> capability_names(std::uint64_t bits);

// "pts/3", "tty1", "ttyS0" of a device number as stat gives it; "?" for none or another kind.
std::string tty_name(std::int64_t device);
// As ps -o cls: "TS", "FF", "RR", "B", "IDL", "DLN"; "?" for another.
std::string_view scheduling_class(std::int64_t policy);
// [DD-]HH:MM:SS
std::string cpu_time(std::int64_t seconds);
// HH:MM:SS for a process of today, MMM_DD ("Feb_5") before; both in UTC.
std::string start_time(std::int64_t started, std::int64_t now);
// "btime" of /proc/stat: when the system was booted, in seconds since the epoch.
std::optional<std::int64_t> boot_time(std::string_view proc_stat);

}  // namespace assay::parse
