// A system under test as a plain value: a base, a case laid over it, or either with one thing changed. `build` makes a root of it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "tests/support/memory_rootfs.h"

namespace assay::fixtures {

struct File {
  FileType type = FileType::regular;
  std::string text;  // a link's target
  std::optional<std::uint32_t> mode;
  std::string owner = "root", group = "root";  // names of the system's own passwd and group, or numbers
  std::int64_t mtime = 0;                      // seconds since the epoch
  bool append_to_packages = false;             // `text` belongs behind what the package database holds anyway
  bool operator==(const File&) const = default;
};

enum class PackageForm : std::uint8_t { dpkg, rpm };

struct System {
  PackageForm package_form = PackageForm::dpkg;
  std::string unit_directory;
  std::map<std::string, File> files;            // by path; no path leads through a link
  std::map<std::string, std::string> packages;  // name -> version
  std::set<std::string> units;                  // enabled, by name with suffix
  bool live = false;

  // The path with links among its directories followed, as a write to it would go.
  std::string resolve(const std::string& path) const;
  void remove(const std::string& path);  // with all that lies beneath
  void remove_beneath(const std::string& path);
  bool operator==(const System&) const = default;
};

// Gives owners and groups their numbers, by the passwd and group there are now: other accounts laid over them change no file's owner.
// Throws JobError: an owner or a group the system does not have.
void fix_owners(System& system);

// Throws JobError: an owner or a group the system does not have.
std::unique_ptr<test::MemoryRootfs> build(const System& system);

}  // namespace assay::fixtures
