// linux-def:rpmverifyfile_test: the files of packages, verified as `rpm -V` does.
#include "probes/linux/rpm_verify.h"

namespace assay::probes {
namespace {

using oval::Datatype;

constexpr oval::ItemField kFields[] = {{"name"},
                                       {"epoch"},
                                       {"version"},
                                       {"release"},
                                       {"arch"},
                                       {"filepath"},
                                       {"extended_name"},
                                       {"size_differs"},
                                       {"mode_differs"},
                                       {"md5_differs"},
                                       {"filedigest_differs"},
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
constexpr oval::ItemSchema kItem{"linux", "rpmverifyfile", kFields};
constexpr std::string_view kDigestDiffers[] = {"md5_differs", "filedigest_differs"};
constexpr std::string_view kEntities[] = {"name", "epoch", "version", "release", "arch", "filepath"};

oval::Item render(const RpmPackage& package, const parse::RpmFile& file, const std::string& path, const FileVerification& seen,
                  std::uint32_t asked) {
  oval::Item item(kItem);
  item.add("name", package.name).add("epoch", package.epoch_text()).add("version", package.version).add("release", package.release);
  item.add("arch", package.architecture).add("filepath", path).add("extended_name", package.extended_name());
  add_verification(item, file, seen, asked, kDigestDiffers);
  return item;
}

void collect_rpmverifyfile(std::span<const collect::Question> questions, const Target& target) { verify_files(questions, target, render); }

}  // namespace

extern const collect::Probe kProbe_rpmverifyfile;
const collect::Probe kProbe_rpmverifyfile{"linux", "rpmverifyfile", collect::Needs::files, &kItem, kEntities, collect_rpmverifyfile,
                                          nullptr};

}  // namespace assay::probes
