#include "images/archive.h"

#include <limits>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::images {

Archive::Archive(Kind kind, std::unique_ptr<Stream> stream, std::string what)
    : stream_(std::move(stream)), what_(std::move(what)), archive_(archive_read_new(), archive_read_free) {
  if (archive_ == nullptr) throw JobError(what_ + ": no memory to read it");
  if (kind == Kind::tar) {
    archive_read_support_format_tar(get());
  } else {
    archive_read_support_filter_zstd(get());
    archive_read_support_filter_bzip2(get());
    archive_read_support_format_raw(get());
  }
  archive_read_support_format_empty(get());
  archive_read_set_callback_data(get(), this);
  archive_read_set_read_callback(get(), &Archive::read);
  archive_read_set_skip_callback(get(), &Archive::skip);
  if (archive_read_open1(get()) != ARCHIVE_OK) fail();
}

la_ssize_t Archive::read(archive* from, void* self, const void** bytes) {
  Archive& me = *static_cast<Archive*>(self);
  try {
    const std::string_view piece = me.stream_->next();
    *bytes = piece.data();
    me.fed_ += piece.size();
    return static_cast<la_ssize_t>(piece.size());
  } catch (...) {
    me.failure_ = std::current_exception();
    archive_set_error(from, EIO, "cannot be read");
    return -1;
  }
}

la_int64_t Archive::skip(archive*, void* self, la_int64_t bytes) {
  Archive& me = *static_cast<Archive*>(self);
  const auto passed = me.stream_->skip(static_cast<std::uint64_t>(bytes));
  me.fed_ += passed;
  return static_cast<la_int64_t>(passed);
}

void Archive::fail(const std::string& where) const {
  if (failure_) std::rethrow_exception(failure_);
  const char* said = archive_error_string(get());
  throw JobError(what_ + ": " + where + printable(said == nullptr ? "cannot be read" : said));
}

void Archive::finish() {
  while (stream_->skip(std::numeric_limits<std::int64_t>::max()) > 0 || !stream_->next().empty()) {
  }
}

}  // namespace assay::images
