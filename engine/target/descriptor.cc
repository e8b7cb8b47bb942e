#include "engine/target/descriptor.h"

namespace assay {

Descriptor open_component(int directory, const char* name, int flags) {
  flags |= O_CLOEXEC | O_NOFOLLOW;
  if ((flags & O_PATH) != 0) return Descriptor(retry([&] { return ::openat(directory, name, flags); }));
  flags |= O_NONBLOCK | O_NOCTTY;
  const int fd = retry([&] { return ::openat(directory, name, flags | O_NOATIME); });
  if (fd >= 0 || errno != EPERM) return Descriptor(fd);
  return Descriptor(retry([&] { return ::openat(directory, name, flags); }));  // O_NOATIME is for the owner and root
}

Result<struct stat> status_of(const Descriptor& file) {
  struct stat status;
  // AT_EMPTY_PATH: fstat(2) of an O_PATH descriptor is EBADF before Linux 3.6.
  if (::fstatat(file.get(), "", &status, AT_EMPTY_PATH | AT_NO_AUTOMOUNT) != 0) return fail(errno);
  return status;
}

FileType to_type(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG: return FileType::regular;
    case S_IFDIR: return FileType::directory;
    case S_IFLNK: return FileType::symbolic_link;
    case S_IFCHR: return FileType::character_special;
    case S_IFBLK: return FileType::block_special;
    case S_IFIFO: return FileType::fifo;
    case S_IFSOCK: return FileType::socket;
  }
  return FileType::unknown;
}

Stat to_stat(const struct stat& from) {
  Stat to;
  to.type = to_type(from.st_mode);
  to.mode = from.st_mode & 07777;
  to.uid = from.st_uid;
  to.gid = from.st_gid;
  to.nlink = static_cast<std::uint32_t>(from.st_nlink);
  to.size = static_cast<std::uint64_t>(from.st_size);
  to.inode = from.st_ino;
  to.device = from.st_dev;
  to.rdev = from.st_rdev;
  to.atime = from.st_atime;
  to.ctime = from.st_ctime;
  to.mtime = from.st_mtime;
  return to;
}

Result<std::string> link_text(int directory, const char* name) {
  std::string text(4096, '\0');  // a link is at most PATH_MAX - 1 bytes long
  const ssize_t length = ::readlinkat(directory, name, text.data(), text.size());
  if (length < 0) return fail(errno);
  text.resize(static_cast<std::size_t>(length));
  return text;
}

Result<std::string> component(std::string_view name) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos || name.find('\0') != name.npos) return fail(EINVAL);
  return std::string(name);
}

std::string descriptor_path(const Descriptor& file) { return "/proc/self/fd/" + std::to_string(file.get()); }

}  // namespace assay
