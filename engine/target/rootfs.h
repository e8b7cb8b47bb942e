// THE DOOR. Rootfs is the only way to the files of the examined machine, live or an image.
//
// Inside paths are absolute POSIX byte strings ("/etc/passwd") as the target itself would spell them; they never name a file of
// the host, whatever links the target holds: an absolute link is resolved against the target's root, ".." stops at it, magic
// links (/proc/PID/root, ...) are refused. No call returns a host path or a descriptor. Nothing is ever written or executed.
//
// One table of hostile trees (tests/laws/leak) is run against every implementation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace assay {

enum class FileType : std::uint8_t { regular, directory, symbolic_link, character_special, block_special, fifo, socket, unknown };

struct Stat {
  FileType type = FileType::unknown;
  std::uint32_t mode = 0;  // permission and set-id bits only (07777)
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::uint32_t nlink = 0;
  std::uint64_t size = 0;  // bytes
  std::uint64_t inode = 0;
  std::uint64_t device = 0;  // the file system it lies on; equal for two files of one file system
  std::uint64_t rdev = 0;
  std::int64_t atime = 0;  // seconds since the epoch
  std::int64_t ctime = 0;
  std::int64_t mtime = 0;
};

struct DirEntry {
  std::string name;
  FileType type = FileType::unknown;  // unknown where the file system does not say: ask stat
};

enum class Follow : std::uint8_t { no, yes };  // the last component, where it is a symbolic link

// An open directory: its entries are reached without resolving its path again. Links among the entries are never followed.
class Directory {
 public:
  virtual ~Directory() = default;
  // All entries but "." and "..", in no order.
  virtual Result<std::vector<DirEntry>> list() = 0;
  virtual Result<Stat> stat(std::string_view name) = 0;
  virtual Result<std::unique_ptr<Directory>> open(std::string_view name) = 0;
  // As Rootfs::read, of a regular file that is an entry here.
  virtual Result<std::string> read(std::string_view name, std::size_t max_bytes) = 0;
};

class Rootfs {
 public:
  virtual ~Rootfs() = default;

  virtual Result<Stat> stat(std::string_view path, Follow follow) const = 0;
  virtual Result<std::unique_ptr<Directory>> open(std::string_view path) const = 0;
  // The whole of a regular file; anything else is EINVAL (EISDIR for a directory) and is never waited for. More than `max_bytes`: EFBIG. A
  // file of /proc or /sys says size 0 and is read to its end.
  virtual Result<std::string> read(std::string_view path, std::size_t max_bytes) const = 0;
  // The same, handed over piece by piece: for files too large to be held. Pieces handed over before a failure stay handed over.
  virtual Result<void> read_pieces(std::string_view path, std::uint64_t max_bytes, const std::function<void(std::string_view)>& take) const;
  virtual Result<std::string> read_link(std::string_view path) const = 0;
  // The path with every link resolved inside the root ("canonical_path" of OVAL's symlink test). ELOOP, ENOENT as realpath(3).
  virtual Result<std::string> canonical(std::string_view path) const = 0;
  // An extended attribute ("security.selinux", "security.capability"); not following a final link. ENODATA where there is none.
  virtual Result<std::string> xattr(std::string_view path, std::string_view name) const = 0;
  virtual Result<std::vector<std::string>> xattr_names(std::string_view path) const = 0;
  // POSIX ACL beyond the mode bits on this file? ("has_extended_acl" of OVAL's file test.)
  virtual Result<bool> has_extended_acl(std::string_view path) const = 0;
  // Is the file system that holds `path` one of the machine itself (not nfs, cifs, ...)? For recurse_file_system="local".
  virtual bool is_local(const Stat& stat, std::string_view path) const = 0;

  struct Space {  // in blocks of `block_size` bytes
    std::uint64_t block_size = 0, total = 0, free = 0, available = 0;
  };
  virtual Result<Space> space(std::string_view path) const = 0;  // statfs(2); ENOTSUP where there is no mounted file system
};

// How a directory of this host is opened as a root. `automatic` takes openat2 where the kernel has it.
enum class Resolver : std::uint8_t { automatic, openat2, opath };

// `host_directory` is a path of the host ("/" for the live system); a symbolic link to a directory will do.
Result<std::unique_ptr<Rootfs>> open_dir_rootfs(const std::string& host_directory, Resolver resolver = Resolver::automatic);

// Joins an inside directory and a name: ("/", "etc") -> "/etc", ("/etc", "passwd") -> "/etc/passwd".
std::string join_path(std::string_view directory, std::string_view name);

}  // namespace assay
