// dpkg's database of packages as bytes: /var/lib/dpkg/status, the files of status.d (distroless images) and of updates (changes
// dpkg has not merged yet); deb822 paragraphs (deb-control(5), dpkg(1) "PACKAGE STATES").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace assay::parse {

struct DpkgPackage {
  std::string name, architecture;
  std::string version;  // as written: [epoch:]upstream-version[-debian-revision]
  std::string state;    // the third word of Status: "installed", "config-files", "half-configured", ...; "" where there is no Status

  // Are files of the package on the system? All states but not-installed and config-files: dpkg unpacks first and configures later.
  bool present() const { return !state.empty() && state != "not-installed" && state != "config-files"; }
};

// A version taken apart as deb-version(7) does; a native package has no revision.
struct DpkgVersion {
  std::string_view epoch;  // "0" where there is none
  std::string_view upstream_version, debian_revision;
};
DpkgVersion split_dpkg_version(std::string_view version);

// EBADMSG with the line where it is no such file: a line that is no field, a paragraph without Package, a NUL byte.
Result<std::vector<DpkgPackage>> parse_dpkg_status(std::string_view text);

}  // namespace assay::parse
