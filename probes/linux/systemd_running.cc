#include "probes/linux/systemd_running.h"

#include <string>

#include "engine/base/text.h"
#include "probes/parse/unit_file.h"

namespace assay::probes {
namespace {

constexpr std::string_view kInvocations = "/run/systemd/units";
constexpr std::string_view kInvocation = "invocation:";

bool has_processes(const Rootfs& files, const std::string& cgroup) {
  constexpr std::size_t kLongest = 4u << 20;
  const Result<std::string> ids = files.read(cgroup + "/cgroup.procs", kLongest);
  return ids && !trim(*ids).empty();
}

}  // namespace

SystemdRunning::SystemdRunning(const Rootfs& files) : rootfs_(&files) {
  const auto run = files.stat("/run/systemd/system", Follow::no);
  booted_ = run && run->type == FileType::directory;
  auto directory = files.open(kInvocations);
  auto entries = directory ? (*directory)->list() : Result<std::vector<DirEntry>>(fail(directory.error().code));
  if (!entries) return;
  for (const DirEntry& entry : *entries) invocations_ = invocations_ || entry.name.substr(0, kInvocation.size()) == kInvocation;
}

std::optional<std::string_view> SystemdRunning::active_state(std::string_view unit) const {
  if (!booted_) return std::nullopt;
  if (rootfs_->read_link(join_path(kInvocations, std::string(kInvocation) + std::string(unit)))) return "active";
  const std::string pattern = parse::unit_template(unit);
  const std::string slice = pattern.empty() ? "" : "system-" + pattern.substr(0, pattern.find('@')) + ".slice/";
  for (const std::string_view hierarchy : {"/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified"})
    for (const std::string& group : {"/system.slice/" + slice + std::string(unit), "/" + std::string(unit)})
      if (has_processes(*rootfs_, std::string(hierarchy) + group)) return "active";
  // Before those links, a unit without a process (a socket, a service that remains after exit) may be active all the same.
  return invocations_ ? std::optional<std::string_view>("inactive") : std::nullopt;
}

}  // namespace assay::probes
