// Kernel parameters set by files (sysctl.d(5), sysctl.conf(5)).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct SysctlSetting {
  std::string key;              // "net.ipv4.ip_forward": with dots; a dot inside a name is a slash ("net.ipv4.conf.eth0/1.forwarding")
  std::string value;            // as written, without the blanks around it
  std::uint32_t line = 0;       // 1-based
  bool ignore_failure = false;  // the key was written with a '-' before it
};

// Assignments in order; globs are kept as they are. Comments ('#', ';') and lines without '=' say nothing.
std::vector<SysctlSetting> parse_sysctl(std::string_view text);

// The form with dots: where the first separator is a slash, dots and slashes change places.
std::string sysctl_key(std::string_view written);

}  // namespace assay::parse
