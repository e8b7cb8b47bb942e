// Inodes, contents, directories and attributes of one squashfs. Private to images.
//
// Blocks, tables and compressors are libsquashfs's. Inodes and attributes are decoded here, out of the blocks it unpacks, since it
// allocates whatever sizes they name.
#pragma once

#include <sqfs/compressor.h>
#include <sqfs/data_reader.h>
#include <sqfs/id_table.h>
#include <sqfs/io.h>
#include <sqfs/meta_reader.h>
#include <sqfs/super.h>

#include <functional>
#include <mutex>

#include "images/device.h"
#include "images/tree.h"

namespace assay::images {

class SquashfsReader : public Contents {
 public:
  explicit SquashfsReader(std::shared_ptr<const Device> device);  // throws JobError

  // Where an inode lies (48 bits): a place in the table of inodes.
  using Reference = std::uint64_t;
  Reference root() const { return super_.root_inode_ref; }

  Result<std::string> read(std::uint64_t reference, std::size_t max_bytes) const override;

  struct Inode {
    Node node;
    std::uint32_t links = 0;
    std::uint32_t directory_block = 0, directory_size = 0;  // what list needs
    std::uint16_t directory_offset = 0;
  };
  Result<Inode> inode(Reference reference) const;

  struct Entry {
    Reference inode;
    std::string_view name;
  };
  // Calls `visit` for each entry, until it fails.
  Result<void> list(const Inode& directory, const std::function<Result<void>(Entry)>& visit) const;

 private:
  // The library's view of a Device.
  struct File : sqfs_file_t {
    const Device* device;
  };
  struct Destroy {
    void operator()(void* object) const { sqfs_destroy(object); }
  };
  template <class T>
  using Handle = std::unique_ptr<T, Destroy>;
  using MetaReader = Handle<sqfs_meta_reader_t>;

  void open_tables();
  void open_xattrs();
  MetaReader meta_reader(std::uint64_t start, std::uint64_t limit);
  Result<std::string> take(std::size_t bytes) const;  // of the inode that is being read
  Result<Inode> decode() const;
  Result<void> decode_kind(std::uint16_t kind, Inode& inode, std::uint32_t& attributes) const;
  Result<void> decode_directory(bool extended, Inode& inode, std::uint32_t& attributes) const;
  Result<void> decode_file(bool extended, Inode& inode, std::uint32_t& attributes) const;
  Result<void> decode_link(bool extended, Inode& inode, std::uint32_t& attributes) const;
  Result<std::uint32_t> owner(std::uint16_t index) const;
  Result<void> add_xattrs(std::uint32_t index, Node& node) const;
  Result<std::string> xattr_value(bool elsewhere) const;

  std::shared_ptr<const Device> device_;
  File file_;
  sqfs_super_t super_{};
  Handle<sqfs_compressor_t> compressor_;
  Handle<sqfs_id_table_t> ids_;
  MetaReader inodes_, directories_, xattr_ids_, xattrs_;
  Handle<sqfs_data_reader_t> data_;
  std::vector<std::uint64_t> xattr_id_blocks_;
  std::uint64_t xattr_start_ = 0;
  std::uint32_t xattr_count_ = 0;
  mutable std::mutex mutex_;  // the library's readers keep the block they unpacked last
};

}  // namespace assay::images
