// ind-def:filehash_test (deprecated in OVAL 5.8): MD5 and SHA-1 of a file.
#include "engine/base/digest.h"
#include "probes/independent/content.h"

namespace assay::probes {
namespace {

constexpr oval::ItemField kFields[] = {{"filepath"}, {"path"}, {"filename"}, {"md5"}, {"sha1"}, {"windows_view"}};
constexpr oval::ItemSchema kItem{"independent", "filehash", kFields};
constexpr std::string_view kEntities[] = {"filepath", "path", "filename"};

void add_digest(oval::Item& item, std::string_view entity, std::string_view algorithm, std::string_view bytes) {
  if (const auto digest = hex_digest(algorithm, bytes))
    item.add(entity, *digest);
  else
    item.add_status(entity, oval::Status::error);  // a library that refuses the algorithm
}

void inspect(const collect::Query&, const collect::FoundFile& file, const Target&, collect::Collection& answer) {
  const std::string* bytes = content_of(file, answer);
  if (bytes == nullptr) return;
  oval::Item item(kItem);
  collect::add_location(item, file);
  add_digest(item, "md5", "MD5", *bytes);
  add_digest(item, "sha1", "SHA-1", *bytes);
  answer.add(std::move(item));
}

}  // namespace

extern const collect::Probe kProbe_filehash;
const collect::Probe kProbe_filehash{
    .family = "independent", .type = "filehash", .item = &kItem, .entities = kEntities, .inspect = inspect};

}  // namespace assay::probes
