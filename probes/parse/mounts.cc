#include "probes/parse/mounts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/text.h"

namespace assay::parse {
namespace {

std::vector<std::string> options_of(std::string_view field) {
  std::vector<std::string> options;
  for (const std::string_view option : split(field, ','))
    if (!option.empty()) options.push_back(decode_octal(option));
  return options;
}

std::vector<Mount> parse(std::string_view text, std::size_t least_fields) {
  std::vector<Mount> mounts;
  std::uint32_t number = 0;
  for (const std::string_view line : lines(text)) {
    ++number;
    const std::vector<std::string_view> fields = words(line, " \t\r");
    if (fields.size() < least_fields || fields[0][0] == '#') continue;
    Mount mount{decode_octal(fields[0]), decode_octal(fields[1]), decode_octal(fields[2]), {}, number};
    mount.options = fields.size() > 3 ? options_of(fields[3]) : std::vector<std::string>{"defaults"};
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

bool is_octal(char c) { return c >= '0' && c <= '7'; }

// A flag the kernel knows and the word that takes it back; /proc/mounts shows it where it is set.
struct Switch {
  std::string_view set, clear;
};
constexpr std::array<Switch, 7> kSwitches = {
    {{"ro", "rw"}, {"nosuid", "suid"}, {"nodev", "dev"}, {"noexec", "exec"}, {"sync", "async"}, {"dirsync", ""}, {"mand", "nomand"}}};
constexpr std::size_t kReadOnly = 0, kNoSuid = 1, kNoDev = 2, kNoExec = 3;

// Words of mount(8), systemd.mount(5) and libmount that never reach the kernel.
bool is_userspace(std::string_view option) {
  constexpr std::string_view kWords[] = {"auto",   "noauto",  "nouser",     "nousers",  "noowner",    "nogroup",
                                         "nofail", "_netdev", "loop",       "bind",     "rbind",      "remount",
                                         "silent", "loud",    "norelatime", "diratime", "noiversion", "iversion"};
  constexpr std::string_view kPrefixes[] = {"x-", "X-", "comment=", "loop=", "offset=", "sizelimit=", "uhelper=", "helper="};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) { return word == option; }) ||
         std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](std::string_view prefix) { return option.substr(0, prefix.size()) == prefix; });
}

// What an option does to the switches: true where it is one of them or stands for some.
bool turn(std::string_view option, std::array<bool, kSwitches.size()>& on) {
  for (std::size_t i = 0; i < kSwitches.size(); ++i) {
    if (option == kSwitches[i].set) return on[i] = true, true;
    if (option == kSwitches[i].clear) return on[i] = false, true;
  }
  if (option == "defaults") {  // rw, suid, dev, exec, auto, nouser, async
    on[kReadOnly] = on[kNoSuid] = on[kNoDev] = on[kNoExec] = false;
    return true;
  }
  if (option == "user" || option == "users" || option.substr(0, 5) == "user=") return on[kNoSuid] = on[kNoDev] = on[kNoExec] = true, true;
  if (option == "owner" || option == "group") return on[kNoSuid] = on[kNoDev] = true, true;
  return false;
}

}  // namespace

std::string decode_octal(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) && is_octal(text[i + 2]) && is_octal(text[i + 3])) {
      decoded += static_cast<char>((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0'));
      i += 3;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::vector<Mount> parse_mounts(std::string_view text) { return parse(text, 4); }
std::vector<Mount> parse_fstab(std::string_view text) { return parse(text, 3); }

std::vector<std::string> kernel_options(const std::vector<std::string>& options) {
  std::array<bool, kSwitches.size()> on{};
  std::optional<std::string> access_time = "relatime";
  bool no_directory_access_time = false;
  std::vector<std::string> others;
  for (const std::string& option : options) {
    if (turn(option, on) || is_userspace(option)) continue;
    if (option == "atime" || option == "relatime") {
      access_time = "relatime";
    } else if (option == "noatime") {
      access_time = option;
    } else if (option == "strictatime") {  // the kernel shows no word for it
      access_time.reset();
    } else if (option == "nodiratime") {
      no_directory_access_time = true;
    } else if (option != "nostrictatime" && std::find(others.begin(), others.end(), option) == others.end()) {
      others.push_back(option);
    }
  }
  std::vector<std::string> shown = {on[kReadOnly] ? "ro" : "rw"};
  for (std::size_t i = 1; i < kSwitches.size(); ++i)
    if (on[i]) shown.emplace_back(kSwitches[i].set);
  if (access_time) shown.push_back(*access_time);
  if (no_directory_access_time) shown.emplace_back("nodiratime");
  shown.insert(shown.end(), others.begin(), others.end());
  return shown;
}

}  // namespace assay::parse
