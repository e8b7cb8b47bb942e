#include "probes/parse/sysctl_file.h"

#include "engine/base/text.h"

namespace assay::parse {

std::string sysctl_key(std::string_view written) {
  std::string key(written);
  const std::size_t separator = key.find_first_of("./");
  if (separator == std::string::npos || key[separator] == '.') return key;
  for (char& c : key) c = c == '/' ? '.' : c == '.' ? '/' : c;
  return key;
}

std::vector<SysctlSetting> parse_sysctl(std::string_view text) {
  std::vector<SysctlSetting> settings;
  std::uint32_t number = 0;
  for (std::string_view line : lines(text)) {
    ++number;
    line = trim(line);
    const std::size_t equals = line.find('=');
    if (line.empty() || line[0] == '#' || line[0] == ';' || equals == std::string_view::npos) continue;
    std::string_view key = trim(line.substr(0, equals));
    const bool ignore_failure = !key.empty() && key[0] == '-';
    if (ignore_failure) key = trim(key.substr(1));
    if (key.empty()) continue;
    settings.push_back({sysctl_key(key), std::string(trim(line.substr(equals + 1))), number, ignore_failure});
  }
  return settings;
}

}  // namespace assay::parse
