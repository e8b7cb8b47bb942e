#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/xml/document.h"
#include "engine/xml/encoding.h"

namespace assay::xml {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void refuse(const std::string& path, const std::string& why) { throw ContentError(path, 0, {}, why); }

std::string read_whole(const std::string& path) {
  const Descriptor file(path);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) refuse(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) refuse(path, std::strerror(EISDIR));
  if (!S_ISREG(status.st_mode)) refuse(path, "not a regular file");
  if (static_cast<std::size_t>(status.st_size) > kLimits.content_bytes) refuse(path, "larger than the limit for content files");
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t used = 0;
  while (used < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(path, std::strerror(errno));
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

std::shared_ptr<const Source> Source::open(const std::string& host_path) { return from_bytes(host_path, read_whole(host_path)); }

std::shared_ptr<const Source> Source::from_bytes(std::string name, std::string bytes) {
  auto source = std::make_shared<Source>();
  source->sha256_ = hex_digest("SHA-256", bytes).value_or("");
  source->bytes_ = to_utf8(name, unpack(name, std::move(bytes)));
  source->name_ = std::move(name);
  return source;
}

}  // namespace assay::xml
