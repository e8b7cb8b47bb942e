#include "images/squashfs_reader.h"

#include <sqfs/dir.h>
#include <sqfs/error.h>
#include <sqfs/inode.h>
#include <sys/sysmacros.h>

#include "engine/base/error.h"
#include "images/little.h"
#include "images/squashfs_failure.h"

namespace assay::images {
namespace {

constexpr std::uint32_t kMaxFragments = 4u << 20;  // 64 MiB of table, for at least 16 GiB of files' ends
constexpr std::uint64_t kMaxBlocks = 16u << 20;    // of one file: 64 MiB of their sizes, for at least 64 GiB
constexpr std::size_t kMaxLink = 4095;
constexpr std::uint32_t kNoXattrs = 0xFFFFFFFF;

int refuse_write(sqfs_file_t*, sqfs_u64, const void*, size_t) { return SQFS_ERROR_UNSUPPORTED; }
int refuse_truncate(sqfs_file_t*, sqfs_u64) { return SQFS_ERROR_UNSUPPORTED; }

void must(int code, const char* what) {
  if (code == 0) return;
  const Failure failure = squashfs_failure(code, what);
  if (failure.code == ENOTSUP) throw JobError("squashfs of a version that is not read here: " + failure.detail);
  throw JobError("the squashfs is damaged: " + (failure.code == EBADMSG ? failure.detail : failure.message()));
}

template <class T>
T* made(T* object, const char* what) {
  if (object == nullptr) throw JobError(std::string(what) + ": out of memory");
  return object;
}

}  // namespace

Failure squashfs_failure(int code, std::string doing) {
  switch (code) {
    case SQFS_ERROR_ALLOC: return {ENOMEM, std::move(doing)};
    case SQFS_ERROR_IO: return {EIO, std::move(doing)};
    case SFQS_ERROR_SUPER_VERSION:
    case SQFS_ERROR_UNSUPPORTED: return {ENOTSUP, std::move(doing)};
  }
  return {EBADMSG, std::move(doing)};
}

SquashfsReader::SquashfsReader(std::shared_ptr<const Device> device) : device_(std::move(device)), file_{} {
  file_.device = device_.get();
  file_.read_at = [](sqfs_file_t* file, sqfs_u64 offset, void* buffer, size_t size) -> int {
    return static_cast<File*>(file)->device->read(offset, {static_cast<char*>(buffer), size}) ? 0 : SQFS_ERROR_IO;
  };
  file_.get_size = [](const sqfs_file_t* file) -> sqfs_u64 { return static_cast<const File*>(file)->device->size(); };
  file_.write_at = refuse_write;
  file_.truncate = refuse_truncate;
  must(sqfs_super_read(&super_, &file_), "its superblock");
  if (super_.block_size < SQFS_MIN_BLOCK_SIZE || super_.block_size > SQFS_MAX_BLOCK_SIZE || super_.fragment_entry_count > kMaxFragments)
    throw JobError("the squashfs is damaged: its superblock");
  if (super_.bytes_used > device_->size())
    throw JobError("the image is cut off: its squashfs has " + std::to_string(super_.bytes_used) + " bytes, and " +
                   std::to_string(device_->size()) + " are there");
  open_tables();
  open_xattrs();
}

void SquashfsReader::open_tables() {
  const auto kind = static_cast<SQFS_COMPRESSOR>(super_.compression_id);
  sqfs_compressor_config_t config;
  sqfs_compressor_t* compressor = nullptr;
  if (sqfs_compressor_config_init(&config, kind, super_.block_size, SQFS_COMP_FLAG_UNCOMPRESS) != 0 ||
      sqfs_compressor_create(&config, &compressor) != 0) {
    const char* name = sqfs_compressor_name_from_id(kind);
    throw JobError(std::string("squashfs packed with ") + (name != nullptr ? name : "an unknown compressor") +
                   " cannot be read here; `unsquashfs` unpacks it to a directory");
  }
  compressor_.reset(compressor);
  if ((super_.flags & SQFS_FLAG_COMPRESSOR_OPTIONS) != 0) must(compressor->read_options(compressor, &file_), "its compressor's options");

  ids_.reset(made(sqfs_id_table_create(0), "squashfs"));
  must(sqfs_id_table_read(ids_.get(), &file_, &super_, compressor_.get()), "its table of owners");
  inodes_ = meta_reader(super_.inode_table_start, super_.directory_table_start);
  directories_ =
      meta_reader(super_.directory_table_start, std::min({super_.id_table_start, super_.fragment_table_start, super_.export_table_start}));
  data_.reset(made(sqfs_data_reader_create(&file_, super_.block_size, compressor_.get(), 0), "squashfs"));
  must(sqfs_data_reader_load_fragment_table(data_.get(), &super_), "its table of fragments");
}

SquashfsReader::MetaReader SquashfsReader::meta_reader(std::uint64_t start, std::uint64_t limit) {
  return MetaReader(made(sqfs_meta_reader_create(&file_, compressor_.get(), start, limit), "squashfs"));
}

Result<std::string> SquashfsReader::take(std::size_t size) const {
  std::string bytes(size, '\0');
  if (const int code = sqfs_meta_reader_read(inodes_.get(), bytes.data(), size); code != 0)
    return tl::make_unexpected(squashfs_failure(code, "an inode"));
  return bytes;
}

Result<std::uint32_t> SquashfsReader::owner(std::uint16_t index) const {
  sqfs_u32 id = 0;
  if (const int code = sqfs_id_table_index_to_id(ids_.get(), index, &id); code != 0)
    return tl::make_unexpected(squashfs_failure(code, "an owner"));
  return id;
}

Result<SquashfsReader::Inode> SquashfsReader::inode(Reference reference) const {
  const std::lock_guard lock(mutex_);
  const int code = sqfs_meta_reader_seek(inodes_.get(), super_.inode_table_start + (reference >> 16), reference & 0xFFFF);
  if (code != 0) return tl::make_unexpected(squashfs_failure(code, "an inode"));
  auto found = decode();
  if (found) found->node.handle = reference;
  return found;
}

Result<SquashfsReader::Inode> SquashfsReader::decode() const {
  const auto head = take(sizeof(sqfs_inode_t));
  if (!head) return tl::make_unexpected(head.error());
  Inode inode;
  const auto user = owner(little<std::uint16_t>(*head, offsetof(sqfs_inode_t, uid_idx)));
  const auto group = owner(little<std::uint16_t>(*head, offsetof(sqfs_inode_t, gid_idx)));
  if (!user) return tl::make_unexpected(user.error());
  if (!group) return tl::make_unexpected(group.error());
  inode.node.stat.uid = *user;
  inode.node.stat.gid = *group;
  inode.node.stat.mode = little<std::uint16_t>(*head, offsetof(sqfs_inode_t, mode)) & 07777;
  const auto time = little<std::uint32_t>(*head, offsetof(sqfs_inode_t, mod_time));
  inode.node.stat.atime = inode.node.stat.ctime = inode.node.stat.mtime = time;  // the only one there is

  std::uint32_t attributes = kNoXattrs;
  const auto decoded = decode_kind(little<std::uint16_t>(*head, offsetof(sqfs_inode_t, type)), inode, attributes);
  if (!decoded) return tl::make_unexpected(decoded.error());
  if (attributes == kNoXattrs) return inode;
  if (const auto added = add_xattrs(attributes, inode.node); !added) return tl::make_unexpected(added.error());
  return inode;
}

Result<void> SquashfsReader::decode_kind(std::uint16_t kind, Inode& inode, std::uint32_t& attributes) const {
  const bool extended = kind > SQFS_INODE_SOCKET;
  Stat& stat = inode.node.stat;
  switch (kind) {
    case SQFS_INODE_DIR:
    case SQFS_INODE_EXT_DIR: return decode_directory(extended, inode, attributes);
    case SQFS_INODE_FILE:
    case SQFS_INODE_EXT_FILE: return decode_file(extended, inode, attributes);
    case SQFS_INODE_SLINK:
    case SQFS_INODE_EXT_SLINK: return decode_link(extended, inode, attributes);
    case SQFS_INODE_BDEV:
    case SQFS_INODE_EXT_BDEV: stat.type = FileType::block_special; break;
    case SQFS_INODE_CDEV:
    case SQFS_INODE_EXT_CDEV: stat.type = FileType::character_special; break;
    case SQFS_INODE_FIFO:
    case SQFS_INODE_EXT_FIFO: stat.type = FileType::fifo; break;
    case SQFS_INODE_SOCKET:
    case SQFS_INODE_EXT_SOCKET: stat.type = FileType::socket; break;
    default: return fail(EBADMSG, "an inode of no known type");
  }
  const bool device = stat.type == FileType::block_special || stat.type == FileType::character_special;
  const auto rest = take((device ? 8u : 4u) + (extended ? 4u : 0u));
  if (!rest) return tl::make_unexpected(rest.error());
  inode.links = little<std::uint32_t>(*rest, 0);
  if (device) {
    const auto number = little<std::uint32_t>(*rest, 4);
    stat.rdev = makedev(number >> 8 & 0xFFF, (number & 0xFF) | (number >> 12 & 0xFFF00));
  }
  if (extended) attributes = little<std::uint32_t>(*rest, device ? 8 : 4);
  return {};
}

Result<void> SquashfsReader::decode_directory(bool extended, Inode& inode, std::uint32_t& attributes) const {
  const auto rest = take(extended ? sizeof(sqfs_inode_dir_ext_t) : sizeof(sqfs_inode_dir_t));
  if (!rest) return tl::make_unexpected(rest.error());
  inode.node.stat.type = FileType::directory;
  if (extended) {
    inode.links = little<std::uint32_t>(*rest, offsetof(sqfs_inode_dir_ext_t, nlink));
    inode.directory_size = little<std::uint32_t>(*rest, offsetof(sqfs_inode_dir_ext_t, size));
    inode.directory_block = little<std::uint32_t>(*rest, offsetof(sqfs_inode_dir_ext_t, start_block));
    inode.directory_offset = little<std::uint16_t>(*rest, offsetof(sqfs_inode_dir_ext_t, offset));
    attributes = little<std::uint32_t>(*rest, offsetof(sqfs_inode_dir_ext_t, xattr_idx));
  } else {
    inode.links = little<std::uint32_t>(*rest, offsetof(sqfs_inode_dir_t, nlink));
    inode.directory_size = little<std::uint16_t>(*rest, offsetof(sqfs_inode_dir_t, size));
    inode.directory_block = little<std::uint32_t>(*rest, offsetof(sqfs_inode_dir_t, start_block));
    inode.directory_offset = little<std::uint16_t>(*rest, offsetof(sqfs_inode_dir_t, offset));
  }
  inode.node.stat.size = inode.directory_size;
  return {};
}

Result<void> SquashfsReader::decode_file(bool extended, Inode& inode, std::uint32_t& attributes) const {
  const auto rest = take(extended ? sizeof(sqfs_inode_file_ext_t) : sizeof(sqfs_inode_file_t));
  if (!rest) return tl::make_unexpected(rest.error());
  inode.node.stat.type = FileType::regular;
  inode.links = extended ? little<std::uint32_t>(*rest, offsetof(sqfs_inode_file_ext_t, nlink)) : 1;
  inode.node.stat.size = extended ? little<std::uint64_t>(*rest, offsetof(sqfs_inode_file_ext_t, file_size))
                                  : little<std::uint32_t>(*rest, offsetof(sqfs_inode_file_t, file_size));
  if (extended) attributes = little<std::uint32_t>(*rest, offsetof(sqfs_inode_file_ext_t, xattr_idx));
  return {};
}

Result<void> SquashfsReader::decode_link(bool extended, Inode& inode, std::uint32_t& attributes) const {
  const auto rest = take(sizeof(sqfs_inode_slink_t));
  if (!rest) return tl::make_unexpected(rest.error());
  inode.node.stat.type = FileType::symbolic_link;
  inode.links = little<std::uint32_t>(*rest, offsetof(sqfs_inode_slink_t, nlink));
  const auto size = little<std::uint32_t>(*rest, offsetof(sqfs_inode_slink_t, target_size));
  if (size > kMaxLink) return fail(EBADMSG, "a symbolic link of " + std::to_string(size) + " bytes");
  auto link = take(size);
  if (!link) return tl::make_unexpected(link.error());
  inode.node.link = std::move(*link);
  inode.node.stat.size = size;
  if (!extended) return {};
  const auto last = take(4);
  if (!last) return tl::make_unexpected(last.error());
  attributes = little<std::uint32_t>(*last, 0);
  return {};
}

Result<void> SquashfsReader::list(const Inode& directory, const std::function<Result<void>(Entry)>& visit) const {
  sqfs_inode_generic_t generic{};
  generic.base.type = SQFS_INODE_EXT_DIR;
  generic.data.dir_ext.size = directory.directory_size;
  generic.data.dir_ext.start_block = directory.directory_block;
  generic.data.dir_ext.offset = directory.directory_offset;
  sqfs_readdir_state_t state{};
  if (const int code = sqfs_readdir_state_init(&state, &super_, &generic); code != 0)
    return tl::make_unexpected(squashfs_failure(code, "a directory"));
  for (;;) {
    sqfs_dir_entry_t* entry = nullptr;
    sqfs_u32 number = 0;
    sqfs_u64 reference = 0;
    int code = 0;
    {
      const std::lock_guard lock(mutex_);
      code = sqfs_meta_reader_readdir(directories_.get(), &state, &entry, &number, &reference);
    }
    if (code > 0) return {};
    if (code < 0) return tl::make_unexpected(squashfs_failure(code, "a directory"));
    const std::string name(reinterpret_cast<const char*>(entry->name), std::size_t{entry->size} + 1);
    sqfs_free(entry);
    if (const auto visited = visit({reference, name}); !visited) return visited;
  }
}

// The sizes of its blocks lie behind the inode, and the library allocates for as many as the size of the file asks.
Result<std::string> SquashfsReader::read(std::uint64_t reference, std::size_t max_bytes) const {
  const auto found = inode(reference);
  if (!found) return tl::make_unexpected(found.error());
  const std::uint64_t size = found->node.stat.size;
  if (size > max_bytes || size / super_.block_size > kMaxBlocks || size > INT32_MAX) return fail(EFBIG);
  std::string bytes(size, '\0');
  const std::lock_guard lock(mutex_);
  sqfs_inode_generic_t* generic = nullptr;
  int code = sqfs_meta_reader_read_inode(inodes_.get(), &super_, reference >> 16, reference & 0xFFFF, &generic);
  if (code != 0) return tl::make_unexpected(squashfs_failure(code, "an inode"));
  code = sqfs_data_reader_read(data_.get(), generic, 0, bytes.data(), static_cast<sqfs_u32>(size));
  sqfs_free(generic);
  if (code < 0) return tl::make_unexpected(squashfs_failure(code, "the contents of a file"));
  if (static_cast<std::uint64_t>(code) != size) return fail(EBADMSG, "the contents of a file");
  return bytes;
}

}  // namespace assay::images
