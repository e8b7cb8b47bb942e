#include "probes/linux/rpm_packages.h"

#include "probes/parse/rpmdb.h"

namespace assay::probes {
namespace {

constexpr std::size_t kDatabaseBytes = 512u << 20;  // a large server's database has some 200 MiB

// A database below /usr is one rpm was built to use; an image that has one there too keeps an old one in /var at most as left-over.
constexpr const char* kDirectories[] = {"/usr/lib/sysimage/rpm", "/var/lib/rpm", "/usr/share/rpm"};

std::string text_of(const parse::RpmHeader& header, parse::RpmTag tag, std::string_view otherwise) {
  return std::string(header.string(tag).value_or(otherwise));
}

}  // namespace

std::string RpmPackage::epoch_text() const { return epoch ? std::to_string(*epoch) : "(none)"; }

std::string RpmPackage::evr() const { return std::to_string(epoch.value_or(0)) + ":" + version + "-" + release; }

std::string RpmPackage::extended_name() const { return name + "-" + evr() + "." + architecture; }

RpmPackage rpm_package(const parse::RpmHeader& header) {
  using parse::RpmTag;
  return {text_of(header, RpmTag::name, ""), text_of(header, RpmTag::version, ""), text_of(header, RpmTag::release, ""),
          text_of(header, RpmTag::arch, "(none)"), header.number(RpmTag::epoch)};
}

bool is_about(const collect::Query& query, const RpmPackage& package) {
  return query.matches("name", package.name) && query.matches("epoch", package.epoch_text()) && query.matches("version", package.version) &&
         query.matches("release", package.release) && query.matches("arch", package.architecture);
}

Result<RpmDatabase> RpmDatabase::read(const Rootfs& files, const std::string& directory) {
  const auto read = [&](const char* name) { return files.read(join_path(directory, name), kDatabaseBytes); };
  constexpr std::pair<const char*, Form> kForms[] = {{"rpmdb.sqlite", Form::sqlite}, {"Packages.db", Form::ndb}, {"Packages", Form::bdb}};
  for (const auto& [name, form] : kForms) {
    auto bytes = read(name);
    if (!bytes && (bytes.error().code == ENOENT || bytes.error().code == ENOTDIR)) continue;
    if (!bytes) return fail(bytes.error().code, join_path(directory, name));
    if (form == Form::sqlite) {
      const auto wal = read("rpmdb.sqlite-wal");
      if (!wal && wal.error().code != ENOENT) return fail(wal.error().code, join_path(directory, "rpmdb.sqlite-wal"));
      if (wal)
        if (auto applied = parse::apply_sqlite_wal(*bytes, *wal); !applied) return tl::make_unexpected(applied.error());
    }
    return RpmDatabase(form, std::move(*bytes));
  }
  return fail(ENOENT, directory);
}

Result<RpmDatabase> RpmDatabase::open(const Rootfs& files) {
  for (const char* directory : kDirectories) {
    auto database = read(files, directory);
    if (!database && database.error().code == ENOENT) continue;
    if (!database) return database;
    std::string problem;
    const auto whole = database->each_blob([&](std::string_view blob) {
      const auto header = parse::RpmHeader::parse(blob);
      if (!header)
        problem = header.error().detail;
      else if (text_of(*header, parse::RpmTag::name, "").empty())
        problem = "a package without a name";
    });
    if (!whole) return fail(whole.error().code, std::string(directory) + ": " + whole.error().detail);
    if (!problem.empty()) return fail(EBADMSG, std::string(directory) + ": " + problem);
    return database;
  }
  return fail(ENOENT, "no rpm database");
}

Result<void> RpmDatabase::each_blob(const std::function<void(std::string_view)>& sink) {
  switch (form_) {
    case Form::sqlite: return parse::read_rpmdb_sqlite(bytes_, sink);
    case Form::ndb: return parse::read_rpmdb_ndb(bytes_, sink);
    case Form::bdb: return parse::read_rpmdb_bdb(bytes_, sink);
  }
  return fail(EBADMSG, "no such form");
}

void RpmDatabase::each(const See& see) {
  // The result was asked for when the database was opened; the bytes have not changed since.
  (void)each_blob([&](std::string_view blob) {
    if (const auto header = parse::RpmHeader::parse(blob)) see(rpm_package(*header), *header);
  });
}

std::optional<RpmDatabase> open_rpm_database(std::span<const collect::Question> questions, const Target& target) {
  auto database = RpmDatabase::open(target.files());
  if (database) return std::move(*database);
  if (database.error().code != ENOENT)
    for (const collect::Question& question : questions)
      question.answer->flag(oval::Flag::error, "rpm database: " + database.error().message());
  return std::nullopt;
}

}  // namespace assay::probes
