// Contents of files that lie in tar archives: read where they lie, or kept. Private to images.
#pragma once

#include "images/packed_store.h"
#include "images/tar_reader.h"

namespace assay::images {

// Of an archive that can be entered anywhere, files are read in place. Of a packed one they are kept in memory, packed anew, and what is
// not kept (a huge file, or beyond kLimits.image_kept_bytes) is found by unpacking the archive again.
class TarContents : public Contents {
 public:
  // All entries of the archive, in their order; the contents of its files are known from now on. Throws JobError.
  template <class Sink>
  void read_archive(const SharedSource& source, const std::string& what, TarReader::End end, Sink sink) {
    archives_.push_back({unpacked(source, what), what});
    TarReader reader(*archives_.back().source, 0, what, end);
    for (TarEntry entry; reader.next(entry);) {
      if (entry.node.stat.type == FileType::regular && entry.hard_link.empty()) entry.node.handle = keep(reader, entry);
      sink(std::move(entry));
    }
  }
  void finish() { store_.finish(); }  // the last archive was read

  Result<std::string> read(std::uint64_t handle, std::size_t max_bytes) const override;

 private:
  struct Archive {
    SharedSource source;
    std::string what;
  };
  struct File {
    std::uint64_t size = 0;
    std::uint64_t position = 0;  // in the archive
    PackedStore::Place place;
    std::uint32_t archive = 0;
    bool kept = false;
  };

  std::uint64_t keep(TarReader& reader, const TarEntry& entry);

  std::vector<Archive> archives_;
  std::vector<File> files_;  // by handle
  PackedStore store_;
};

}  // namespace assay::images
