#include "probes/parse/dpkg_status.h"

#include "engine/base/text.h"

namespace assay::parse {
namespace {

tl::unexpected<Failure> bad_line(std::size_t number, const std::string& what) {
  return fail(EBADMSG, "line " + std::to_string(number) + ": " + what);
}

void set_field(DpkgPackage& package, std::string_view name, std::string_view value) {
  if (equals_ignore_case(name, "Package")) package.name = value;
  if (equals_ignore_case(name, "Architecture")) package.architecture = value;
  if (equals_ignore_case(name, "Version")) package.version = value;
  if (equals_ignore_case(name, "Status")) {
    const auto states = words(value);  // what is wanted, an error flag, what is
    package.state = states.size() == 3 ? std::string(states[2]) : "unknown";
  }
}

}  // namespace

DpkgVersion split_dpkg_version(std::string_view version) {
  DpkgVersion parts{"0", version, {}};
  if (const auto colon = version.find(':'); colon != std::string_view::npos) {
    parts.epoch = version.substr(0, colon);
    parts.upstream_version = version.substr(colon + 1);
  }
  if (const auto dash = parts.upstream_version.rfind('-'); dash != std::string_view::npos) {
    parts.debian_revision = parts.upstream_version.substr(dash + 1);
    parts.upstream_version = parts.upstream_version.substr(0, dash);
  }
  return parts;
}

Result<std::vector<DpkgPackage>> parse_dpkg_status(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return fail(EBADMSG, "a NUL byte");
  std::vector<DpkgPackage> packages;
  DpkgPackage package;
  bool open = false;
  std::size_t number = 0;
  // One empty line more than there are ends the last paragraph.
  std::vector<std::string_view> all = lines(text);
  all.emplace_back();
  for (const std::string_view line : all) {
    ++number;
    if (trim(line).empty()) {
      if (open && package.name.empty()) return bad_line(number, "a paragraph without Package");
      if (open) packages.push_back(std::move(package));
      package = {};
      open = false;
    } else if (line[0] == ' ' || line[0] == '\t') {
      if (!open) return bad_line(number, "a continuation of nothing");
    } else {
      const auto colon = line.find(':');
      if (colon == std::string_view::npos || colon == 0) return bad_line(number, "no field");
      set_field(package, line.substr(0, colon), trim(line.substr(colon + 1)));
      open = true;
    }
  }
  return packages;
}

}  // namespace assay::parse
