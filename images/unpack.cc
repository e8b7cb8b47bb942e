#include <algorithm>
#include <atomic>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "images/archive.h"
#include "images/decoder.h"

namespace assay::images {
namespace {

constexpr std::size_t kMagicBytes = 6;

enum class Packing { none, gzip, xz, other };

Packing packing_of(std::string_view start) {
  if (start.starts_with("\x1f\x8b")) return Packing::gzip;
  if (start.starts_with("\xfd\x37zXZ")) return Packing::xz;
  // A frame of zstd that is to be skipped may come first: 0x184D2A50 to 0x184D2A5F, little-endian.
  const bool skippable = start.size() >= 4 && (start[0] & 0xF0) == 0x50 && start.substr(1, 3) == "\x2a\x4d\x18";
  return skippable || start.starts_with("\x28\xb5\x2f\xfd") || start.starts_with("BZh") ? Packing::other : Packing::none;
}

// zstd and bzip2, by libarchive.
class FilteredStream : public Stream {
 public:
  FilteredStream(std::unique_ptr<Stream> packed, const std::string& what) : archive_(Archive::Kind::packed, std::move(packed), what) {
    archive_entry* entry = nullptr;
    const int opened = archive_read_next_header(archive_.get(), &entry);
    if (opened == ARCHIVE_EOF) ended_ = true;
    if (opened < ARCHIVE_WARN) archive_.fail();
  }

  std::string_view next() override {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    while (!ended_ && size == 0) {
      const int read = archive_read_data_block(archive_.get(), &bytes, &size, &offset);
      if (read == ARCHIVE_EOF) ended_ = true;
      if (read < ARCHIVE_OK) archive_.fail();
    }
    return ended_ ? std::string_view() : std::string_view(static_cast<const char*>(bytes), size);
  }

 private:
  Archive archive_;
  bool ended_ = false;
};

// From `skipped` on. `unpacked` counts the bytes of all streams of one source: a little archive may be a terabyte of zeros, and unpacked
// again for each file that could not be kept.
class UnpackedStream : public Stream {
 public:
  using Count = std::shared_ptr<std::atomic<std::uint64_t>>;
  UnpackedStream(std::unique_ptr<Stream> whole, const std::string& what, std::uint64_t skipped, Count unpacked)
      : whole_(std::move(whole)), what_(what), to_skip_(skipped), unpacked_(std::move(unpacked)) {}

  std::string_view next() override {
    for (;;) {
      std::string_view piece = whole_->next();
      if ((*unpacked_ += piece.size()) > kLimits.image_unpacked_bytes)
        throw JobError(what_ + ": more than " + std::to_string(kLimits.image_unpacked_bytes) +
                       " bytes had to be unpacked for it: too large to be read packed");
      const std::size_t passed = std::min<std::uint64_t>(to_skip_, piece.size());
      to_skip_ -= passed;
      if (passed < piece.size() || piece.empty()) return piece.substr(passed);
    }
  }

 private:
  std::unique_ptr<Stream> whole_;
  std::string what_;
  std::uint64_t to_skip_;
  Count unpacked_;
};

std::unique_ptr<Stream> unpack(std::unique_ptr<Stream> packed, Packing packing, const std::string& what) {
  switch (packing) {
    case Packing::gzip: return decoded(std::move(packed), gzip_decoder(what));
    case Packing::xz: return decoded(std::move(packed), xz_decoder(what));
    case Packing::other: return std::make_unique<FilteredStream>(std::move(packed), what);
    case Packing::none: break;
  }
  return packed;
}

class Unpacked : public Source {
 public:
  Unpacked(SharedSource packed, Packing packing, std::string what)
      : packed_(std::move(packed)), packing_(packing), what_(std::move(what)) {}
  std::unique_ptr<Stream> open(std::uint64_t offset) const override {
    return std::make_unique<UnpackedStream>(unpack(packed_->open(0), packing_, what_), what_, offset, unpacked_);
  }
  bool in_place() const override { return false; }

 private:
  SharedSource packed_;
  Packing packing_;
  std::string what_;
  UnpackedStream::Count unpacked_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

}  // namespace

bool is_packed(std::string_view start) { return packing_of(start) != Packing::none; }

SharedSource unpacked(SharedSource packed, std::string what) {
  const Packing packing = packing_of(read_start(*packed, kMagicBytes));
  if (packing == Packing::none) return packed;
  return std::make_shared<Unpacked>(std::move(packed), packing, std::move(what));
}

}  // namespace assay::images
