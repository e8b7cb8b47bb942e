#include "images/ext_reader.h"

#include <sys/sysmacros.h>

#include <algorithm>
#include <cstring>

#include "images/little.h"

namespace assay::images {
namespace {

constexpr std::uint16_t kMaxExtentDepth = 5;  // 4 GiB blocks and 16 TiB of file need no more
constexpr std::size_t kMaxLink = 4095;
constexpr std::size_t kRunBlocks = 256;  // read at once

FileType type_of(std::uint16_t mode) {
  switch (mode & LINUX_S_IFMT) {
    case LINUX_S_IFREG: return FileType::regular;
    case LINUX_S_IFDIR: return FileType::directory;
    case LINUX_S_IFLNK: return FileType::symbolic_link;
    case LINUX_S_IFCHR: return FileType::character_special;
    case LINUX_S_IFBLK: return FileType::block_special;
    case LINUX_S_IFIFO: return FileType::fifo;
    case LINUX_S_IFSOCK: return FileType::socket;
  }
  return FileType::unknown;
}

// The old form has 8 bits each in the first word, the new one 12 and 20 in the second.
std::uint64_t device_number(const ext2_inode_large& inode) {
  const std::uint32_t old_form = inode.i_block[0], new_form = inode.i_block[1];
  if (old_form != 0) return makedev(old_form >> 8 & 0xFF, old_form & 0xFF);
  return makedev(new_form >> 8 & 0xFFF, (new_form & 0xFF) | (new_form >> 12 & 0xFFF00));
}

}  // namespace

Result<ExtReader::Inode> ExtReader::inode(std::uint32_t number) const {
  Inode inode;
  inode.number = number;
  inode.bytes.resize(EXT2_INODE_SIZE(handle_->super));
  auto* raw = reinterpret_cast<ext2_inode*>(inode.bytes.data());
  const errcode_t code = ext2fs_read_inode_full(handle_.get(), number, raw, static_cast<int>(inode.bytes.size()));
  if (code != 0) return tl::make_unexpected(ext_failure(code, "inode " + std::to_string(number)));
  std::memcpy(&inode.fields, inode.bytes.data(), std::min(sizeof inode.fields, inode.bytes.size()));
  if (inode.bytes.size() <= EXT2_GOOD_OLD_INODE_SIZE) inode.fields.i_extra_isize = 0;
  if (inode.is(EXT4_EXTENTS_FL) && little<std::uint16_t>(inode.bytes, offsetof(ext2_inode, i_block) + 6) > kMaxExtentDepth)
    return fail(EBADMSG, "inode " + std::to_string(number) + ": its tree of extents");
  return inode;
}

Result<std::string> ExtReader::ea_inode(std::uint32_t number, std::uint32_t size) const {
  auto found = inode(number);
  if (!found) return tl::make_unexpected(found.error());
  if (!found->is(EXT4_EA_INODE_FL) || found->is(EXT4_INLINE_DATA_FL) || found->size() != size)
    return fail(EBADMSG, "an extended attribute in inode " + std::to_string(number));
  return content(*found, size);
}

Result<ExtXattrs> ExtReader::xattrs(const Inode& inode) const {
  ExtXattrs found;
  const ReadEaInode read_inode = [this](std::uint32_t number, std::uint32_t size) { return ea_inode(number, size); };
  const std::size_t in_inode = EXT2_GOOD_OLD_INODE_SIZE + std::size_t{inode.fields.i_extra_isize};
  const std::string_view bytes = inode.bytes;
  if (inode.reaches(EXT2_GOOD_OLD_INODE_SIZE + 4) && little<std::uint32_t>(bytes, in_inode) == EXT2_EXT_ATTR_MAGIC) {
    const auto read = read_ext_xattrs(bytes.substr(in_inode + 4), 0, read_inode, found);
    if (!read) return tl::make_unexpected(read.error());
  }
  ext2_inode fields;
  std::memcpy(&fields, &inode.fields, sizeof fields);
  if (const std::uint64_t block = ext2fs_file_acl_block(handle_.get(), &fields); block != 0) {
    std::string whole(handle_->blocksize, '\0');
    const errcode_t code = ext2fs_read_ext_attr3(handle_.get(), block, whole.data(), inode.number);
    if (code != 0) return tl::make_unexpected(ext_failure(code, "the extended attributes of inode " + std::to_string(inode.number)));
    const auto read = read_ext_xattrs(whole, sizeof(ext2_ext_attr_header), read_inode, found);
    if (!read) return tl::make_unexpected(read.error());
  }
  return found;
}

// The first 60 bytes lie where other files have their block numbers.
Result<std::string> ExtReader::inline_content(const Inode& inode) const {
  auto found = xattrs(inode);
  if (!found) return tl::make_unexpected(found.error());
  std::string bytes(reinterpret_cast<const char*>(inode.fields.i_block), sizeof inode.fields.i_block);
  bytes += found->inline_data;
  bytes.resize(inode.size());  // where the file is longer, the rest is a hole
  return bytes;
}

// 0 for a hole, and for what was set aside and never written.
Result<std::uint64_t> ExtReader::physical_block(Inode& inode, std::uint64_t block) const {
  blk64_t physical = 0;
  int flags = 0;
  auto* fields = reinterpret_cast<ext2_inode*>(&inode.fields);
  const errcode_t code = ext2fs_bmap2(handle_.get(), inode.number, fields, nullptr, 0, block, &flags, &physical);
  if (code != 0)
    return tl::make_unexpected(ext_failure(code, "inode " + std::to_string(inode.number) + ", block " + std::to_string(block)));
  return (flags & BMAP_RET_UNINIT) != 0 ? 0 : physical;
}

Result<void> ExtReader::read_run(std::uint64_t physical, std::size_t blocks, char* to) const {
  const std::size_t bytes = blocks * handle_->blocksize;
  if (physical >= ext2fs_blocks_count(handle_->super)) return fail(EBADMSG, "a block beyond the file system");
  return device_->read(physical * handle_->blocksize, {to, bytes});
}

Result<std::string> ExtReader::content(Inode& inode, std::size_t max_bytes) const {
  if (inode.size() > max_bytes) return fail(EFBIG);
  if (inode.is(EXT4_ENCRYPT_FL)) return fail(EACCES, "an encrypted file");
  if (inode.is(EXT4_INLINE_DATA_FL)) return inline_content(inode);
  const std::size_t block_size = handle_->blocksize, blocks = (inode.size() + block_size - 1) / block_size;
  std::string bytes(blocks * block_size, '\0');
  std::uint64_t run_starts = 0;
  std::size_t run = 0, run_block = 0;
  for (std::size_t block = 0; block <= blocks; ++block) {
    const auto physical = block < blocks ? physical_block(inode, block) : Result<std::uint64_t>(0);
    if (!physical) return tl::make_unexpected(physical.error());
    if (run > 0 && run < kRunBlocks && *physical == run_starts + run) {
      ++run;
      continue;
    }
    if (run > 0) {
      const auto read = read_run(run_starts, run, bytes.data() + run_block * block_size);
      if (!read) return tl::make_unexpected(read.error());
    }
    run = *physical != 0 ? 1 : 0;
    run_starts = *physical;
    run_block = block;
  }
  bytes.resize(inode.size());
  return bytes;
}

Result<std::string> ExtReader::read(std::uint64_t number, std::size_t max_bytes) const {
  const std::lock_guard lock(mutex_);
  auto found = inode(static_cast<std::uint32_t>(number));
  if (!found) return tl::make_unexpected(found.error());
  return content(*found, max_bytes);
}

Result<Node> ExtReader::node(std::uint32_t number, std::uint16_t& links) const {
  const std::lock_guard lock(mutex_);
  auto found = inode(number);
  if (!found) return tl::make_unexpected(found.error());
  const ext2_inode_large& fields = found->fields;
  const std::string where = "inode " + std::to_string(number);
  if (fields.i_links_count == 0) return fail(EBADMSG, where + ": is named, and free");
  Node node;
  node.stat.type = type_of(fields.i_mode);
  if (node.stat.type == FileType::unknown) return fail(EBADMSG, where + ": a file of no known type");
  if (found->is(EXT4_ENCRYPT_FL) && node.stat.type == FileType::symbolic_link) return fail(EACCES, where + ": an encrypted link");
  node.stat.mode = fields.i_mode & 07777;
  node.stat.uid = inode_uid(fields);
  node.stat.gid = inode_gid(fields);
  node.stat.size = found->size();
  node.stat.atime = found->time(fields.i_atime, fields.i_atime_extra, offsetof(ext2_inode_large, i_atime_extra) + 4);
  node.stat.ctime = found->time(fields.i_ctime, fields.i_ctime_extra, offsetof(ext2_inode_large, i_ctime_extra) + 4);
  node.stat.mtime = found->time(fields.i_mtime, fields.i_mtime_extra, offsetof(ext2_inode_large, i_mtime_extra) + 4);
  if (node.stat.type == FileType::character_special || node.stat.type == FileType::block_special) node.stat.rdev = device_number(fields);
  node.handle = number;
  links = fields.i_links_count;

  auto attributes = xattrs(*found);
  if (!attributes) return tl::make_unexpected(attributes.error());
  node.xattrs = std::move(attributes->listed);
  if (node.stat.type != FileType::symbolic_link) return node;
  const bool fast = node.stat.size < sizeof fields.i_block && !found->is(EXT4_EXTENTS_FL) && !found->is(EXT4_INLINE_DATA_FL);
  auto link =
      fast ? Result<std::string>(std::string(reinterpret_cast<const char*>(fields.i_block), node.stat.size)) : content(*found, kMaxLink);
  if (!link) return tl::make_unexpected(link.error());
  node.link = std::move(*link);
  return node;
}

Result<std::string> ExtReader::directory_block(Inode& inode, std::uint64_t block) const {
  const std::lock_guard lock(mutex_);
  const auto physical = physical_block(inode, block);
  if (!physical) return tl::make_unexpected(physical.error());
  if (*physical == 0) return fail(EBADMSG, "directory inode " + std::to_string(inode.number) + ": has a hole");
  std::string bytes(handle_->blocksize, '\0');
  const errcode_t code = ext2fs_read_dir_block4(handle_.get(), *physical, bytes.data(), 0, inode.number);
  if (code != 0) return tl::make_unexpected(ext_failure(code, "directory inode " + std::to_string(inode.number)));
  return bytes;
}

}  // namespace assay::images
