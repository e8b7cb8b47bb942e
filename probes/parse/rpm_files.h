// The files of a package, as its header lists them: what rpm -V compares the file system with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "probes/parse/rpm_header.h"

namespace assay::parse {

// RPMFILE_*: what the spec file's %files section says of a file.
enum RpmFileFlag : std::uint32_t { kRpmConfig = 1, kRpmDocumentation = 2, kRpmGhost = 64, kRpmLicense = 128, kRpmReadme = 256 };

// RPMVERIFY_*: what can be verified of a file; the header says what is to be.
enum RpmVerifyFlag : std::uint32_t {
  kVerifyDigest = 1,
  kVerifySize = 2,
  kVerifyLink = 4,
  kVerifyUser = 8,
  kVerifyGroup = 16,
  kVerifyMtime = 32,
  kVerifyMode = 64,
  kVerifyDevice = 128,
  kVerifyCapabilities = 256,
  kVerifyAll = 511
};

struct RpmFile {  // views into the header's blob
  std::string_view directory, name;
  std::uint64_t size = 0;
  std::uint32_t mode = 0;  // with the file type bits of stat(2)
  std::uint32_t rdev = 0;
  std::int64_t mtime = 0;
  std::uint32_t flags = 0;            // RpmFileFlag
  std::uint32_t verify = kVerifyAll;  // RpmVerifyFlag
  bool installed = true;              // false where another package replaced it, or rpm was told to leave it out
  std::string_view digest, link, user, group, capabilities;

  std::string path() const { return std::string(directory).append(name); }
};

struct RpmFiles {
  std::string_view digest_algorithm;  // as OVAL names it; "" where we do not know rpm's number
  std::vector<RpmFile> files;
};

// EBADMSG where the lists do not have the same length or name a directory that is not there.
Result<RpmFiles> rpm_files(const RpmHeader& header);
// Their paths alone.
Result<std::vector<std::string>> rpm_file_paths(const RpmHeader& header);

}  // namespace assay::parse
