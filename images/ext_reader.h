// Inodes, contents and directories of one ext2, ext3 or ext4 file system. Private to images.
//
// Blocks, inodes and their checksums are libext2fs's; entries of directories and extended attributes are read here, with every length
// held to the bytes it counts.
#pragma once

#include <functional>
#include <mutex>

#include "images/ext_io.h"
#include "images/ext_xattr.h"
#include "images/tree.h"

namespace assay::images {

class ExtReader : public Contents {
 public:
  explicit ExtReader(std::shared_ptr<const Device> device) : device_(std::move(device)), handle_(open_ext_handle(*device_)) {}

  Result<std::string> read(std::uint64_t inode, std::size_t max_bytes) const override;  // the file of that inode

  struct Entry {
    std::uint32_t inode;
    std::string_view name;
  };
  // Calls `visit` for each entry but "." and "..", until it fails. The blocks of the directory are taken from `blocks`, those that may
  // still be read: all directories together have no more than block_count, unless they are made to keep us busy. ENOTDIR; EACCES where the
  // names are encrypted.
  Result<void> list(std::uint32_t directory, std::uint64_t& blocks, const std::function<Result<void>(Entry)>& visit) const;
  std::uint64_t block_count() const { return ext2fs_blocks_count(handle_->super); }

  // Type, owner, mode, times, size; the text of a link; attributes. `links` gets the number of its names.
  Result<Node> node(std::uint32_t inode, std::uint16_t& links) const;

  const ext2_super_block& super() const { return *handle_->super; }

 private:
  struct Inode {
    std::uint32_t number = 0;
    std::string bytes;             // all s_inode_size of them
    ext2_inode_large fields = {};  // as much of it as the inode has

    bool is(std::uint32_t flag) const { return (fields.i_flags & flag) != 0; }
    std::uint64_t size() const { return EXT2_I_SIZE(&fields); }
    // Does a field behind the first 128 bytes belong to the inode?
    bool reaches(std::size_t end) const {
      return bytes.size() >= end && EXT2_GOOD_OLD_INODE_SIZE + std::size_t{fields.i_extra_isize} >= end;
    }
    // The two low bits of the extra word carry the seconds past 2038.
    std::int64_t time(std::uint32_t seconds, std::uint32_t extra, std::size_t extra_end) const {
      return static_cast<std::int32_t>(seconds) + (reaches(extra_end) ? static_cast<std::int64_t>(extra & 3) << 32 : 0);
    }
  };

  Result<Inode> inode(std::uint32_t number) const;
  Result<ExtXattrs> xattrs(const Inode& inode) const;
  Result<std::string> ea_inode(std::uint32_t number, std::uint32_t size) const;
  Result<std::string> content(Inode& inode, std::size_t max_bytes) const;
  Result<std::string> inline_content(const Inode& inode) const;
  Result<void> read_run(std::uint64_t physical, std::size_t blocks, char* to) const;
  Result<std::uint64_t> physical_block(Inode& inode, std::uint64_t block) const;
  Result<std::string> directory_block(Inode& inode, std::uint64_t block) const;

  std::shared_ptr<const Device> device_;
  ExtHandle handle_;
  mutable std::mutex mutex_;  // the library's handle is for one thread at a time
};

}  // namespace assay::images
