// Are the requirements of a package met by what is installed? What `rpm -V` calls "Unsatisfied dependencies".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "probes/linux/rpm_packages.h"

namespace assay::probes {

// RPMSENSE_*: how a version bounds a capability.
enum RpmSense : std::uint32_t { kSenseLess = 2, kSenseGreater = 4, kSenseEqual = 8, kSenseMissingOk = 1u << 19 };

struct RpmCapability {
  std::string name, evr;  // evr as the header has it: [EPOCH:]VERSION[-RELEASE], or ""
  std::uint32_t sense = 0;
};

// Do two version ranges of the same capability have a version in common? (rpm's rpmdsCompare.)
bool overlaps(const RpmCapability& a, const RpmCapability& b);

enum class DependencyCheck : std::uint8_t { met, unmet, undecided };  // undecided: a rich dependency "(a if b)", which is not read here

class RpmDependencies {
 public:
  // All packages are added before anything is asked.
  void add(const parse::RpmHeader& header);
  DependencyCheck check(const parse::RpmHeader& header, std::string* first_unmet = nullptr) const;

 private:
  bool met(const RpmCapability& requirement) const;

  std::unordered_map<std::string, std::vector<RpmCapability>> provided_;
  std::unordered_set<std::string> files_;
};

}  // namespace assay::probes
