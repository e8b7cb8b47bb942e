// linux-def:rpminfo_test: the packages rpm has installed.
#include "probes/linux/rpm_packages.h"
#include "probes/parse/pgp_signature.h"
#include "probes/parse/rpm_files.h"

namespace assay::probes {
namespace {

using oval::Datatype;

constexpr oval::ItemField kFields[] = {
    {"name"},          {"arch"},    {"epoch"}, {"release"}, {"version"}, {"evr", Datatype::evr_string}, {"signature_keyid"},
    {"extended_name"}, {"filepath"}};
constexpr oval::ItemSchema kItem{"linux", "rpminfo", kFields};
constexpr std::string_view kEntities[] = {"name"};

// rpm keeps the signature of header and payload, or of the header alone, by algorithm.
std::string signature_keyid(const parse::RpmHeader& header) {
  using parse::RpmTag;
  for (const RpmTag tag : {RpmTag::sigpgp, RpmTag::rsaheader, RpmTag::siggpg, RpmTag::dsaheader})
    if (std::string id = parse::pgp_key_id(header.bytes(tag)); !id.empty()) return id;
  return "0";
}

oval::Item describe(const RpmPackage& package, const parse::RpmHeader& header) {
  oval::Item item(kItem);
  item.add("name", package.name).add("arch", package.architecture).add("epoch", package.epoch_text());
  item.add("release", package.release).add("version", package.version).add("evr", package.evr());
  item.add("signature_keyid", signature_keyid(header)).add("extended_name", package.extended_name());
  return item;
}

void answer(const collect::Question& question, const RpmPackage& package, const parse::RpmHeader& header) {
  if (!is_about(*question.query, package)) return;
  oval::Item item = describe(package, header);
  if (question.query->behavior("filepaths", false)) {
    const auto paths = parse::rpm_file_paths(header);
    if (!paths) question.answer->flag(oval::Flag::incomplete, paths.error().detail);
    if (paths)
      for (const std::string& path : *paths) item.add("filepath", path);
  }
  question.answer->add(std::move(item));
}

void collect_rpminfo(std::span<const collect::Question> questions, const Target& target) {
  auto database = open_rpm_database(questions, target);
  if (!database) return;
  database->each([&](const RpmPackage& package, const parse::RpmHeader& header) {
    for (const collect::Question& question : questions) answer(question, package, header);
  });
}

}  // namespace

extern const collect::Probe kProbe_rpminfo;
const collect::Probe kProbe_rpminfo{"linux", "rpminfo", collect::Needs::files, &kItem, kEntities, collect_rpminfo, nullptr};

}  // namespace assay::probes
