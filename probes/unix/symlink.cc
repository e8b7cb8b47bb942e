// unix-def:symlink_test (OVAL 5.11.2): where a symbolic link leads in the end, inside the target's root.
//
// "an error if the link target does not exist or is a circular link": the item has the status error and says which. "If the file
// located at filepath is not a symlink, or if there is no file": there is no item.
#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

constexpr oval::ItemField kFields[] = {{"filepath"}, {"canonical_path"}};
constexpr oval::ItemSchema kItem{"unix", "symlink", kFields};
constexpr std::string_view kEntities[] = {"filepath"};

std::string reason(const Failure& failure) {
  if (failure.code == ENOENT || failure.code == ENOTDIR) return "the target of the link does not exist";
  if (failure.code == ELOOP) return "the link is circular";
  return failure.message();
}

void inspect(const collect::Query&, const collect::FoundFile& file, const Target& target, collect::Collection& answer) {
  if (file.stat().type != FileType::symbolic_link) return;
  const auto canonical = target.files().canonical(file.path());
  oval::Item item(kItem);
  item.add("filepath", file.path());
  if (canonical) {
    item.add("canonical_path", *canonical);
  } else {
    item.add_status("canonical_path", oval::Status::error);
    item.set_status(oval::Status::error);
    item.set_message(std::string(file.path()) + ": " + reason(canonical.error()));
  }
  answer.add(std::move(item));
}

}  // namespace

extern const collect::Probe kProbe_symlink;
const collect::Probe kProbe_symlink{.family = "unix", .type = "symlink", .item = &kItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
