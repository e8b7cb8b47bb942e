#include "images/tar_reader.h"

#include <archive_entry.h>
#include <sys/sysmacros.h>

#include <limits>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "images/tar_attributes.h"

namespace assay::images {
namespace {

FileType type_of(archive_entry* entry) {
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return FileType::regular;
    case AE_IFDIR: return FileType::directory;
    case AE_IFLNK: return FileType::symbolic_link;
    case AE_IFCHR: return FileType::character_special;
    case AE_IFBLK: return FileType::block_special;
    case AE_IFIFO: return FileType::fifo;
    case AE_IFSOCK: return FileType::socket;
  }
  return FileType::unknown;
}

std::string text_of(const char* text) { return text == nullptr ? std::string() : std::string(text); }

// An owner that does not fit would be somebody else: 2^32 is not root.
std::uint32_t owner(la_int64_t id, const std::string& what) {
  if (id < 0 || id > std::numeric_limits<std::uint32_t>::max()) throw JobError(what + "an owner that no system has: " + std::to_string(id));
  return static_cast<std::uint32_t>(id);
}

Stat stat_of(archive_entry* entry, const std::string& what) {
  Stat stat;
  stat.type = type_of(entry);
  // Builders write any mode for a link; lstat(2) knows one.
  stat.mode = stat.type == FileType::symbolic_link ? 0777 : mode_of(entry);
  stat.uid = owner(archive_entry_uid(entry), what);
  stat.gid = owner(archive_entry_gid(entry), what);
  if (stat.type == FileType::regular) stat.size = static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0));
  if (stat.type == FileType::character_special || stat.type == FileType::block_special)
    stat.rdev = makedev(static_cast<unsigned>(archive_entry_rdevmajor(entry)), static_cast<unsigned>(archive_entry_rdevminor(entry)));
  stat.mtime = archive_entry_mtime(entry);
  stat.atime = archive_entry_atime_is_set(entry) != 0 ? archive_entry_atime(entry) : stat.mtime;
  stat.ctime = archive_entry_ctime_is_set(entry) != 0 ? archive_entry_ctime(entry) : stat.mtime;
  return stat;
}

}  // namespace

TarReader::TarReader(const Source& source, std::uint64_t position, const std::string& what, End end)
    : archive_(Archive::Kind::tar, source.open(position), what), begin_(position), end_(end) {}

std::string TarReader::where() const { return last_.empty() ? "" : "entry \"" + printable(last_) + "\": "; }

// Names that are no text of this program's locale come as the bytes they are, which is what is wanted. Anything else that libarchive is
// only warned by (an access control list or attribute it cannot read) would be judged as if it were not there.
void TarReader::check_warning() {
  if (std::string_view(text_of(archive_error_string(archive_.get()))).find("can't be converted") == std::string_view::npos)
    archive_.fail(where());
}

// The end is two blocks of zeros. An archive that merely stops has lost what came behind.
void TarReader::check_end() {
  if (end_ == End::marked && archive_.fed() <= static_cast<std::uint64_t>(archive_read_header_position(archive_.get())))
    throw JobError(archive_.what() + ": ends without the mark of an archive's end" +
                   (last_.empty() ? "" : ", behind \"" + printable(last_) + "\"") + ": it was cut off");
  archive_.finish();
}

bool TarReader::next(TarEntry& out) {
  archive_entry* entry = nullptr;
  const int read = archive_read_next_header(archive_.get(), &entry);
  if (read == ARCHIVE_EOF) {
    check_end();
    return false;
  }
  if (read != ARCHIVE_OK && read != ARCHIVE_WARN) archive_.fail(last_.empty() ? "" : "behind " + where());
  last_ = text_of(archive_entry_pathname(entry));
  if (read == ARCHIVE_WARN) check_warning();
  out = {};
  out.path = last_;
  out.hard_link = text_of(archive_entry_hardlink(entry));
  out.node.stat = stat_of(entry, archive_.what() + ": " + where());
  if (out.node.stat.type == FileType::symbolic_link) out.node.link = text_of(archive_entry_symlink(entry));
  out.node.xattrs = attributes_of(entry);
  out.position = begin_ + static_cast<std::uint64_t>(archive_read_header_position(archive_.get()));
  out.data_begins = begin_ + static_cast<std::uint64_t>(archive_filter_bytes(archive_.get(), 0));
  out.sparse = archive_entry_sparse_count(entry) > 0;
  return true;
}

std::string TarReader::contents(const TarEntry& entry) {
  std::string bytes(entry.node.stat.size, '\0');
  for (std::size_t have = 0; have < bytes.size();) {
    const la_ssize_t got = archive_read_data(archive_.get(), bytes.data() + have, bytes.size() - have);
    if (got < 0) archive_.fail(where());
    if (got == 0 && entry.sparse) break;  // nothing but holes is left
    if (got == 0) throw JobError(archive_.what() + ": " + where() + "ends before its size");
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string plain_path(std::string_view path) {
  std::string plain;
  for (const std::string_view part : words(path, "/")) {
    if (part == ".") continue;
    if (!plain.empty()) plain += '/';
    plain += part;
  }
  return plain;
}

}  // namespace assay::images
