// Entries of directories, linear ones and hashed ones alike: the index of a hashed directory hides in entries that name nothing.
#include "images/ext_reader.h"
#include "images/little.h"

namespace assay::images {
namespace {

constexpr std::size_t kEntryHead = 8;
constexpr std::size_t kInlineParent = 4, kInlineBlock = 60;

// Lengths that do not fit 16 bits (blocks of 64 KiB) are written as 0 or 65535.
std::size_t length_of(std::uint16_t written, std::size_t block_size) {
  constexpr std::size_t k64 = 65536;
  return block_size >= k64 && (written == 0 || written == k64 - 1) ? block_size : written;
}

Result<void> visit_entries(std::string_view block, const std::function<Result<void>(ExtReader::Entry)>& visit) {
  for (std::size_t at = 0; at + kEntryHead <= block.size();) {
    const auto inode = little<std::uint32_t>(block, at);
    const std::size_t length = length_of(little<std::uint16_t>(block, at + 4), block.size());
    const std::size_t name_length = static_cast<unsigned char>(block[at + 6]);
    if (length < kEntryHead || length % 4 != 0 || length > block.size() - at || name_length + kEntryHead > length)
      return fail(EBADMSG, "an entry of impossible length");
    const std::string_view name = block.substr(at + kEntryHead, name_length);
    if (inode != 0 && name != "." && name != "..") {
      if (const auto visited = visit({inode, name}); !visited) return visited;
    }
    at += length;
  }
  return {};
}

}  // namespace

Result<void> ExtReader::list(std::uint32_t directory, std::uint64_t& blocks, const std::function<Result<void>(Entry)>& visit) const {
  std::unique_lock lock(mutex_);
  auto found = inode(directory);
  if (!found) return tl::make_unexpected(found.error());
  if (!LINUX_S_ISDIR(found->fields.i_mode)) return fail(ENOTDIR);
  if (found->is(EXT4_ENCRYPT_FL)) return fail(EACCES, "directory inode " + std::to_string(directory) + ": its names are encrypted");
  const std::size_t block_size = handle_->blocksize;
  if (found->is(EXT4_INLINE_DATA_FL)) {
    const auto bytes = found->size() > block_size ? fail(EBADMSG, "a directory in its inode") : inline_content(*found);
    lock.unlock();
    if (!bytes) return tl::make_unexpected(bytes.error());
    const std::string_view all = *bytes;
    if (all.size() < kInlineBlock) return fail(EBADMSG, "a directory in its inode");
    const auto first = visit_entries(all.substr(kInlineParent, kInlineBlock - kInlineParent), visit);
    return first ? visit_entries(all.substr(kInlineBlock), visit) : first;
  }
  lock.unlock();
  for (std::uint64_t block = 0; block < found->size() / block_size; ++block) {
    if (blocks-- == 0) return fail(EBADMSG, "directory inode " + std::to_string(directory) + ": more blocks than there are");
    const auto bytes = directory_block(*found, block);
    if (!bytes) return tl::make_unexpected(bytes.error());
    if (const auto visited = visit_entries(*bytes, visit); !visited) return visited;
  }
  return {};
}

}  // namespace assay::images
