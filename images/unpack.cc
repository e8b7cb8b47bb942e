#include <algorithm>
#include <array>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "images/archive.h"
#include "images/gunzip.h"

namespace assay::images {
namespace {

constexpr std::size_t kMagicBytes = 6;

bool is_gzip(std::string_view start) { return start.starts_with("\x1f\x8b"); }

bool is_packed(std::string_view start) {
  constexpr std::array<std::string_view, 3> kMagics = {"\xfd\x37zXZ", "\x28\xb5\x2f\xfd", "BZh"};
  const auto begins = [&](std::string_view magic) { return start.starts_with(magic); };
  // A frame of zstd that is to be skipped may come first: 0x184D2A50 to 0x184D2A5F, little-endian.
  const bool skippable = start.size() >= 4 && (start[0] & 0xF0) == 0x50 && start.substr(1, 3) == "\x2a\x4d\x18";
  return is_gzip(start) || skippable || std::any_of(kMagics.begin(), kMagics.end(), begins);
}

// xz, zstd and bzip2, by libarchive.
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

// From `skipped` on, and never more than an image may unpack to.
class UnpackedStream : public Stream {
 public:
  UnpackedStream(std::unique_ptr<Stream> whole, const std::string& what, std::uint64_t skipped)
      : whole_(std::move(whole)), what_(what), to_skip_(skipped) {}

  std::string_view next() override {
    for (;;) {
      std::string_view piece = whole_->next();
      if ((unpacked_ += piece.size()) > kLimits.image_unpacked_bytes)
        throw JobError(what_ + ": unpacks to more than " + std::to_string(kLimits.image_unpacked_bytes) + " bytes");
      const std::size_t passed = std::min<std::uint64_t>(to_skip_, piece.size());
      to_skip_ -= passed;
      if (passed < piece.size() || piece.empty()) return piece.substr(passed);
    }
  }

 private:
  std::unique_ptr<Stream> whole_;
  std::string what_;
  std::uint64_t to_skip_, unpacked_ = 0;
};

class Unpacked : public Source {
 public:
  Unpacked(SharedSource packed, std::string what, bool gzip) : packed_(std::move(packed)), what_(std::move(what)), gzip_(gzip) {}
  std::unique_ptr<Stream> open(std::uint64_t offset) const override {
    auto whole = gzip_ ? gunzipped(packed_->open(0), what_) : std::make_unique<FilteredStream>(packed_->open(0), what_);
    return std::make_unique<UnpackedStream>(std::move(whole), what_, offset);
  }
  bool in_place() const override { return false; }

 private:
  SharedSource packed_;
  std::string what_;
  bool gzip_;
};

}  // namespace

SharedSource unpacked(SharedSource packed, std::string what) {
  const std::string start = read_start(*packed, kMagicBytes);
  if (!is_packed(start)) return packed;
  return std::make_shared<Unpacked>(std::move(packed), std::move(what), is_gzip(start));
}

}  // namespace assay::images
