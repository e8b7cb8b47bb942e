// Extended attributes of squashfs: a table of sets, each a run of names and values. A value that many sets share is told once.
#include <sqfs/xattr.h>

#include "engine/base/error.h"
#include "images/little.h"
#include "images/squashfs_failure.h"
#include "images/squashfs_reader.h"

namespace assay::images {
namespace {

constexpr std::uint64_t kNone = ~std::uint64_t{0};
constexpr std::size_t kMetaBlock = 8192, kSet = 16;
constexpr std::uint32_t kMaxValue = 64u << 10, kMaxAttributes = 4096;  // XATTR_SIZE_MAX; more than a list of XATTR_LIST_MAX bytes holds

Result<std::string> read_bytes(sqfs_meta_reader_t* reader, std::size_t size) {
  std::string bytes(size, '\0');
  if (const int code = sqfs_meta_reader_read(reader, bytes.data(), size); code != 0)
    return tl::make_unexpected(squashfs_failure(code, "an extended attribute"));
  return bytes;
}

Result<void> seek(sqfs_meta_reader_t* reader, std::uint64_t block, std::size_t offset) {
  if (const int code = sqfs_meta_reader_seek(reader, block, offset); code != 0)
    return tl::make_unexpected(squashfs_failure(code, "an extended attribute"));
  return {};
}

std::string_view prefix_of(std::uint16_t type) {
  switch (type & SQFS_XATTR_PREFIX_MASK) {
    case SQFS_XATTR_USER: return "user.";
    case SQFS_XATTR_TRUSTED: return "trusted.";
    case SQFS_XATTR_SECURITY: return "security.";
  }
  return "";
}

}  // namespace

void SquashfsReader::open_xattrs() {
  if ((super_.flags & SQFS_FLAG_NO_XATTRS) != 0 || super_.xattr_id_table_start == kNone) return;
  std::string head(16, '\0');
  auto read = device_->read(super_.xattr_id_table_start, head);
  xattr_start_ = little<std::uint64_t>(head, 0);
  xattr_count_ = little<std::uint32_t>(head, 8);
  std::string places((std::size_t{xattr_count_} * kSet + kMetaBlock - 1) / kMetaBlock * 8, '\0');
  if (read) read = device_->read(super_.xattr_id_table_start + head.size(), places);
  if (!read) throw JobError("the squashfs is damaged: its table of extended attributes: " + read.error().message());
  for (std::size_t at = 0; at < places.size(); at += 8) xattr_id_blocks_.push_back(little<std::uint64_t>(places, at));
  xattr_ids_ = meta_reader(super_.id_table_start, super_.bytes_used);
  xattrs_ = meta_reader(super_.id_table_start, super_.bytes_used);
}

// `elsewhere`: what is read here is not the value but its place.
Result<std::string> SquashfsReader::xattr_value(bool elsewhere) const {
  const auto size = read_bytes(xattrs_.get(), 4);
  if (!size) return size;
  const auto count = little<std::uint32_t>(*size, 0);
  if (count > kMaxValue) return fail(EBADMSG, "an extended attribute of " + std::to_string(count) + " bytes");
  if (!elsewhere) return read_bytes(xattrs_.get(), count);
  const auto place = read_bytes(xattrs_.get(), 8);
  if (!place) return place;
  sqfs_u64 block = 0;
  size_t offset = 0;
  sqfs_meta_reader_get_position(xattrs_.get(), &block, &offset);
  const auto reference = little<std::uint64_t>(*place, 0);
  if (const auto there = seek(xattrs_.get(), xattr_start_ + (reference >> 16), reference & 0xFFFF); !there)
    return tl::make_unexpected(there.error());
  auto value = xattr_value(false);
  if (const auto back = seek(xattrs_.get(), block, offset); !back && value) return tl::make_unexpected(back.error());
  return value;
}

Result<void> SquashfsReader::add_xattrs(std::uint32_t index, Node& node) const {
  if (index >= xattr_count_) return fail(EBADMSG, "extended attributes that are not there");
  const std::uint64_t at = std::uint64_t{index} * kSet;
  if (const auto there = seek(xattr_ids_.get(), xattr_id_blocks_[at / kMetaBlock], at % kMetaBlock); !there) return there;
  const auto set = read_bytes(xattr_ids_.get(), kSet);
  if (!set) return tl::make_unexpected(set.error());
  const auto reference = little<std::uint64_t>(*set, 0);
  const auto count = little<std::uint32_t>(*set, 8);
  if (count > kMaxAttributes) return fail(EBADMSG, std::to_string(count) + " extended attributes");
  if (const auto there = seek(xattrs_.get(), xattr_start_ + (reference >> 16), reference & 0xFFFF); !there) return there;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto key = read_bytes(xattrs_.get(), 4);
    if (!key) return tl::make_unexpected(key.error());
    const auto type = little<std::uint16_t>(*key, 0);
    const auto name = read_bytes(xattrs_.get(), little<std::uint16_t>(*key, 2));
    if (!name) return tl::make_unexpected(name.error());
    auto value = xattr_value((type & SQFS_XATTR_FLAG_OOL) != 0);
    if (!value) return tl::make_unexpected(value.error());
    const std::string_view prefix = prefix_of(type);
    if (!prefix.empty()) node.xattrs.emplace_back(std::string(prefix).append(*name), std::move(*value));
  }
  return {};
}

}  // namespace assay::images
