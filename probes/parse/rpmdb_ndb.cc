// rpm's own "ndb" form (rpm's lib/backend/ndb): pages of slots at the front, each pointing at a checksummed blob.
#include <unordered_set>

#include "engine/base/bytes.h"
#include "probes/parse/rpmdb.h"

namespace assay::parse {
namespace {

constexpr std::size_t kPage = 4096, kSlot = 16, kBlock = 16, kBlobHead = 16, kBlobTail = 12;

std::uint32_t u32(std::string_view bytes, std::size_t offset) {
  return integer_at<std::uint32_t>(bytes, offset, ByteOrder::little).value_or(0);
}

std::uint32_t adler32(std::string_view bytes) {
  std::uint32_t a = 1, b = 0;
  while (!bytes.empty()) {
    const std::string_view run = bytes.substr(0, 5552);  // the most that cannot overflow between two reductions
    for (const char c : run) b += a += static_cast<unsigned char>(c);
    a %= 65521, b %= 65521;
    bytes.remove_prefix(run.size());
  }
  return b << 16 | a;
}

// The blob a slot points at; its head and tail must name the same package and length, and its checksum must hold.
Result<std::string_view> blob_of(std::string_view database, std::uint32_t package, std::size_t offset, std::size_t blocks) {
  const auto whole = slice(database, offset * kBlock, blocks * kBlock);
  if (!whole || whole->size() < kBlobHead + kBlobTail) return fail(EBADMSG, "ndb: a package lies outside the database");
  const std::size_t tail = whole->size() - kBlobTail;
  const std::uint32_t length = u32(*whole, 12);
  if (whole->substr(0, 4) != "BlbS" || whole->substr(tail + 8) != "BlbE" || u32(*whole, 4) != package || u32(*whole, tail + 4) != length ||
      length > tail - kBlobHead)
    return fail(EBADMSG, "ndb: a damaged package");
  if (adler32(whole->substr(0, tail)) != u32(*whole, tail)) return fail(EBADMSG, "ndb: the checksum of a package is wrong");
  return whole->substr(kBlobHead, length);
}

}  // namespace

Result<void> read_rpmdb_ndb(std::string_view database, const HeaderSink& sink) {
  if (database.substr(0, 4) != "RpmP" || u32(database, 4) != 0) return fail(EBADMSG, "no ndb database");
  const std::size_t slots = u32(database, 12) * kPage;
  if (slots == 0 || slots > database.size()) return fail(EBADMSG, "ndb: the database is cut off");
  std::unordered_set<std::uint32_t> seen;
  for (std::size_t at = 2 * kSlot; at < slots; at += kSlot) {  // the header takes the place of the first two slots
    const std::uint32_t package = u32(database, at + 4);
    if (database.substr(at, 4) != "Slot") return fail(EBADMSG, "ndb: a damaged slot");
    if (package == 0) continue;
    // A package twice would let a small file hand over the same large blob for ever.
    if (!seen.insert(package).second) return fail(EBADMSG, "ndb: a package has two slots");
    const auto blob = blob_of(database, package, u32(database, at + 8), u32(database, at + 12));
    if (!blob) return tl::make_unexpected(blob.error());
    sink(*blob);
  }
  return {};
}

}  // namespace assay::parse
