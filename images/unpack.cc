#include <algorithm>
#include <array>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "images/archive.h"

namespace assay::images {
namespace {

constexpr std::size_t kMagicBytes = 6;

bool is_packed(std::string_view start) {
  constexpr std::array<std::string_view, 4> kMagics = {"\x1f\x8b", "\xfd\x37zXZ", "\x28\xb5\x2f\xfd", "BZh"};
  const auto begins = [&](std::string_view magic) { return start.starts_with(magic); };
  // A frame of zstd that is to be skipped may come first: 0x184D2A50 to 0x184D2A5F, little-endian.
  const bool skippable = start.size() >= 4 && (start[0] & 0xF0) == 0x50 && start.substr(1, 3) == "\x2a\x4d\x18";
  return skippable || std::any_of(kMagics.begin(), kMagics.end(), begins);
}

class UnpackedStream : public Stream {
 public:
  UnpackedStream(std::unique_ptr<Stream> packed, const std::string& what, std::uint64_t skipped)
      : archive_(Archive::Kind::packed, std::move(packed), what), to_skip_(skipped) {
    archive_entry* entry = nullptr;
    const int opened = archive_read_next_header(archive_.get(), &entry);
    if (opened == ARCHIVE_EOF) ended_ = true;
    if (opened < ARCHIVE_WARN) archive_.fail();
  }

  std::string_view next() override {
    for (;;) {
      std::string_view piece = block();
      if (piece.size() <= to_skip_ && !piece.empty()) {
        to_skip_ -= piece.size();
        continue;
      }
      piece.remove_prefix(std::min<std::uint64_t>(to_skip_, piece.size()));
      to_skip_ = 0;
      return piece;
    }
  }

 private:
  std::string_view block() {
    const void* bytes = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    while (!ended_ && size == 0) {
      const int read = archive_read_data_block(archive_.get(), &bytes, &size, &offset);
      if (read == ARCHIVE_EOF) ended_ = true;
      if (read < ARCHIVE_OK) archive_.fail();
    }
    if (ended_) return {};
    if ((unpacked_ += size) > kLimits.image_unpacked_bytes)
      throw JobError(archive_.what() + ": unpacks to more than " + std::to_string(kLimits.image_unpacked_bytes) + " bytes");
    return {static_cast<const char*>(bytes), size};
  }

  Archive archive_;
  std::uint64_t to_skip_, unpacked_ = 0;
  bool ended_ = false;
};

class Unpacked : public Source {
 public:
  Unpacked(SharedSource packed, std::string what) : packed_(std::move(packed)), what_(std::move(what)) {}
  std::unique_ptr<Stream> open(std::uint64_t offset) const override {
    return std::make_unique<UnpackedStream>(packed_->open(0), what_, offset);
  }
  bool in_place() const override { return false; }

 private:
  SharedSource packed_;
  std::string what_;
};

}  // namespace

SharedSource unpacked(SharedSource packed, std::string what) {
  if (!is_packed(read_start(*packed, kMagicBytes))) return packed;
  return std::make_shared<Unpacked>(std::move(packed), std::move(what));
}

}  // namespace assay::images
