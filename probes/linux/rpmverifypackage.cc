// linux-def:rpmverifypackage_test: packages as a whole, verified as `rpm -V` does, but for what would run or trust something of the
// target: a %verifyscript is never run, and signatures need keys that the target itself would have to vouch for.
#include "engine/base/digest.h"
#include "probes/linux/rpm_dependencies.h"
#include "probes/linux/rpm_packages.h"

namespace assay::probes {
namespace {

using oval::Datatype;
using oval::Status;
using parse::RpmTag;

constexpr oval::ItemField kFields[] = {{"name"},
                                       {"epoch"},
                                       {"version"},
                                       {"release"},
                                       {"arch"},
                                       {"extended_name"},
                                       {"dependency_check_passed", Datatype::boolean},
                                       {"digest_check_passed", Datatype::boolean},
                                       {"verification_script_successful", Datatype::boolean},
                                       {"signature_check_passed", Datatype::boolean}};
constexpr oval::ItemSchema kItem{"linux", "rpmverifypackage", kFields};
constexpr std::string_view kEntities[] = {"name", "epoch", "version", "release", "arch"};

void put_u32(std::string& to, std::size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(value >> shift & 0xFFU);
}

// The digest rpmbuild took of the header, over the header as it lies in a package file: magic, sizes, index, data. Nothing where
// the header has none (a gpg-pubkey).
std::optional<bool> header_digest_holds(const parse::RpmHeader& header) {
  const auto region = header.immutable_region();
  const bool sha256 = header.has(RpmTag::sha256header);
  const auto expected = header.string(sha256 ? RpmTag::sha256header : RpmTag::sha1header);
  if (!expected) return std::nullopt;
  if (!region) return false;
  std::string bytes("\x8e\xad\xe8\x01\0\0\0\0", 8);
  put_u32(bytes, region->index.size() / 16);
  put_u32(bytes, region->data.size());
  bytes.append(region->index).append(region->data);
  return hex_digest(sha256 ? "SHA-256" : "SHA-1", bytes) == std::string(*expected);
}

void add_dependencies(oval::Item& item, const RpmDependencies& dependencies, const parse::RpmHeader& header) {
  std::string unmet;
  switch (dependencies.check(header, &unmet)) {
    case DependencyCheck::met: item.add_bool("dependency_check_passed", true); break;
    case DependencyCheck::unmet:
      item.add_bool("dependency_check_passed", false);
      item.set_message("requires " + unmet + ", which nothing installed provides");
      break;
    case DependencyCheck::undecided: item.add_status("dependency_check_passed", Status::not_collected); break;
  }
}

oval::Item describe(const collect::Query& query, const RpmPackage& package, const parse::RpmHeader& header,
                    const RpmDependencies& dependencies) {
  oval::Item item(kItem);
  item.add("name", package.name).add("epoch", package.epoch_text()).add("version", package.version).add("release", package.release);
  item.add("arch", package.architecture).add("extended_name", package.extended_name());
  if (!query.behavior("nodeps", false)) add_dependencies(item, dependencies, header);
  if (!query.behavior("nodigest", false)) {
    const auto holds = header_digest_holds(header);
    if (holds) item.add_bool("digest_check_passed", *holds);
    if (!holds) item.add_status("digest_check_passed", Status::not_collected);
  }
  if (!query.behavior("noscripts", false)) {
    const bool has_script = header.has(RpmTag::verifyscript) || header.has(RpmTag::verifyscriptprog);
    if (has_script) item.add_status("verification_script_successful", Status::not_collected);
    if (!has_script) item.add_bool("verification_script_successful", true);  // as rpm -V: nothing ran, nothing failed
  }
  if (!query.behavior("nosignature", false)) item.add_status("signature_check_passed", Status::not_collected);
  return item;
}

void collect_rpmverifypackage(std::span<const collect::Question> questions, const Target& target) {
  auto database = open_rpm_database(questions, target);
  if (!database) return;
  bool dependencies_asked = false;
  for (const collect::Question& question : questions) dependencies_asked |= !question.query->behavior("nodeps", false);
  RpmDependencies dependencies;
  if (dependencies_asked) database->each([&](const RpmPackage&, const parse::RpmHeader& header) { dependencies.add(header); });
  database->each([&](const RpmPackage& package, const parse::RpmHeader& header) {
    for (const collect::Question& question : questions)
      if (is_about(*question.query, package)) question.answer->add(describe(*question.query, package, header, dependencies));
  });
}

}  // namespace

extern const collect::Probe kProbe_rpmverifypackage;
const collect::Probe kProbe_rpmverifypackage{
    "linux", "rpmverifypackage", collect::Needs::files, &kItem, kEntities, collect_rpmverifypackage, nullptr};

}  // namespace assay::probes
