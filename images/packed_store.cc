#include "images/packed_store.h"

#include <zstd.h>

#include "engine/base/error.h"
#include "engine/base/limits.h"

namespace assay::images {
namespace {

constexpr std::size_t kBlock = std::size_t{64} * 1024;  // files are packed together up to this size, and unpacked together
constexpr std::size_t kLarge = std::size_t{1} << 20;
constexpr int kLevel = 1;

}  // namespace

struct PackedStore::Packer {
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(), ZSTD_freeCCtx};
};

PackedStore::PackedStore() : packer_(std::make_unique<Packer>()) {}
PackedStore::~PackedStore() = default;

std::optional<PackedStore::Place> PackedStore::add(std::string_view bytes) {
  if (!open_.empty() && open_.size() + bytes.size() > kBlock) pack();
  // Most of what is read are small files, and most of what an image holds are large ones: these must leave room.
  const std::size_t most = bytes.size() > kLarge ? kLimits.image_kept_bytes / 2 : kLimits.image_kept_bytes;
  if (kept_ + open_.size() + bytes.size() > most) return std::nullopt;
  const Place place{static_cast<std::uint32_t>(blocks_.size()), static_cast<std::uint32_t>(open_.size())};
  open_ += bytes;
  return place;
}

void PackedStore::pack() {
  std::string packed(ZSTD_compressBound(open_.size()), '\0');
  const std::size_t size = ZSTD_compressCCtx(packer_->context.get(), packed.data(), packed.size(), open_.data(), open_.size(), kLevel);
  if (ZSTD_isError(size) != 0) throw JobError(std::string("keeping an image's files in memory: ") + ZSTD_getErrorName(size));
  packed.resize(size);
  packed.shrink_to_fit();
  kept_ += packed.size();
  blocks_.push_back(std::move(packed));
  open_.clear();
}

void PackedStore::finish() {
  if (!open_.empty()) pack();
  open_.shrink_to_fit();
  packer_.reset();
}

Result<std::string> PackedStore::read(Place place, std::size_t size) const {
  const std::string& packed = blocks_[place.block];
  std::string block(ZSTD_getFrameContentSize(packed.data(), packed.size()), '\0');
  const std::size_t got = ZSTD_decompress(block.data(), block.size(), packed.data(), packed.size());
  if (ZSTD_isError(got) != 0) return fail(EIO, ZSTD_getErrorName(got));
  return place.offset == 0 && block.size() == size ? block : block.substr(place.offset, size);
}

}  // namespace assay::images
