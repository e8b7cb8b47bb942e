// Berkeley DB 4/5 hash access method, as much of it as rpm uses: 4-byte keys, values on the page or in a chain of overflow pages.
#include "engine/base/bytes.h"
#include "probes/parse/rpmdb.h"

namespace assay::parse {
namespace {

constexpr std::uint32_t kHashMagic = 0x061561;
constexpr std::size_t kPageHeader = 26, kMetaBytes = 512;

enum PageType : std::uint8_t { kHashUnsorted = 2, kOverflow = 7, kHashMeta = 8, kHash = 13 };
enum ItemType : std::uint8_t { kKeyData = 1, kOffPage = 3 };

class BdbFile {
 public:
  static Result<BdbFile> open(std::string_view bytes) {
    for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
      const BdbFile file(bytes, order);
      if (file.u32(bytes, 12) == kHashMagic) return file.checked();
    }
    return fail(EBADMSG, "no Berkeley DB hash database");
  }

  Result<void> read(const HeaderSink& sink) {
    for (std::uint32_t number = 1; number <= last_page_; ++number) {
      const std::string_view page = this->page(number);
      const auto type = static_cast<std::uint8_t>(page[25]);
      if (type != kHash && type != kHashUnsorted) continue;
      if (u32(page, 8) != number) return fail(EBADMSG, "Berkeley DB: a page is not where it says it is");
      if (auto done = read_bucket(page, sink); !done) return done;
    }
    return {};
  }

 private:
  BdbFile(std::string_view bytes, ByteOrder order) : bytes_(bytes), order_(order) {}

  Result<BdbFile> checked() const {
    if (bytes_.size() < kMetaBytes || bytes_[25] != kHashMeta) return fail(EBADMSG, "Berkeley DB: no hash metadata page");
    if (bytes_[24] != 0) return fail(EBADMSG, "Berkeley DB: encrypted database");
    BdbFile file = *this;
    file.page_size_ = u32(bytes_, 20);
    file.last_page_ = u32(bytes_, 32);
    const std::size_t size = file.page_size_;
    if (size < kMetaBytes || size > 65536 || (size & (size - 1)) != 0) return fail(EBADMSG, "Berkeley DB: bad page size");
    if (bytes_.size() / size <= file.last_page_) return fail(EBADMSG, "Berkeley DB: the database is cut off");
    return file;
  }

  std::uint32_t u32(std::string_view from, std::size_t offset) const { return integer_at<std::uint32_t>(from, offset, order_).value_or(0); }
  std::size_t u16(std::string_view from, std::size_t offset) const { return integer_at<std::uint16_t>(from, offset, order_).value_or(0); }
  std::string_view page(std::uint32_t number) const { return bytes_.substr(std::size_t{number} * page_size_, page_size_); }

  // The entry `i` of a bucket page: items grow downwards from the page's end, so each ends where the one before begins.
  std::string_view item(std::string_view page, std::size_t i) const {
    const std::size_t begin = u16(page, kPageHeader + 2 * i), end = i == 0 ? page.size() : u16(page, kPageHeader + 2 * (i - 1));
    return begin < end && end <= page.size() ? page.substr(begin, end - begin) : std::string_view{};
  }

  Result<void> read_bucket(std::string_view page, const HeaderSink& sink) {
    const std::size_t entries = u16(page, 20);
    if (entries % 2 != 0 || kPageHeader + 2 * entries > page.size()) return fail(EBADMSG, "Berkeley DB: bad bucket page");
    for (std::size_t i = 0; i < entries; i += 2) {
      const std::string_view key = item(page, i), data = item(page, i + 1);
      if (key.size() != 5 || key[0] != kKeyData || data.empty()) return fail(EBADMSG, "Berkeley DB: bad item on a bucket page");
      if (u32(key, 1) == 0) continue;  // record 0 is rpm's counter, no package
      if (data[0] == kKeyData) {
        sink(data.substr(1));
      } else if (data[0] == kOffPage && data.size() >= 12) {
        auto blob = overflow(u32(data, 4), u32(data, 8));
        if (!blob) return tl::make_unexpected(blob.error());
        sink(*blob);
      } else {
        return fail(EBADMSG, "Berkeley DB: an item of a kind rpm does not write");
      }
    }
    return {};
  }

  Result<std::string> overflow(std::uint32_t number, std::size_t length) {
    // No page belongs to two items, so all of them together are smaller than the file; else a small file could ask for endless work.
    if (length > bytes_.size() - overflow_bytes_) return fail(EBADMSG, "Berkeley DB: overflow items larger than the database");
    overflow_bytes_ += length;
    std::string blob;
    blob.reserve(length);
    while (blob.size() < length) {  // every page must add something, so a chain that loops ends too
      if (number == 0 || number > last_page_) return fail(EBADMSG, "Berkeley DB: an overflow chain ends too early");
      const std::string_view page = this->page(number);
      const std::size_t used = u16(page, 22);
      if (page[25] != kOverflow || used == 0 || used > page.size() - kPageHeader) return fail(EBADMSG, "Berkeley DB: bad overflow page");
      blob += page.substr(kPageHeader, used);
      number = u32(page, 16);
    }
    if (blob.size() != length) return fail(EBADMSG, "Berkeley DB: an overflow chain is too long");
    return blob;
  }

  std::string_view bytes_;
  ByteOrder order_;
  std::size_t page_size_ = 0;
  std::uint32_t last_page_ = 0;
  std::size_t overflow_bytes_ = 0;
};

}  // namespace

Result<void> read_rpmdb_bdb(std::string_view database, const HeaderSink& sink) {
  auto file = BdbFile::open(database);
  if (!file) return tl::make_unexpected(file.error());
  return file->read(sink);
}

}  // namespace assay::parse
