// linux:partition_test - what is mounted where. A running system says so itself; an image says in fstab and mount units what its next boot
// will mount, and systemd adds the file systems it mounts always.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "engine/collect/probe.h"
#include "probes/linux/systemd_units.h"
#include "probes/parse/mounts.h"

namespace assay::probes {
namespace {

using collect::Question;
using oval::Datatype;
using parse::Mount;

constexpr std::array<oval::ItemField, 8> kFields = {{{"mount_point"},
                                                     {"device"},
                                                     {"uuid"},
                                                     {"fs_type"},
                                                     {"mount_options"},
                                                     {"total_space", Datatype::int_},
                                                     {"space_used", Datatype::int_},
                                                     {"space_left", Datatype::int_}}};
constexpr oval::ItemSchema kSchema{"linux", "partition", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"mount_point"};

using Mounts = std::map<std::string, Mount, std::less<>>;  // by mount point: what is mounted last is what is seen

// What systemd mounts before it reads a single unit, whether fstab names it or not.
Mounts api_file_systems() {
  constexpr struct {
    std::string_view point, device, type, options;
  } kRows[] = {{"/proc", "proc", "proc", "rw,nosuid,nodev,noexec,relatime"},
               {"/sys", "sysfs", "sysfs", "rw,nosuid,nodev,noexec,relatime"},
               {"/dev", "devtmpfs", "devtmpfs", "rw,nosuid"},
               {"/dev/shm", "tmpfs", "tmpfs", "rw,nosuid,nodev"},
               {"/dev/pts", "devpts", "devpts", "rw,nosuid,noexec,relatime"},
               {"/run", "tmpfs", "tmpfs", "rw,nosuid,nodev"}};
  Mounts mounts;
  for (const auto& row : kRows) {
    Mount mount{std::string(row.device), std::string(row.point), std::string(row.type), {}, 0};
    for (const std::string_view option : split(row.options, ',')) mount.options.emplace_back(option);
    mounts.emplace(row.point, std::move(mount));
  }
  return mounts;
}

// "UUID=..." as the link below /dev/disk that systemd waits for.
std::string device_of(std::string_view source) {
  constexpr std::pair<std::string_view, std::string_view> kTags[] = {
      {"UUID=", "by-uuid"}, {"LABEL=", "by-label"}, {"PARTUUID=", "by-partuuid"}, {"PARTLABEL=", "by-partlabel"}};
  for (const auto& [tag, directory] : kTags)
    if (source.substr(0, tag.size()) == tag)
      return "/dev/disk/" + std::string(directory) + "/" + std::string(trim(source.substr(tag.size()), "\""));
  return std::string(source);
}

bool has(const std::vector<std::string>& options, std::string_view option) {
  return std::find(options.begin(), options.end(), option) != options.end();
}

// Will the next boot mount it for certain? Not what is not mounted by itself, nor what is no device of the machine but a file inside the
// image: that needs a loop device nobody can promise.
bool is_mounted_at_boot(const Mount& mount, const Rootfs& files) {
  if (mount.fs_type == "swap" || mount.mount_point.empty() || mount.mount_point[0] != '/') return false;
  if (has(mount.options, "noauto")) return false;
  if (mount.device.empty() || mount.device[0] != '/' || mount.device.substr(0, 5) == "/dev/") return true;
  const auto stat = files.stat(mount.device, Follow::yes);
  return !stat || stat->type != FileType::regular;
}

std::string without_trailing_slash(std::string point) {
  while (point.size() > 1 && point.back() == '/') point.pop_back();
  return point;
}

void add_boot_mount(Mount mount, const Rootfs& files, Mounts& mounts) {
  mount.mount_point = without_trailing_slash(std::move(mount.mount_point));
  if (!is_mounted_at_boot(mount, files)) return;
  mount.device = device_of(mount.device);
  mount.options = parse::kernel_options(mount.options);
  const std::string point = mount.mount_point;
  mounts[point] = std::move(mount);
}

void add_mount_units(const SystemdUnits& units, const Rootfs& files, Mounts& mounts) {
  std::set<std::string> started;
  for (const std::string_view target : {"default.target", "multi-user.target", "local-fs.target", "sysinit.target"})
    started.merge(units.dependencies(target));
  for (const std::string& unit : started) {
    if (parse::unit_type(unit) != "mount") continue;
    Mount mount{units.value(unit, "Mount", "What"), units.value(unit, "Mount", "Where"), units.value(unit, "Mount", "Type"), {}, 0};
    const std::string options = units.value(unit, "Mount", "Options");
    for (const std::string_view option : split(options, ','))
      if (!option.empty()) mount.options.emplace_back(option);
    add_boot_mount(std::move(mount), files, mounts);
  }
}

// Where a system's mounts were read from, and whether it was all there.
struct Found {
  Mounts mounts;
  std::optional<std::string> problem;  // why nothing can be said
  bool running = false;                // the mounts are those of a running system
  bool knows_api = true;               // false: no init system says what becomes of /proc, /dev, /run
};

Mounts mounted_now(std::string_view text) {
  Mounts mounts;
  for (Mount& mount : parse::parse_mounts(text)) {
    const std::string point = mount.mount_point;
    mounts[point] = std::move(mount);
  }
  return mounts;
}

Found read_mounts(const Target& target) {
  const Rootfs& files = target.files();
  Found found;
  for (const std::string_view path : {"/proc/self/mounts", "/proc/mounts"}) {
    if (!target.live() && path != "/proc/mounts") continue;
    const Result<std::string> text = files.read(path, kLimits.file_bytes);
    if (text && !trim(*text).empty()) return {mounted_now(*text), std::nullopt, true, true};
  }
  if (target.live()) {
    found.problem = "no /proc/mounts: is /proc mounted?";
    return found;
  }
  const SystemdUnits units(files);
  const Result<std::string> fstab = files.read("/etc/fstab", kLimits.file_bytes);
  if (!fstab && fstab.error().code != ENOENT) found.problem = "/etc/fstab: " + fstab.error().message();
  if (!fstab) found.problem = found.problem.value_or("needs a running system: the image has no /etc/fstab");
  found.knows_api = units.id("basic.target").has_value();
  if (found.knows_api) found.mounts = api_file_systems();
  add_mount_units(units, files, found.mounts);
  for (Mount& mount : parse::parse_fstab(fstab.value_or(std::string{}))) add_boot_mount(std::move(mount), files, found.mounts);
  return found;
}

// Of block devices: the name of the link below /dev/disk/by-uuid that leads there.
std::map<std::string, std::string> uuids(const Rootfs& files) {
  constexpr std::string_view kLinks = "/dev/disk/by-uuid";
  std::map<std::string, std::string> found;
  auto directory = files.open(kLinks);
  auto entries = directory ? (*directory)->list() : Result<std::vector<DirEntry>>(fail(directory.error().code));
  if (!entries) return found;
  for (const DirEntry& entry : *entries) {
    const std::string link = join_path(kLinks, entry.name);
    found[link] = entry.name;
    if (const auto device = files.canonical(link)) found[*device] = entry.name;
  }
  return found;
}

void add_uuid(oval::Item& item, const Mount& mount, const Found& found, const std::map<std::string, std::string>& uuids) {
  constexpr std::string_view kByUuid = "/dev/disk/by-uuid/";
  const auto known = uuids.find(mount.device);
  if (known != uuids.end()) {
    item.add("uuid", known->second);
  } else if (mount.device.substr(0, kByUuid.size()) == kByUuid) {
    item.add("uuid", std::string_view(mount.device).substr(kByUuid.size()));
  } else {
    const bool is_device = mount.device.substr(0, 5) == "/dev/";
    item.add_status("uuid", is_device && !found.running ? oval::Status::not_collected : oval::Status::does_not_exist);
  }
}

void add_space(oval::Item& item, const Mount& mount, const Target& target) {
  const Result<Rootfs::Space> space = target.live() ? target.files().space(mount.mount_point) : fail(ENOTSUP);
  if (!space) {
    for (const std::string_view name : {"total_space", "space_used", "space_left"}) item.add_status(name, oval::Status::not_collected);
    return;
  }
  item.add("total_space", static_cast<std::int64_t>(space->total));
  item.add("space_used", static_cast<std::int64_t>(space->total - space->free));
  item.add("space_left", static_cast<std::int64_t>(space->free));
}

oval::Item item_of(const Mount& mount, const Found& found, const std::map<std::string, std::string>& uuids, const Target& target) {
  oval::Item item(kSchema);
  item.add("mount_point", mount.mount_point).add("device", mount.device);
  add_uuid(item, mount, found, uuids);
  item.add("fs_type", mount.fs_type);
  for (const std::string& option : mount.options) item.add("mount_options", option);
  add_space(item, mount, target);
  item.set_line(mount.line);
  return item;
}

// That a file system is not there must be known, not guessed.
void say_what_is_missing(const Question& question, const Found& found, bool any, bool live) {
  if (found.problem) return question.answer->flag(live ? oval::Flag::error : oval::Flag::not_applicable, *found.problem);
  if (any || found.knows_api || found.running) return;
  for (const auto& row : api_file_systems())
    if (question.query->matches("mount_point", row.first))
      return question.answer->flag(oval::Flag::not_applicable,
                                   "needs a running system: nothing in the image says what mounts " + row.first);
}

void collect_partition(std::span<const Question> questions, const Target& target) {
  const Found found = read_mounts(target);
  const std::map<std::string, std::string> by_device = uuids(target.files());
  for (const Question& question : questions) {
    bool any = false;
    for (const auto& [point, mount] : found.mounts) {
      if (!question.query->matches("mount_point", point)) continue;
      any = true;
      if (!question.answer->add(item_of(mount, found, by_device, target))) break;
    }
    const collect::BoundEntity* point = question.query->entity("mount_point");
    const bool complete = any && point != nullptr && point->exact() != nullptr && point->values().size() == 1;
    if (!complete) say_what_is_missing(question, found, any, target.live());
  }
}

}  // namespace

extern const collect::Probe kProbe_partition;
const collect::Probe kProbe_partition{"linux", "partition", collect::Needs::files, &kSchema, kEntities, collect_partition, nullptr};

}  // namespace assay::probes
