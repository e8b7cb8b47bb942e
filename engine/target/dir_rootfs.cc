#include <sys/vfs.h>
#include <sys/xattr.h>

#include <cstdlib>
#include <mutex>

#include "engine/target/directory.h"
#include "engine/target/mounts.h"
#include "engine/target/regular.h"
#include "engine/target/resolve.h"
#include "engine/target/rootfs.h"

namespace assay {
namespace {

constexpr std::size_t kMountinfoBytes = 64u << 20;

Result<struct statfs> file_system_of(const Descriptor& file) {
  struct statfs fs;
  // fstatfs(2) of an O_PATH descriptor is EBADF before Linux 3.12.
  if (::fstatfs(file.get(), &fs) != 0 && ::statfs(descriptor_path(file).c_str(), &fs) != 0) return fail(errno);
  return fs;
}

// The answer of a call that says how many bytes it has when asked with none. They may change in between: ERANGE.
template <class Call>
Result<std::string> sized(Call call) {
  for (int i = 0; i < 8; ++i) {
    const ssize_t size = call(nullptr, std::size_t{0});
    if (size < 0) return fail(errno);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    const ssize_t got = size == 0 ? 0 : call(bytes.data(), bytes.size());
    if (got >= 0) {
      bytes.resize(static_cast<std::size_t>(got));
      return bytes;
    }
    if (errno != ERANGE) return fail(errno);
  }
  return fail(ERANGE);
}

// Through the descriptor's path: fgetxattr(2) refuses O_PATH. It leads to the link itself where the file is one.
Result<std::string> attribute_of(const Descriptor& file, const char* name) {
  const std::string at = descriptor_path(file);
  return sized([&](char* to, std::size_t size) { return ::getxattr(at.c_str(), name, to, size); });
}

class DirRootfs : public Rootfs {
 public:
  DirRootfs(Descriptor root, bool live, bool use_openat2) : root_(std::move(root)), live_(live), use_openat2_(use_openat2) {}

  Result<Stat> stat(std::string_view path, Follow follow) const override {
    const auto file = resolve(path, follow == Follow::yes ? O_PATH : O_PATH | O_NOFOLLOW);
    if (!file) return tl::make_unexpected(file.error());
    const auto status = status_of(*file);
    if (!status) return tl::make_unexpected(status.error());
    return to_stat(*status);
  }

  Result<std::unique_ptr<Directory>> open(std::string_view path) const override {
    auto directory = resolve(path, O_RDONLY | O_DIRECTORY);
    if (!directory) return tl::make_unexpected(directory.error());
    return make_directory(std::move(*directory));
  }

  Result<std::string> read(std::string_view path, std::size_t max_bytes) const override {
    const auto file = resolve(path, O_PATH);
    if (!file) return tl::make_unexpected(file.error());
    return read_regular(
        *file, [&](int flags) { return open_for_reading(path, flags); }, max_bytes);
  }

  Result<void> read_pieces(std::string_view path, std::uint64_t max_bytes,
                           const std::function<void(std::string_view)>& take) const override {
    const auto file = resolve(path, O_PATH);
    if (!file) return tl::make_unexpected(file.error());
    return read_regular_pieces(
        *file, [&](int flags) { return open_for_reading(path, flags); }, max_bytes, take);
  }

  Result<std::string> read_link(std::string_view path) const override {
    const auto link = resolve(path, O_PATH | O_NOFOLLOW);
    if (!link) return tl::make_unexpected(link.error());
    const auto status = status_of(*link);
    if (!status) return tl::make_unexpected(status.error());
    if (!S_ISLNK(status->st_mode)) return fail(EINVAL);
    return link_text(link->get(), "");
  }

  Result<std::string> canonical(std::string_view path) const override {
    std::string found;
    const auto file = opath_resolve(root_, path, O_PATH, &found);
    if (!file) return tl::make_unexpected(file.error());
    return found;
  }

  Result<std::string> xattr(std::string_view path, std::string_view name) const override {
    const auto file = resolve(path, O_PATH | O_NOFOLLOW);
    if (!file) return tl::make_unexpected(file.error());
    return attribute_of(*file, std::string(name).c_str());
  }

  Result<std::vector<std::string>> xattr_names(std::string_view path) const override {
    const auto file = resolve(path, O_PATH | O_NOFOLLOW);
    if (!file) return tl::make_unexpected(file.error());
    const std::string at = descriptor_path(*file);
    const auto packed = sized([&](char* to, std::size_t size) { return ::listxattr(at.c_str(), to, size); });
    if (!packed) return tl::make_unexpected(packed.error());
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin < packed->size(); begin += names.back().size() + 1) names.emplace_back(packed->c_str() + begin);
    return names;
  }

