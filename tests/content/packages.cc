#include "tests/content/packages.h"

#include "engine/base/text.h"
#include "tests/support/rpm_builder.h"

namespace assay::fixtures {
namespace {

std::string dpkg_status(const std::map<std::string, std::string>& packages) {
  std::string text;
  for (const auto& [name, version] : packages)
    text +=
        "Package: " + name + "\nStatus: install ok installed\nArchitecture: amd64\nVersion: " + version + "\nDescription: " + name + "\n\n";
  return text;
}

std::string rpm_header(const std::string& name, std::string_view version) {
  std::string_view epoch, release = "1";
  if (const std::size_t colon = version.find(':'); colon != version.npos)
    epoch = version.substr(0, colon), version.remove_prefix(colon + 1);
  if (const std::size_t dash = version.rfind('-'); dash != version.npos)
    release = version.substr(dash + 1), version = version.substr(0, dash);
  test::HeaderBuilder header = test::package(name, version, release);
  if (!epoch.empty()) header.numbers(parse::RpmTag::epoch, {static_cast<std::uint64_t>(parse_int(epoch).value_or(0))});
  return header.build();
}

std::string rpm_database(const std::map<std::string, std::string>& packages) {
  std::vector<std::string> headers;
  for (const auto& [name, version] : packages) headers.push_back(rpm_header(name, version));
  return test::bdb_database(headers);
}

}  // namespace

std::string package_database(PackageForm form) { return form == PackageForm::dpkg ? "/var/lib/dpkg/status" : "/var/lib/rpm/Packages"; }

std::string package_bytes(PackageForm form, const std::map<std::string, std::string>& packages) {
  return form == PackageForm::dpkg ? dpkg_status(packages) : rpm_database(packages);
}

}  // namespace assay::fixtures
