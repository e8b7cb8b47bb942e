#include "images/fstab.h"

#include <algorithm>

#include "engine/base/text.h"

namespace assay::images {
namespace {

// "\040" and the like: what getmntent(3) undoes.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto code = text[at] == '\\' && at + 4 <= text.size() ? parse_int(text.substr(at + 1, 3), 8) : std::nullopt;
    plain += code && *code > 0 && *code < 256 ? static_cast<char>(*code) : text[at];
    if (code && *code > 0 && *code < 256) at += 3;
  }
  return plain;
}

bool has_option(std::string_view options, std::string_view wanted) {
  const auto all = split(options, ',');
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

bool is_disk_mount(const std::vector<std::string_view>& fields) {
  if (fields.size() < 3 || fields[0].starts_with('#') || !fields[1].starts_with('/')) return false;
  const std::string_view device = fields[0], options = fields.size() > 3 ? fields[3] : std::string_view("defaults");
  if (fields[2] == "swap" || has_option(options, "noauto") || has_option(options, "bind") || has_option(options, "rbind")) return false;
  return device.starts_with("/dev/") || (device.find('=') != device.npos && !device.starts_with('/'));
}

}  // namespace

std::vector<FstabMount> disk_mounts(std::string_view fstab) {
  std::vector<FstabMount> mounts;
  for (const std::string_view line : lines(fstab)) {
    const auto fields = words(line, " \t\r");
    if (!is_disk_mount(fields)) continue;
    const bool optional = fields.size() > 3 && has_option(fields[3], "nofail");
    mounts.push_back({std::string(fields[0]), unescape(fields[1]), std::string(fields[2]), optional});
  }
  const auto depth = [](const FstabMount& mount) { return words(mount.place, "/").size(); };
  std::stable_sort(mounts.begin(), mounts.end(), [&](const FstabMount& a, const FstabMount& b) { return depth(a) < depth(b); });
  return mounts;
}

}  // namespace assay::images
