// ind-def:filehash58_test (OVAL 5.11.2): one digest of a file for each algorithm asked for.
#include "engine/base/digest.h"
#include "probes/independent/content.h"

namespace assay::probes {
namespace {

constexpr oval::ItemField kFields[] = {{"filepath"}, {"path"}, {"filename"}, {"hash_type"}, {"hash"}, {"windows_view"}};
constexpr oval::ItemSchema kItem{"independent", "filehash58", kFields};
constexpr std::string_view kEntities[] = {"filepath", "path", "filename", "hash_type"};

// EntityObjectHashTypeType.
constexpr std::string_view kHashTypes[] = {"MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"};

void inspect(const collect::Query& query, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  const std::string* bytes = content_of(file, answer);
  if (bytes == nullptr) return;
  for (const std::string_view type : kHashTypes) {
    if (!query.matches("hash_type", type)) continue;
    oval::Item item(kItem);
    collect::add_location(item, file);
    item.add("hash_type", type);
    if (const auto digest = hex_digest(type, *bytes))
      item.add("hash", *digest);
    else
      item.add_status("hash", oval::Status::error);  // a library that refuses the algorithm
    if (!answer.add(std::move(item))) return;
  }
}

}  // namespace

extern const collect::Probe kProbe_filehash58;
const collect::Probe kProbe_filehash58{
    .family = "independent", .type = "filehash58", .item = &kItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
