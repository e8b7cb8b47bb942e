// libarchive, fed from a Stream. Private to images.
#pragma once

#include <archive.h>

#include <exception>
#include <memory>

#include "images/stream.h"

namespace assay::images {

// An archive that is being read. Only filters and formats that libarchive decodes itself are ever enabled: none starts a program.
class Archive {
 public:
  enum class Kind { tar, packed };
  Archive(Kind kind, std::unique_ptr<Stream> stream, std::string what);
  Archive(const Archive&) = delete;

  archive* get() const { return archive_.get(); }
  const std::string& what() const { return what_; }
  std::uint64_t fed() const { return fed_; }  // bytes libarchive has taken so far
  // Throws what the stream threw, or what libarchive complains of; `where` says of which entry.
  [[noreturn]] void fail(const std::string& where = {}) const;
  // Reads what libarchive left, so that the sums at the end are checked.
  void finish();

 private:
  static la_ssize_t read(archive*, void* self, const void** bytes);
  static la_int64_t skip(archive*, void* self, la_int64_t bytes);

  std::unique_ptr<Stream> stream_;
  std::string what_;
  std::exception_ptr failure_;  // of the stream: never thrown through libarchive
  std::uint64_t fed_ = 0;
  std::unique_ptr<archive, decltype(&archive_read_free)> archive_;
};

}  // namespace assay::images
