// A file descriptor that closes itself, and the small system calls of the door. For engine/target and images.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "engine/base/result.h"
#include "engine/target/rootfs.h"

namespace assay {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// Calls until no signal interrupts it.
template <class Call>
auto retry(Call call) {
  for (;;) {
    const auto result = call();
    if (result != -1 || errno != EINTR) return result;
  }
}

// openat(2) of one component. Nothing opened this way is executed, waited for, inherited or made a controlling terminal; the
// time of access is left alone where the kernel lets us.
Descriptor open_component(int directory, const char* name, int flags);

Result<struct stat> status_of(const Descriptor& file);
Stat to_stat(const struct stat& from);
FileType to_type(mode_t mode);

// The text of the link `name` in `directory`, or of the link `directory` itself where `name` is "".
Result<std::string> link_text(int directory, const char* name);

// An entry's name as a C string; EINVAL where it is no single component ("", ".", "..", a slash or a NUL byte in it).
Result<std::string> component(std::string_view name);

// "/proc/self/fd/N": the way to do to an O_PATH descriptor what the kernel does only to paths. Never shown to anybody.
std::string descriptor_path(const Descriptor& file);

}  // namespace assay
