#include "engine/target/regular.h"

#include <linux/magic.h>
#include <sys/vfs.h>

#include <algorithm>

namespace assay {
namespace {

constexpr int kReadFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
constexpr std::size_t kFirstRead = std::size_t{16} * 1024;  // of a file that does not say its size
constexpr std::size_t kPiece = std::size_t{256} * 1024;
constexpr std::size_t kMost = std::size_t{1} << 40;

bool same_file(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino && S_ISREG(b.st_mode); }

bool is_same(const Descriptor& file, const struct stat& expected) {
  const auto status = status_of(file);
  return status && same_file(expected, *status);
}

int open_again(const Descriptor& found) {
  const std::string path = descriptor_path(found);
  const int fd = retry([&] { return ::open(path.c_str(), kReadFlags | O_NOATIME); });
  return fd >= 0 || errno != EPERM ? fd : retry([&] { return ::open(path.c_str(), kReadFlags); });
}

// Reading the kernel's message ring or a trace pipe takes the messages away from whoever waits for them.
bool is_drained_by_reading(const Descriptor& found) {
  struct statfs fs;
  if (::fstatfs(found.get(), &fs) != 0 || (fs.f_type != PROC_SUPER_MAGIC && fs.f_type != TRACEFS_MAGIC && fs.f_type != DEBUGFS_MAGIC))
    return false;
  const auto path = link_text(AT_FDCWD, descriptor_path(found).c_str());
  return path && (path->ends_with("/kmsg") || path->ends_with("/trace_pipe") || path->ends_with("/trace_pipe_raw"));
}

Result<std::string> read_to_end(int fd, std::size_t said, std::size_t max_bytes) {
  std::string bytes;
  // One byte more than the file says it has: the read that fills less than asked is the last but one.
  bytes.resize(said == 0 ? std::min(kFirstRead, max_bytes + 1) : said + 1);
  for (std::size_t have = 0;;) {
    const ssize_t got = retry([&] { return ::read(fd, bytes.data() + have, bytes.size() - have); });
    if (got < 0) return fail(errno);
    have += static_cast<std::size_t>(got);
    if (have > max_bytes) return fail(EFBIG);
    if (got == 0) {
      bytes.resize(have);
      return bytes;
    }
    if (have == bytes.size()) bytes.resize(std::min(have * 2, max_bytes + 1));
  }
}

struct Opened {
  Descriptor file;
  std::uint64_t said = 0;  // its size, as it says
};

Result<Opened> open_regular(const Descriptor& found, const std::function<Descriptor(int flags)>& reopen, std::uint64_t max_bytes) {
  const auto status = status_of(found);
  if (!status) return tl::make_unexpected(status.error());
  if (S_ISDIR(status->st_mode)) return fail(EISDIR);
  if (!S_ISREG(status->st_mode)) return fail(EINVAL, "not a regular file");
  if (static_cast<std::uint64_t>(status->st_size) > max_bytes) return fail(EFBIG);
  if (status->st_size == 0 && is_drained_by_reading(found)) return fail(EINVAL, "reading it would consume it");
  Descriptor file(open_again(found));
  if (!file.valid() && (errno == EACCES || errno == EPERM)) return fail(errno);
  if (!file.valid() || !is_same(file, *status)) {
    file = reopen(O_RDONLY);
    if (!file.valid()) return fail(errno);
    if (!is_same(file, *status)) return fail(ESTALE, "replaced while it was opened");
  }
  return Opened{std::move(file), static_cast<std::uint64_t>(status->st_size)};
}

}  // namespace

Result<std::string> read_regular(const Descriptor& found, const std::function<Descriptor(int flags)>& reopen, std::size_t max_bytes) {
  max_bytes = std::min(max_bytes, kMost);
  const auto opened = open_regular(found, reopen, max_bytes);
  if (!opened) return tl::make_unexpected(opened.error());
  return read_to_end(opened->file.get(), static_cast<std::size_t>(opened->said), max_bytes);
}

Result<void> read_regular_pieces(const Descriptor& found, const std::function<Descriptor(int flags)>& reopen, std::uint64_t max_bytes,
                                 const std::function<void(std::string_view)>& take) {
  const auto opened = open_regular(found, reopen, max_bytes);
  if (!opened) return tl::make_unexpected(opened.error());
  std::string piece(kPiece, '\0');
  for (std::uint64_t have = 0;;) {
    const ssize_t got = retry([&] { return ::read(opened->file.get(), piece.data(), piece.size()); });
    if (got < 0) return fail(errno);
    if (got == 0) return {};
    have += static_cast<std::uint64_t>(got);
    if (have > max_bytes) return fail(EFBIG);
    take(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
  }
}

}  // namespace assay
