// unix-def:fileextendedattribute_test (OVAL 5.11.2): the extended attributes of a file (of a link itself, where it is one), one
// item each. A file without the attribute has no item.
#include <algorithm>

#include "engine/collect/location.h"
#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

constexpr oval::ItemField kFields[] = {{"filepath"}, {"path"}, {"filename"}, {"attribute_name"}, {"value"}};
constexpr oval::ItemSchema kItem{"unix", "fileextendedattribute", kFields};
constexpr std::string_view kEntities[] = {"filepath", "path", "filename", "attribute_name"};

void inspect(const collect::Query& query, const collect::FoundFile& file, const Target& target, collect::Collection& answer) {
  const auto cannot = [&](const Failure& failure) {
    if (failure.code == ENODATA || failure.code == ENOTSUP || failure.code == ENOENT) return;
    answer.flag(oval::Flag::incomplete, "extended attributes of " + std::string(file.path()) + ": " + std::strerror(failure.code));
  };
  auto names = target.files().xattr_names(file.path());
  if (!names) {
    cannot(names.error());
    return;
  }
  std::sort(names->begin(), names->end());
  for (const std::string& name : *names) {
    if (!query.matches("attribute_name", name)) continue;
    const auto value = target.files().xattr(file.path(), name);
    if (!value) {
      cannot(value.error());
      continue;
    }
    oval::Item item(kItem);
    collect::add_location(item, file);
    item.add("attribute_name", name);
    item.add("value", *value);
    answer.add(std::move(item));
  }
}

}  // namespace

extern const collect::Probe kProbe_fileextendedattribute;
const collect::Probe kProbe_fileextendedattribute{
    .family = "unix", .type = "fileextendedattribute", .item = &kItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