  Result<bool> has_extended_acl(std::string_view path) const override;
  bool is_local(const Stat& stat, std::string_view path) const override;

  Result<Space> space(std::string_view path) const override {
    if (!live_) return fail(ENOTSUP);
    const auto file = resolve(path, O_PATH);
    if (!file) return tl::make_unexpected(file.error());
    const auto fs = file_system_of(*file);
    if (!fs) return tl::make_unexpected(fs.error());
    const auto block = fs->f_frsize > 0 ? fs->f_frsize : fs->f_bsize;
    return Space{static_cast<std::uint64_t>(block), fs->f_blocks, fs->f_bfree, fs->f_bavail};
  }

 private:
  Result<Descriptor> resolve(std::string_view path, int flags) const {
    auto file = use_openat2_ ? openat2_resolve(root_, path, flags) : opath_resolve(root_, path, flags);
    if (!file) file.error().detail = path;
    return file;
  }

  Descriptor open_for_reading(std::string_view path, int flags) const;

  Descriptor root_;
  bool live_, use_openat2_;
  mutable std::mutex mounts_mutex_;
  mutable bool mounts_known_ = false;
  mutable std::unordered_map<std::uint64_t, bool> remote_;  // by device
};

// By its canonical path's directory, so that the last component can be opened without following anything.
Descriptor DirRootfs::open_for_reading(std::string_view path, int flags) const {
  const auto at = canonical(path);
  if (!at) {
    errno = at.error().code;
    return Descriptor();
  }
  const std::size_t slash = at->rfind('/');
  const auto directory = resolve(slash == 0 ? "/" : std::string_view(*at).substr(0, slash), O_PATH);
  if (!directory) {
    errno = directory.error().code;
    return Descriptor();
  }
  return open_component(directory->get(), at->c_str() + slash + 1, flags);
}

// A header of 4 bytes and 8 an entry; owner, group and others have three between them, which the mode bits say as well.
Result<bool> DirRootfs::has_extended_acl(std::string_view path) const {
  constexpr std::size_t kHeader = 4, kEntry = 8, kPlainEntries = 3;
  const auto file = resolve(path, O_PATH | O_NOFOLLOW);
  if (!file) return tl::make_unexpected(file.error());
  for (const char* name : {"system.posix_acl_access", "system.posix_acl_default"}) {
    const auto acl = attribute_of(*file, name);
    if (acl && (acl->size() > kHeader + kPlainEntries * kEntry || (std::string_view(name).ends_with("default") && acl->size() > kHeader)))
      return true;
    if (!acl && acl.error().code != ENODATA) {
      const auto status = status_of(*file);
      if (status && S_ISLNK(status->st_mode)) return false;
      return tl::make_unexpected(acl.error());
    }
  }
  return false;
}

bool DirRootfs::is_local(const Stat& stat, std::string_view path) const {
  if (!live_) return true;
  const std::lock_guard lock(mounts_mutex_);
  if (!mounts_known_) {
    mounts_known_ = true;
    if (const auto table = read("/proc/self/mountinfo", kMountinfoBytes)) remote_ = remote_by_device(*table);
  }
  if (const auto known = remote_.find(stat.device); known != remote_.end()) return !known->second;
  const auto file = resolve(path, O_PATH | O_NOFOLLOW);
  if (!file) return true;
  const auto fs = file_system_of(*file);
  if (!fs) return true;
  return !(remote_[stat.device] = is_remote_magic(static_cast<std::uint32_t>(fs->f_type)));
}

}  // namespace

bool is_host_root(const std::string& host_directory) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(host_directory.c_str(), nullptr), std::free);
  return real && std::string_view(real.get()) == "/";
}

Result<std::unique_ptr<Rootfs>> open_dir_rootfs(const std::string& host_directory, Resolver resolver) {
  Descriptor root(retry([&] { return ::open(host_directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC); }));
  if (!root.valid()) return fail(errno, host_directory);
  const bool can = resolver != Resolver::opath && kernel_has_openat2(root);
  if (resolver == Resolver::openat2 && !can) return fail(ENOSYS, "openat2");
  return std::make_unique<DirRootfs>(std::move(root), is_host_root(host_directory), can);
}

// A root that holds its files anyway has no need to do better.
Result<void> Rootfs::read_pieces(std::string_view path, std::uint64_t max_bytes, const std::function<void(std::string_view)>& take) const {
  const auto bytes = read(path, max_bytes);
  if (!bytes) return tl::make_unexpected(bytes.error());
  take(*bytes);
  return {};
}

std::string join_path(std::string_view directory, std::string_view name) {
  std::string path(directory);
  if (!path.ends_with('/')) path += '/';
  return path += name;
}

}  // namespace assay
