#include "probes/linux/rpm_dependencies.h"

#include <compare>

#include "engine/base/text.h"
#include "engine/evaluate/value.h"
#include "probes/parse/rpm_files.h"

namespace assay::probes {
namespace {

using parse::RpmTag;

struct Evr {
  std::int64_t epoch = 0;
  std::string_view version, release;
};

Evr split_evr(std::string_view text) {
  Evr parts;
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    parts.epoch = parse_int(text.substr(0, colon)).value_or(0);
    text = text.substr(colon + 1);
  }
  const auto dash = text.rfind('-');
  parts.version = text.substr(0, dash);
  if (dash != std::string_view::npos) parts.release = text.substr(dash + 1);
  return parts;
}

// A side without a release says nothing of it.
std::strong_ordering compare(const Evr& a, const Evr& b) {
  if (const auto order = a.epoch <=> b.epoch; order != 0) return order;
  if (const auto order = evaluate::compare_rpm_version(a.version, b.version); order != 0) return order;
  if (a.release.empty() || b.release.empty()) return std::strong_ordering::equal;
  return evaluate::compare_rpm_version(a.release, b.release);
}

std::vector<RpmCapability> capabilities(const parse::RpmHeader& header, RpmTag names, RpmTag versions, RpmTag flags) {
  const auto name = header.strings(names), version = header.strings(versions);
  const auto flag = header.numbers(flags);
  std::vector<RpmCapability> result;
  result.reserve(name.size());
  for (std::size_t i = 0; i < name.size(); ++i)
    result.push_back({std::string(name[i]), i < version.size() ? std::string(version[i]) : std::string(),
                      i < flag.size() ? static_cast<std::uint32_t>(flag[i]) : 0U});
  return result;
}

}  // namespace

bool overlaps(const RpmCapability& a, const RpmCapability& b) {
  constexpr std::uint32_t kSense = kSenseLess | kSenseGreater | kSenseEqual;
  if ((a.sense & kSense) == 0 || (b.sense & kSense) == 0 || a.evr.empty() || b.evr.empty()) return true;
  const auto order = compare(split_evr(a.evr), split_evr(b.evr));
  if (order < 0) return (a.sense & kSenseGreater) != 0 || (b.sense & kSenseLess) != 0;
  if (order > 0) return (a.sense & kSenseLess) != 0 || (b.sense & kSenseGreater) != 0;
  return (a.sense & b.sense & kSense) != 0;
}

void RpmDependencies::add(const parse::RpmHeader& header) {
  for (RpmCapability& capability : capabilities(header, RpmTag::providename, RpmTag::provideversion, RpmTag::provideflags)) {
    std::string name = capability.name;
    provided_[std::move(name)].push_back(std::move(capability));
  }
  if (auto paths = parse::rpm_file_paths(header))
    for (std::string& path : *paths) files_.insert(std::move(path));
}

bool RpmDependencies::met(const RpmCapability& requirement) const {
  if (requirement.name.starts_with("rpmlib(")) return true;  // a feature of the rpm that installed it
  if (requirement.name.starts_with("/") && files_.count(requirement.name) != 0) return true;
  const auto provided = provided_.find(requirement.name);
  if (provided == provided_.end()) return false;
  for (const RpmCapability& capability : provided->second)
    if (overlaps(capability, requirement)) return true;
  return false;
}

DependencyCheck RpmDependencies::check(const parse::RpmHeader& header, std::string* first_unmet) const {
  auto result = DependencyCheck::met;
  for (const RpmCapability& requirement : capabilities(header, RpmTag::requirename, RpmTag::requireversion, RpmTag::requireflags)) {
    if ((requirement.sense & kSenseMissingOk) != 0) continue;
    if (requirement.name.starts_with("(")) {
      result = DependencyCheck::undecided;
    } else if (!met(requirement)) {
      if (first_unmet != nullptr) *first_unmet = requirement.name;
      return DependencyCheck::unmet;
    }
  }
  return result;
}

}  // namespace assay::probes
