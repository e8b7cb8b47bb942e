// The entries of a tar archive (ustar, pax, GNU) in their order. Private to images.
#pragma once

#include "images/archive.h"
#include "images/tree.h"

struct archive_entry;

namespace assay::images {

struct TarEntry {
  std::string path;               // as the archive spells it
  std::string hard_link;          // the path of the file this is one more name of; "" where it is none
  Node node;                      // owners by number; access control lists as the attributes getxattr(2) gives them
  std::uint64_t position = 0;     // in the unpacked archive: where a reader of this entry begins
  std::uint64_t data_begins = 0;  // the same, of the contents
  bool sparse = false;            // what lies at `data_begins` is not simply the contents
};

// Whatever is wrong with the archive is a JobError that names the entry.
class TarReader {
 public:
  // What tells that nothing is cut off behind the last entry: the archive's own mark, or a digest of all its bytes (some builders leave
  // the mark out of layers).
  enum class End : std::uint8_t { marked, vouched };

  // Reads from `position` of the unpacked archive on.
  TarReader(const Source& source, std::uint64_t position, const std::string& what, End end = End::marked);

  // False at the end of the archive, all of whose bytes have then been read.
  bool next(TarEntry& entry);
  // The contents of the entry `next` gave last.
  std::string contents(const TarEntry& entry);

 private:
  std::string where() const;
  void check_warning();
  void check_end();

  Archive archive_;
  std::uint64_t begin_;
  End end_;
  std::string last_;  // the path of the last entry
};

// Paths that name one entry are one: "./etc//passwd" and "/etc/passwd" are "etc/passwd".
std::string plain_path(std::string_view path);

}  // namespace assay::images
