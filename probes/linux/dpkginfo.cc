// linux-def:dpkginfo_test: the packages dpkg has installed.
#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/text.h"
#include "engine/collect/probe.h"
#include "probes/parse/dpkg_status.h"

namespace assay::probes {
namespace {

using oval::Datatype;
using parse::DpkgPackage;

constexpr std::size_t kDatabaseBytes = 512u << 20;
constexpr const char* kStatus = "/var/lib/dpkg/status";
constexpr const char* kUpdates = "/var/lib/dpkg/updates";           // what dpkg has not merged into status yet: files 0000, 0001, ...
constexpr const char* kStatusDirectory = "/var/lib/dpkg/status.d";  // distroless images: a file a package

constexpr oval::ItemField kFields[] = {{"name"}, {"arch"}, {"epoch"}, {"release"}, {"version"}, {"evr", Datatype::debian_evr_string}};
constexpr oval::ItemSchema kItem{"linux", "dpkginfo", kFields};
constexpr std::string_view kEntities[] = {"name"};

// Every package dpkg knows, the later word on one replacing the earlier.
class DpkgDatabase {
 public:
  static Result<DpkgDatabase> read(const Rootfs& files) {
    DpkgDatabase database;
    const auto is_update = [](std::string_view name) { return is_digits(name); };
    const auto is_package = [](std::string_view name) { return !name.ends_with(".md5sums"); };
    if (auto done = database.read_file(files, kStatus, false); !done && !absent(done.error())) return tl::make_unexpected(done.error());
    if (auto done = database.read_directory(files, kUpdates, is_update, false); !done) return tl::make_unexpected(done.error());
    if (auto done = database.read_directory(files, kStatusDirectory, is_package, true); !done) return tl::make_unexpected(done.error());
    return database;
  }

  template <class See>
  void each_present(See see) const {
    for (const auto& [key, package] : packages_)
      if (package.present()) see(package);
  }

 private:
  static bool absent(const Failure& failure) { return failure.code == ENOENT || failure.code == ENOTDIR; }

  // In status.d a file is there because its package is; it need not say so.
  Result<void> read_file(const Rootfs& files, const std::string& path, bool installed_unless_said) {
    const auto text = files.read(path, kDatabaseBytes);
    if (!text) return fail(text.error().code, path);
    auto parsed = parse::parse_dpkg_status(*text);
    if (!parsed) return fail(parsed.error().code, path + ": " + parsed.error().detail);
    for (DpkgPackage& package : *parsed) {
      if (installed_unless_said && package.state.empty()) package.state = "installed";
      if (package.present() && package.version.empty()) return fail(EBADMSG, path + ": package " + package.name + " has no version");
      std::pair key(package.name, package.architecture);
      packages_.insert_or_assign(std::move(key), std::move(package));
    }
    return {};
  }

  template <class Wanted>
  Result<void> read_directory(const Rootfs& files, const std::string& path, Wanted wanted, bool installed_unless_said) {
    auto directory = files.open(path);
    if (!directory && absent(directory.error())) return {};
    if (!directory) return fail(directory.error().code, path);
    auto entries = (*directory)->list();
    if (!entries) return fail(entries.error().code, path);
    std::sort(entries->begin(), entries->end(), [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
    for (const DirEntry& entry : *entries) {
      if (!wanted(entry.name) || entry.type == FileType::directory) continue;
      if (auto done = read_file(files, join_path(path, entry.name), installed_unless_said); !done) return done;
    }
    return {};
  }

  std::map<std::pair<std::string, std::string>, DpkgPackage> packages_;  // by name and architecture
};

oval::Item describe(const DpkgPackage& package) {
  const parse::DpkgVersion version = parse::split_dpkg_version(package.version);
  std::string evr = std::string(version.epoch) + ":" + std::string(version.upstream_version);
  if (!version.debian_revision.empty()) evr.append("-").append(version.debian_revision);
  oval::Item item(kItem);
  item.add("name", package.name).add("arch", package.architecture).add("epoch", version.epoch);
  item.add("release", version.debian_revision).add("version", version.upstream_version).add("evr", evr);
  return item;
}

void collect_dpkginfo(std::span<const collect::Question> questions, const Target& target) {
  const auto database = DpkgDatabase::read(target.files());
  if (!database) {
    for (const collect::Question& question : questions)
      question.answer->flag(oval::Flag::error, "dpkg database: " + database.error().message());
    return;
  }
  database->each_present([&](const DpkgPackage& package) {
    for (const collect::Question& question : questions)
      if (question.query->matches("name", package.name)) question.answer->add(describe(package));
  });
}

}  // namespace

extern const collect::Probe kProbe_dpkginfo;
const collect::Probe kProbe_dpkginfo{"linux", "dpkginfo", collect::Needs::files, &kItem, kEntities, collect_dpkginfo, nullptr};

}  // namespace assay::probes
