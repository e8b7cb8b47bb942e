// The rpm packages of a target, for the probes that ask about them. One RpmDatabase is opened for all questions of a wave.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/collect/probe.h"
#include "engine/target/rootfs.h"
#include "probes/parse/rpm_header.h"

namespace assay::probes {

struct RpmPackage {
  std::string name, version, release;
  std::string architecture;  // "(none)" where the header has none, as rpm prints it: a gpg-pubkey
  std::optional<std::uint64_t> epoch;

  std::string epoch_text() const;     // "(none)" where there is none
  std::string evr() const;            // EPOCH:VERSION-RELEASE, epoch 0 where there is none
  std::string extended_name() const;  // NAME-EPOCH:VERSION-RELEASE.ARCHITECTURE
};

RpmPackage rpm_package(const parse::RpmHeader& header);

// Do the name, epoch, version, release and arch of an object (those it has) fit the package?
bool is_about(const collect::Query& query, const RpmPackage& package);

class RpmDatabase {
 public:
  // Finds the database where rpm's builds keep it, reads it and checks every header in it. ENOENT: this system has none; any other
  // failure: it has one that cannot be trusted, so nothing may be said about its packages.
  static Result<RpmDatabase> open(const Rootfs& files);

  // Every package, in the order they lie in the database. The header is a view that dies when `see` returns.
  using See = std::function<void(const RpmPackage& package, const parse::RpmHeader& header)>;
  void each(const See& see);

 private:
  enum class Form : std::uint8_t { sqlite, ndb, bdb };
  RpmDatabase(Form form, std::string bytes) : form_(form), bytes_(std::move(bytes)) {}
  static Result<RpmDatabase> read(const Rootfs& files, const std::string& directory);
  Result<void> each_blob(const std::function<void(std::string_view)>& sink);

  Form form_;
  std::string bytes_;
};

// Opens the database and says so on every answer where it cannot: nothing at all (no items) where there is no database, an error
// where there is one that cannot be read. Null in both cases.
std::optional<RpmDatabase> open_rpm_database(std::span<const collect::Question> questions, const Target& target);

}  // namespace assay::probes
