#include "engine/target/directory.h"

#include <dirent.h>
#include <sys/syscall.h>

#include <cstddef>
#include <cstring>

#include "engine/target/regular.h"

namespace assay {
namespace {

constexpr std::size_t kEntryBytes = std::size_t{64} * 1024;  // one getdents64(2) for nearly every directory

// What the kernel writes; <dirent.h> has it only where off_t is 64 bits.
struct Entry {
  std::uint64_t inode;
  std::int64_t offset;
  std::uint16_t length;
  std::uint8_t type;
  char name[1];
};

FileType type_of(std::uint8_t type) {
  switch (type) {
    case DT_REG: return FileType::regular;
    case DT_DIR: return FileType::directory;
    case DT_LNK: return FileType::symbolic_link;
    case DT_CHR: return FileType::character_special;
    case DT_BLK: return FileType::block_special;
    case DT_FIFO: return FileType::fifo;
    case DT_SOCK: return FileType::socket;
  }
  return FileType::unknown;
}

void append_entries(const char* buffer, std::size_t size, std::vector<DirEntry>& entries) {
  for (std::size_t at = 0; at < size;) {
    std::uint16_t length;
    std::memcpy(&length, buffer + at + offsetof(Entry, length), sizeof length);
    const char* name = buffer + at + offsetof(Entry, name);
    if (std::strcmp(name, ".") != 0 && std::strcmp(name, "..") != 0)
      entries.push_back({name, type_of(static_cast<std::uint8_t>(buffer[at + offsetof(Entry, type)]))});
    at += length;
  }
}

class HostDirectory : public Directory {
 public:
  explicit HostDirectory(Descriptor directory) : directory_(std::move(directory)) {}

  Result<std::vector<DirEntry>> list() override {
    if (listed_ && ::lseek(directory_.get(), 0, SEEK_SET) < 0) return fail(errno);
    listed_ = true;
    const std::unique_ptr<char[]> buffer(new char[kEntryBytes]);  // not make_unique: it would write to every page
    std::vector<DirEntry> entries;
    for (;;) {
      const long got = retry([&] { return ::syscall(SYS_getdents64, directory_.get(), buffer.get(), kEntryBytes); });
      if (got < 0) return fail(errno);
      if (got == 0) return entries;
      append_entries(buffer.get(), static_cast<std::size_t>(got), entries);
    }
  }

  Result<Stat> stat(std::string_view name) override {
    const auto text = component(name);
    if (!text) return tl::make_unexpected(text.error());
    struct stat status;
    if (::fstatat(directory_.get(), text->c_str(), &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) != 0) return fail(errno);
    return to_stat(status);
  }

  Result<std::unique_ptr<Directory>> open(std::string_view name) override {
    const auto text = component(name);
    if (!text) return tl::make_unexpected(text.error());
    Descriptor directory = open_component(directory_.get(), text->c_str(), O_RDONLY | O_DIRECTORY);
    if (!directory.valid()) return fail(errno);
    return make_directory(std::move(directory));
  }

  Result<std::string> read(std::string_view name, std::size_t max_bytes) override {
    const auto text = component(name);
    if (!text) return tl::make_unexpected(text.error());
    const Descriptor file = open_component(directory_.get(), text->c_str(), O_PATH);
    if (!file.valid()) return fail(errno);
    return read_regular(
        file, [&](int flags) { return open_component(directory_.get(), text->c_str(), flags); }, max_bytes);
  }

 private:
  Descriptor directory_;
  bool listed_ = false;
};

}  // namespace

std::unique_ptr<Directory> make_directory(Descriptor directory) { return std::make_unique<HostDirectory>(std::move(directory)); }

}  // namespace assay
