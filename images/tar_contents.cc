#include "images/tar_contents.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

namespace assay::images {

std::uint64_t TarContents::keep(TarReader& reader, const TarEntry& entry) {
  File file;
  file.size = entry.node.stat.size;
  file.position = entry.position;
  file.archive = static_cast<std::uint32_t>(archives_.size() - 1);
  // Holes are not kept: a small archive may have very much of them.
  if (!archives_.back().source->in_place() && !entry.sparse && file.size > 0 && file.size <= kLimits.file_bytes) {
    if (const auto place = store_.add(reader.contents(entry))) {
      file.place = *place;
      file.kept = true;
    }
  }
  files_.push_back(file);
  return files_.size() - 1;
}

Result<std::string> TarContents::read(std::uint64_t handle, std::size_t max_bytes) const {
  const File& file = files_[handle];
  if (file.size > max_bytes) return fail(EFBIG);
  if (file.kept) return store_.read(file.place, file.size);
  const Archive& archive = archives_[file.archive];
  try {
    TarReader reader(*archive.source, file.position, archive.what);
    TarEntry entry;
    if (!reader.next(entry) || entry.node.stat.size != file.size) return fail(EIO, archive.what + ": changed while it was read");
    return reader.contents(entry);
  } catch (const JobError& error) {
    return fail(EIO, error.what());
  }
}

}  // namespace assay::images
