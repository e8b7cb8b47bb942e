// What `rpm -V` does for one file: the header's word against the file system's, attribute by attribute. Three probes share it:
// rpmverifyfile, rpmverify (its deprecated ancestor) and nothing else knows how.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/collect/probe.h"
#include "engine/target/target.h"
#include "probes/linux/rpm_packages.h"
#include "probes/parse/rpm_files.h"

namespace assay::probes {

// EntityItemRpmVerifyResultType: '.', a letter, '?' (or an attribute nobody asked for).
enum class RpmVerifyResult : std::uint8_t { pass, fail, not_performed };
std::string_view text_of(RpmVerifyResult result);

// The outcome of one verification, each a set of RpmVerifyFlag.
struct FileVerification {
  std::uint32_t differs = 0;
  std::uint32_t unknown = 0;  // could not be looked at: the file is missing or cannot be read
  std::string problem;        // what could not be looked at, where that is not simply a missing file

  RpmVerifyResult result(parse::RpmVerifyFlag flag, std::uint32_t asked) const;
};

class FileVerifier {
 public:
  explicit FileVerifier(const Target& target);
  // Looks only at what is in `asked`: a digest nobody wants costs no reading.
  FileVerification verify(const parse::RpmFile& file, std::string_view digest_algorithm, std::uint32_t asked) const;

 private:
  struct Names {  // of users or groups, by number
    std::unordered_map<std::uint32_t, std::string> by_id;
    bool known = true;  // false: the file that has them is there and cannot be read
  };
  static Names read_names(const Rootfs& files, const char* path);
  Stat followed(const std::string& path, const parse::RpmFile& file, const Stat& stat) const;
  static void compare_owner(const Names& names, std::uint32_t id, std::string_view expected, parse::RpmVerifyFlag flag,
                            FileVerification& to);
  void compare_digest(const std::string& path, const parse::RpmFile& file, std::string_view algorithm, FileVerification& to) const;
  void compare_link(const std::string& path, const parse::RpmFile& file, FileVerification& to) const;
  void compare_capabilities(const std::string& path, const parse::RpmFile& file, FileVerification& to) const;

  const Rootfs* files_;
  Names users_, groups_;
};

// What a question with the behaviors of an rpmverify(file)_object asks to be verified.
std::uint32_t asked_flags(const collect::Query& query);

// The entities both items have, from size_differs on; `digest_differs` are the names under which the digest's outcome is told.
void add_verification(oval::Item& item, const parse::RpmFile& file, const FileVerification& seen, std::uint32_t asked,
                      std::span<const std::string_view> digest_differs);

// Walks all packages and their files and calls `render` for each file a question is about. Flags what went wrong.
// `path` is the file's as the question knows it.
using RenderFile = oval::Item (*)(const RpmPackage& package, const parse::RpmFile& file, const std::string& path,
                                  const FileVerification& seen, std::uint32_t asked);
void verify_files(std::span<const collect::Question> questions, const Target& target, RenderFile render);

}  // namespace assay::probes
