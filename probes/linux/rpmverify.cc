// linux-def:rpmverify_test: what rpmverifyfile_test became; content of OVAL 5.9 and before still asks it.
#include "probes/linux/rpm_verify.h"

namespace assay::probes {
namespace {

using oval::Datatype;

constexpr oval::ItemField kFields[] = {{"name"},
                                       {"filepath"},
                                       {"size_differs"},
                                       {"mode_differs"},
                                       {"md5_differs"},
                                       {"device_differs"},
                                       {"link_mismatch"},
                                       {"ownership_differs"},
                                       {"group_differs"},
                                       {"mtime_differs"},
                                       {"capabilities_differ"},
                                       {"configuration_file", Datatype::boolean},
                                       {"documentation_file", Datatype::boolean},
                                       {"ghost_file", Datatype::boolean},
                                       {"license_file", Datatype::boolean},
                                       {"readme_file", Datatype::boolean}};
constexpr oval::ItemSchema kItem{"linux", "rpmverify", kFields};
constexpr std::string_view kDigestDiffers[] = {"md5_differs"};
constexpr std::string_view kEntities[] = {"name", "filepath"};

oval::Item render(const RpmPackage& package, const parse::RpmFile& file, const std::string& path, const FileVerification& seen,
                  std::uint32_t asked) {
  oval::Item item(kItem);
  item.add("name", package.name).add("filepath", path);
  add_verification(item, file, seen, asked, kDigestDiffers);
  return item;
}

void collect_rpmverify(std::span<const collect::Question> questions, const Target& target) { verify_files(questions, target, render); }

}  // namespace

extern const collect::Probe kProbe_rpmverify;
const collect::Probe kProbe_rpmverify{"linux", "rpmverify", collect::Needs::files, &kItem, kEntities, collect_rpmverify, nullptr};

}  // namespace assay::probes
