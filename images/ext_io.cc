#include "images/ext_io.h"

#include <et/com_err.h>

#include <mutex>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::images {
namespace {

// Enough for 64 TiB in groups of 128 MiB. The library keeps all descriptors of groups in memory: 32 MiB.
constexpr std::uint64_t kMaxGroups = 512u << 10;

const Device& device_of(io_channel channel) { return *static_cast<const Device*>(channel->private_data); }

errcode_t read_blocks(io_channel channel, unsigned long long block, int count, void* data) {
  // A negative count is one of bytes.
  const auto unit = static_cast<std::uint64_t>(channel->block_size);
  const std::uint64_t bytes = count < 0 ? 0 - static_cast<std::uint64_t>(std::int64_t{count}) : static_cast<std::uint64_t>(count) * unit;
  if (block > device_of(channel).size() / unit) return EIO;
  const auto read = device_of(channel).read(block * unit, {static_cast<char*>(data), bytes});
  return read ? 0 : read.error().code;
}

errcode_t read_blocks_32(io_channel channel, unsigned long block, int count, void* data) {
  return read_blocks(channel, block, count, data);
}

errcode_t refuse_writing(io_channel, unsigned long, int, const void*) { return EROFS; }
errcode_t refuse_writing_64(io_channel, unsigned long long, int, const void*) { return EROFS; }
errcode_t flush(io_channel) { return 0; }

errcode_t set_block_size(io_channel channel, int size) {
  channel->block_size = size;
  return 0;
}

errcode_t close_channel(io_channel channel) {
  delete channel;
  return 0;
}

errcode_t open_channel(const char* name, int flags, io_channel* channel);

struct_io_manager make_manager() {
  struct_io_manager manager{};
  manager.magic = EXT2_ET_MAGIC_IO_MANAGER;
  manager.name = "assay";
  manager.open = open_channel;
  manager.close = close_channel;
  manager.set_blksize = set_block_size;
  manager.read_blk = read_blocks_32;
  manager.read_blk64 = read_blocks;
  manager.write_blk = refuse_writing;
  manager.write_blk64 = refuse_writing_64;
  manager.flush = flush;
  return manager;
}

// The library's functions take no const manager, and leave it as it is.
io_manager manager() {
  static struct_io_manager only = make_manager();
  return &only;
}

// The name is all the library hands from open_ext_handle to here: it is the number of the Device's address.
errcode_t open_channel(const char* name, int, io_channel* channel) {
  const auto address = parse_int(name);
  if (!address) return EINVAL;
  auto* opened = new struct_io_channel{};
  opened->magic = EXT2_ET_MAGIC_IO_CHANNEL;
  opened->manager = manager();
  opened->block_size = 1024;
  opened->refcount = 1;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): see above
  opened->private_data = reinterpret_cast<void*>(static_cast<std::intptr_t>(*address));
  *channel = opened;
  return 0;
}

// What the library would believe and allocate for, or go on reading beyond the end.
void check_superblock(const Device& device) {
  ext2_super_block super;
  const auto read = device.read(SUPERBLOCK_OFFSET, {reinterpret_cast<char*>(&super), sizeof super});
  if (!read) throw JobError(read.error().message());
  if (super.s_magic != EXT2_SUPER_MAGIC) throw JobError("no ext2, ext3 or ext4 file system");
  if (super.s_log_block_size > EXT2_MAX_BLOCK_LOG_SIZE - EXT2_MIN_BLOCK_LOG_SIZE || super.s_blocks_per_group == 0)
    throw JobError("the superblock of its ext file system is damaged");
  const std::uint64_t block_size = EXT2_BLOCK_SIZE(&super), blocks = ext2fs_blocks_count(&super);
  if (blocks > device.size() / block_size)
    throw JobError("the image is cut off: its ext file system has " + std::to_string(blocks) + " blocks of " + std::to_string(block_size) +
                   " bytes, and " + std::to_string(device.size()) + " bytes are there");
  if (blocks / super.s_blocks_per_group > kMaxGroups) throw JobError("an ext file system of too many block groups");
}

}  // namespace

Failure ext_failure(errcode_t code, std::string doing) {
  if (code == EBADMSG) return {EBADMSG, std::move(doing) + ": its bytes are damaged"};
  if (code > 0 && code < 256) return {static_cast<int>(code), std::move(doing)};
  return {EBADMSG, std::move(doing) + ": " + error_message(code)};
}

ExtHandle open_ext_handle(const Device& device) {
  static std::once_flag once;
  std::call_once(once, [] { initialize_ext2_error_table(); });
  check_superblock(device);
  ext2_filsys handle = nullptr;
  const std::string name = std::to_string(reinterpret_cast<std::intptr_t>(&device));
  const errcode_t code = ext2fs_open2(name.c_str(), nullptr, EXT2_FLAG_64BITS, 0, 0, manager(), &handle);
  if (code == EXT2_ET_UNSUPP_FEATURE) throw JobError("its ext4 file system has a feature that cannot be read here");
  if (code == 0) return ExtHandle(handle);
  const Failure failure = ext_failure(code, "the superblock or the table of groups");
  throw JobError("the ext file system is damaged: " + (failure.code == EBADMSG ? failure.detail : failure.message()) +
                 "; `e2fsck -f` on a copy repairs it");
}

}  // namespace assay::images
