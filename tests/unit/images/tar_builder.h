// An archive made in memory, for one test.
//
//   TarBuilder().dir("etc").file("etc/passwd", "root:x:0:0::/:/bin/sh\n").bytes()
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay::test {

class TarBuilder {
 public:
  using Change = std::function<void(archive_entry*)>;

  TarBuilder& file(const std::string& path, std::string_view bytes, const Change& change = {}) {
    return add(path, AE_IFREG, 0644, bytes, change);
  }
  TarBuilder& dir(const std::string& path, mode_t mode = 0755) { return add(path, AE_IFDIR, mode, {}, {}); }
  TarBuilder& link(const std::string& path, const std::string& text) {
    return add(path, AE_IFLNK, 0777, {}, [&](archive_entry* entry) { archive_entry_set_symlink(entry, text.c_str()); });
  }
  TarBuilder& hard_link(const std::string& path, const std::string& of) {
    return add(path, AE_IFREG, 0644, {}, [&](archive_entry* entry) { archive_entry_set_hardlink(entry, of.c_str()); });
  }
  TarBuilder& add(const std::string& path, unsigned type, mode_t mode, std::string_view bytes, const Change& change) {
    entries_.push_back({nullptr, std::string(bytes)});
    entries_.back().entry.reset(archive_entry_new());
    archive_entry* entry = entries_.back().entry.get();
    archive_entry_set_pathname(entry, path.c_str());
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, mode);
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_mtime(entry, 1000, 0);
    if (change) change(entry);
    return *this;
  }

  // Packed by the filter of that name ("gzip", "zstd"), "" for none.
  std::string bytes(const std::string& filter = {}, int format = ARCHIVE_FORMAT_TAR_PAX_RESTRICTED) const {
    std::string out;
    const std::unique_ptr<archive, decltype(&archive_write_free)> writer(archive_write_new(), archive_write_free);
    archive_write_set_format(writer.get(), format);
    if (!filter.empty()) archive_write_add_filter_by_name(writer.get(), filter.c_str());
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    archive_write_set_options(writer.get(), "hdrcharset=BINARY");
    archive_write_open(writer.get(), &out, nullptr, append, nullptr);
    for (const Entry& one : entries_) {
      archive_write_header(writer.get(), one.entry.get());
      archive_write_data(writer.get(), one.bytes.data(), one.bytes.size());
    }
    archive_write_close(writer.get());
    return out;
  }

  static la_ssize_t append(archive*, void* out, const void* bytes, std::size_t size) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  }

 private:
  struct Free {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
  };
  struct Entry {
    std::unique_ptr<archive_entry, Free> entry;
    std::string bytes;
  };

  std::vector<Entry> entries_;
};

// The bytes themselves, packed by that filter.
inline std::string packed_bytes(std::string_view bytes, const char* filter) {
  std::string out;
  const std::unique_ptr<archive, decltype(&archive_write_free)> writer(archive_write_new(), archive_write_free);
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), archive_entry_free);
  archive_write_set_format_raw(writer.get());
  archive_write_add_filter_by_name(writer.get(), filter);
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  archive_write_open(writer.get(), &out, nullptr, TarBuilder::append, nullptr);
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_write_header(writer.get(), entry.get());
  archive_write_data(writer.get(), bytes.data(), bytes.size());
  archive_write_close(writer.get());
  return out;
}

}  // namespace assay::test
