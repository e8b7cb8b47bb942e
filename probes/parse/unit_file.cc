#include "probes/parse/unit_file.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "probes/parse/logical_lines.h"

namespace assay::parse {
namespace {

constexpr std::array<std::string_view, 11> kTypes = {"service", "socket", "target", "device", "mount", "automount",
                                                     "swap",    "timer",  "path",   "slice",  "scope"};
constexpr std::size_t kLongestName = 255;

bool is_comment(std::string_view line) {
  line = trim(line);
  return !line.empty() && (line[0] == '#' || line[0] == ';');
}

std::optional<LinePart> part_of(std::string_view line) {
  if (is_comment(line)) return std::nullopt;
  line = trim(line, "\r");
  const bool goes_on = !line.empty() && line.back() == '\\';
  if (goes_on) line.remove_suffix(1);
  return LinePart{line, goes_on};
}

// Where prefix, instance and type of a name meet: npos for '@' where there is none.
std::size_t at_sign(std::string_view name) { return name.substr(0, name.rfind('.')).find('@'); }

}  // namespace

std::vector<UnitSetting> parse_unit_file(std::string_view text) {
  std::vector<UnitSetting> settings;
  std::string section;
  for (const LogicalLine& joined : logical_lines(text, part_of)) {
    const std::string_view line = trim(joined.text);
    if (line.size() > 2 && line.front() == '[' && line.back() == ']') {
      section = line.substr(1, line.size() - 2);
      continue;
    }
    const std::size_t equals = line.find('=');
    if (section.empty() || equals == std::string_view::npos || equals == 0) continue;
    settings.push_back({section, std::string(trim(line.substr(0, equals))), std::string(trim(line.substr(equals + 1))), joined.line});
  }
  return settings;
}

bool is_unit_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() > kLongestName) return false;
  if (std::find(kTypes.begin(), kTypes.end(), name.substr(dot + 1)) == kTypes.end()) return false;
  if (name[0] == '@') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(":-_.\\@").find(c) != std::string_view::npos;
  });
}

std::string_view unit_type(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

std::string_view unit_instance(std::string_view name) {
  const std::size_t at = at_sign(name);
  return at == std::string_view::npos ? std::string_view{} : name.substr(at + 1, name.rfind('.') - at - 1);
}

std::string unit_template(std::string_view name) {
  if (unit_instance(name).empty() || name.rfind('.') == std::string_view::npos) return {};
  return std::string(name.substr(0, at_sign(name) + 1)) + std::string(name.substr(name.rfind('.')));
}

bool is_template(std::string_view name) { return at_sign(name) != std::string_view::npos && unit_instance(name).empty(); }

std::string unit_name_of_path(std::string_view path) {
  path = trim(path, "/");
  if (path.empty()) return "-";
  std::string name;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '_' || (c == '.' && i != 0);
    if (c == '/') {
      if (path[i - 1] != '/') name += '-';
    } else if (plain) {
      name += c;
    } else {
      constexpr std::string_view kHex = "0123456789abcdef";
      name += "\\x";
      name += kHex[static_cast<unsigned char>(c) >> 4];
      name += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return name;
}

}  // namespace assay::parse
