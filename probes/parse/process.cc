#include "probes/parse/process.h"

#include <array>
#include <cstdio>
#include <ctime>

#include "engine/base/text.h"

namespace assay::parse {
namespace {

// Bit by bit, as linux/capability.h numbers them and the schema spells them.
constexpr std::array<std::string_view, 38> kCapabilities = {"CAP_CHOWN",
                                                            "CAP_DAC_OVERRIDE",
                                                            "CAP_DAC_READ_SEARCH",
                                                            "CAP_FOWNER",
                                                            "CAP_FSETID",
                                                            "CAP_KILL",
                                                            "CAP_SETGID",
                                                            "CAP_SETUID",
                                                            "CAP_SETPCAP",
                                                            "CAP_LINUX_IMMUTABLE",
                                                            "CAP_NET_BIND_SERVICE",
                                                            "CAP_NET_BROADCAST",
                                                            "CAP_NET_ADMIN",
                                                            "CAP_NET_RAW",
                                                            "CAP_IPC_LOCK",
                                                            "CAP_IPC_OWNER",
                                                            "CAP_SYS_MODULE",
                                                            "CAP_SYS_RAWIO",
                                                            "CAP_SYS_CHROOT",
                                                            "CAP_SYS_PTRACE",
                                                            "CAP_SYS_PACCT",
                                                            "CAP_SYS_ADMIN",
                                                            "CAP_SYS_BOOT",
                                                            "CAP_SYS_NICE",
                                                            "CAP_SYS_RESOURCE",
                                                            "CAP_SYS_TIME",
                                                            "CAP_SYS_TTY_CONFIG",
                                                            "CAP_MKNOD",
                                                            "CAP_LEASE",
                                                            "CAP_AUDIT_WRITE",
                                                            "CAP_AUDIT_CONTROL",
                                                            "CAP_SETFCAP",
                                                            "CAP_MAC_OVERRIDE",
                                                            "CAP_MAC_ADMIN",
                                                            "CAP_SYSLOG",
                                                            "CAP_WAKE_ALARM",
                                                            "CAP_BLOCK_SUSPEND",
                                                            "CAP_AUDIT_READ"};

// Fields of stat behind the name, counted from the state as 0.
constexpr std::size_t kPpid = 1, kSession = 3, kTty = 4, kUserTicks = 11, kSystemTicks = 12, kPriority = 15, kStart = 19, kPolicy = 38;

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view text) {
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  const std::vector<std::string_view> fields = words(text.substr(close + 1));
  if (fields.size() <= kPolicy) return std::nullopt;
  ProcessStat stat;
  const auto pid = parse_int(trim(text.substr(0, open)));
  if (!pid) return std::nullopt;
  stat.pid = *pid;
  const std::pair<std::size_t, std::int64_t*> wanted[] = {{kPpid, &stat.ppid},
                                                          {kSession, &stat.session},
                                                          {kTty, &stat.tty},
                                                          {kUserTicks, &stat.user_ticks},
                                                          {kSystemTicks, &stat.system_ticks},
                                                          {kPriority, &stat.priority},
                                                          {kStart, &stat.start_ticks},
                                                          {kPolicy, &stat.policy}};
  for (const auto& [index, value] : wanted) {
    const auto number = parse_int(fields[index]);
    if (!number) return std::nullopt;
    *value = *number;
  }
  return stat;
}

std::optional<ProcessStatus> parse_process_status(std::string_view text) {
  ProcessStatus status;
  bool has_uid = false;
  for (const std::string_view line : lines(text)) {
    const std::vector<std::string_view> fields = words(line);
    if (fields.size() >= 3 && fields[0] == "Uid:") {
      const auto real = parse_int(fields[1]), effective = parse_int(fields[2]);
      if (!real || !effective) return std::nullopt;
      status.real_uid = *real;
      status.effective_uid = *effective;
      has_uid = true;
    } else if (fields.size() == 2 && fields[0] == "CapEff:") {
      status.effective_capabilities = static_cast<std::uint64_t>(parse_int(fields[1], 16).value_or(0));
    }
  }
  return has_uid ? std::optional(status) : std::nullopt;
}

std::vector<std::string_view> capability_names(std::uint64_t bits) {
  std::vector<std::string_view> names;
  for (std::size_t bit = 0; bit < kCapabilities.size(); ++bit)
    if ((bits >> bit & 1) != 0) names.push_back(kCapabilities[bit]);
  return names;
}

std::string tty_name(std::int64_t device) {
  const std::int64_t major = device >> 8 & 0xFFF, minor = (device & 0xFF) | (device >> 12 & 0xFFF00);
  constexpr std::int64_t kTerminals = 4, kFirstPts = 136, kLastPts = 143, kFirstSerial = 64;
  if (major == kTerminals) return minor < kFirstSerial ? "tty" + std::to_string(minor) : "ttyS" + std::to_string(minor - kFirstSerial);
  if (major >= kFirstPts && major <= kLastPts) return "pts/" + std::to_string((major - kFirstPts) * 256 + minor);
  return "?";
}

std::string_view scheduling_class(std::int64_t policy) {
  constexpr std::array<std::string_view, 7> kClasses = {"TS", "FF", "RR", "B", "ISO", "IDL", "DLN"};
  return policy >= 0 && policy < static_cast<std::int64_t>(kClasses.size()) ? kClasses[static_cast<std::size_t>(policy)] : "?";
}

std::string cpu_time(std::int64_t seconds) {
  constexpr std::int64_t kDay = 86400;
  std::array<char, 64> text;
  const auto hours = static_cast<int>(seconds % kDay / 3600), minutes = static_cast<int>(seconds % 3600 / 60),
             rest = static_cast<int>(seconds % 60);
  if (seconds >= kDay) {
    std::snprintf(text.data(), text.size(), "%02lld-%02d:%02d:%02d", static_cast<long long>(seconds / kDay), hours, minutes, rest);
  } else {
    std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", hours, minutes, rest);
  }
  return text.data();
}

std::string start_time(std::int64_t started, std::int64_t now) {
  constexpr std::int64_t kDay = 86400;
  if (started >= 0 && started / kDay == now / kDay) return cpu_time(started % kDay);
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t time = started;
  std::tm parts{};
  if (gmtime_r(&time, &parts) == nullptr) return "?";
  return std::string(kMonths[static_cast<std::size_t>(parts.tm_mon)]) + "_" + std::to_string(parts.tm_mday);
}

std::optional<std::int64_t> boot_time(std::string_view proc_stat) {
  for (const std::string_view line : lines(proc_stat))
    if (line.substr(0, 6) == "btime ") return parse_int(trim(line.substr(6)));
  return std::nullopt;
}

}  // namespace assay::parse
