#include <linux/openat2.h>
#include <sys/syscall.h>

#include "engine/target/resolve.h"

namespace assay {
namespace {

constexpr std::size_t kPathMax = 4096;  // the kernel takes no longer path in one call, its final NUL counted
constexpr int kAttempts = 32;           // EAGAIN: something was renamed during the resolution of ".."

int openat2_in_root(int root, const char* path, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  return retry([&] { return static_cast<int>(::syscall(SYS_openat2, root, path, &how, sizeof how)); });
}

}  // namespace

bool kernel_has_openat2(const Descriptor& root) {
  // Not only ENOSYS says no: seccomp filters of old container engines answer EPERM to a call they do not know.
  return Descriptor(openat2_in_root(root.get(), ".", O_PATH)).valid();
}

Result<Descriptor> openat2_resolve(const Descriptor& root, std::string_view path, int flags) {
  if (path.empty()) return fail(ENOENT);
  if (path.find('\0') != path.npos) return fail(EINVAL);
  if (path.size() >= kPathMax) return opath_resolve(root, path, flags);
  const std::string text(path);
  if ((flags & O_PATH) == 0) flags |= O_NONBLOCK | O_NOCTTY | O_NOATIME;
  for (int i = 0; i < kAttempts; ++i) {
    Descriptor file(openat2_in_root(root.get(), text.c_str(), flags));
    if (file.valid()) return file;
    if (errno == EPERM && (flags & O_NOATIME) != 0)
      flags &= ~O_NOATIME;  // it is for the owner and root
    else if (errno != EAGAIN)
      return fail(errno);
  }
  return opath_resolve(root, path, flags);
}

}  // namespace assay
