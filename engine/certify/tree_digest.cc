#include "engine/certify/tree_digest.h"

#include <sys/sysmacros.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"

namespace assay::certify {
namespace {

constexpr std::array<const char*, 4> kAttributes = {"security.capability", "security.selinux", "system.posix_acl_access",
                                                    "system.posix_acl_default"};

std::string octal(std::uint32_t mode) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3) digits += static_cast<char>('0' + (mode >> shift & 7));
  return digits;
}

enum class What : std::uint8_t { contents, entries };

class TreeDigest {
 public:
  TreeDigest(const Rootfs& files, const std::string& name, What what) : files_(files), name_(name), what_(what) {}

  std::string compute() {
    std::vector<Entry> entries = {{"/", got("/", files_.stat("/", Follow::no))}};
    for (std::size_t next = 0; next < entries.size(); ++next) add_entries(Entry(entries[next]), entries);
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.path < b.path; });
    for (const Entry& entry : entries) record(entry.path, entry.at);
    return digest_.hex();
  }

 private:
  struct Entry {
    std::string path;
    Stat at;
  };

  [[noreturn]] void refuse(const std::string& path, const std::string& why) const { throw JobError(name_ + ": " + path + ": " + why); }

  template <class T>
  T got(const std::string& path, Result<T> result) const {
    if (!result) refuse(path, "cannot be read, so it cannot be certified: " + Failure{result.error().code, {}}.message());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
  }

  // What the kernel shows of itself (proc, sysfs) is no part of an image, and has no end.
  void refuse_kernel_files(const std::string& path, const Stat& at) {
    if (path == "/") device_ = at.device;
    if (at.device == device_) return;
    const auto kind = files_.stat(join_path(path, "self/stat"), Follow::yes);
    if (kind || files_.stat(join_path(path, "kernel/mm"), Follow::no))
      refuse(path, "a file system of the running kernel is mounted here: unmount it first");
  }

  void add_entries(const Entry& parent, std::vector<Entry>& entries) {
    if (parent.at.type != FileType::directory) return;
    refuse_kernel_files(parent.path, parent.at);
    const auto directory = got(parent.path, files_.open(parent.path));
    for (const DirEntry& entry : got(parent.path, directory->list())) {
      std::string path = join_path(parent.path, entry.name);
      path_bytes_ += path.size();
      const Stat at = got(path, directory->stat(entry.name));
      entries.push_back({std::move(path), at});
    }
    if (entries.size() > kLimits.image_entries || path_bytes_ > kLimits.image_metadata_bytes)
      throw JobError(name_ + ": more entries than the limit for images");
  }

  void put(std::string_view text) {
    digest_.update(text);
    digest_.update({"\0", 1});
  }

  bool is_left_out(const std::string& path, const Stat& at) const {
    return what_ == What::entries && (at.type == FileType::socket || (at.type == FileType::directory && path == "/lost+found"));
  }

  void record(const std::string& path, const Stat& at) {
    if (is_left_out(path, at)) return;
    put(path);
    put(type_name(path, at.type));
    put(octal(at.mode));
    put(std::to_string(at.uid));
    put(std::to_string(at.gid));
    put_contents(path, at);
    if (what_ == What::contents) put_attributes(path);
    digest_.update("\n");
  }

  const char* type_name(const std::string& path, FileType type) const {
    switch (type) {
      case FileType::regular: return "regular";
      case FileType::directory: return "directory";
      case FileType::symbolic_link: return "link";
      case FileType::character_special: return "char";
      case FileType::block_special: return "block";
      case FileType::fifo: return "fifo";
      case FileType::socket: return "socket";
      case FileType::unknown: break;
    }
    refuse(path, "a file of a type that is not known");
  }

  void put_contents(const std::string& path, const Stat& at) {
    switch (at.type) {
      case FileType::regular: put_file(path, at); return;
      case FileType::symbolic_link: put(got(path, files_.read_link(path))); return;
      case FileType::character_special:
      case FileType::block_special: put(std::to_string(major(at.rdev)) + ":" + std::to_string(minor(at.rdev))); return;
      case FileType::directory:
      case FileType::fifo:
      case FileType::socket:
      case FileType::unknown: return;
    }
  }

  void put_file(const std::string& path, const Stat& at) {
    if (what_ == What::entries) {
      put(std::to_string(at.size));
      put(std::to_string(at.mtime));
      return;
    }
    Sha256 contents;
    std::uint64_t size = 0;
    got(path, files_.read_pieces(path, kLimits.image_unpacked_bytes - bytes_, [&](std::string_view piece) {
      contents.update(piece);
      size += piece.size();
    }));
    bytes_ += size;
    put(std::to_string(size));
    put(contents.hex());
  }

  void put_attributes(const std::string& path) {
    const auto names = files_.xattr_names(path);
    if (!names && names.error().code == ENOTSUP) return;
    const std::vector<std::string> has = got(path, names);
    for (const char* attribute : kAttributes)
      if (std::find(has.begin(), has.end(), attribute) != has.end())
        put(std::string(attribute) + "=" + to_hex(got(path, files_.xattr(path, attribute))));
  }

  const Rootfs& files_;
  const std::string& name_;
  const What what_;
  Sha256 digest_;
  std::uint64_t bytes_ = 0, path_bytes_ = 0, device_ = 0;
};

}  // namespace

std::string tree_digest(const Rootfs& files, const std::string& name) { return TreeDigest(files, name, What::contents).compute(); }

std::string entries_digest(const Rootfs& files, const std::string& name) { return TreeDigest(files, name, What::entries).compute(); }

}  // namespace assay::certify
