// Package databases made from a list of names and versions: dpkg's status file, rpm's Berkeley DB.
#pragma once

#include <map>
#include <string>

#include "tests/content/system.h"

namespace assay::fixtures {

// Where the database lies.
std::string package_database(PackageForm form);
// name -> version: "1:7.6p1-4" of dpkg; of rpm likewise, the part behind the last "-" being the release.
std::string package_bytes(PackageForm form, const std::map<std::string, std::string>& packages);

}  // namespace assay::fixtures
