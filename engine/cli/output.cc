#include "engine/cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <streambuf>
#include <utility>

#include "engine/base/error.h"

namespace assay::cli {
namespace {

// A stream buffer over a descriptor that remembers the first error.
class DescriptorBuffer final : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) { setp(buffer_, buffer_ + sizeof buffer_); }
  int error() const { return error_; }

 protected:
  int sync() override { return flush(pbase(), pptr()) ? (setp(buffer_, buffer_ + sizeof buffer_), 0) : -1; }
  int overflow(int c) override {
    if (sync() != 0) return traits_type::eof();
    if (c != traits_type::eof()) sputc(static_cast<char>(c));
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(const char* text, std::streamsize length) override {
    if (length == 0) return 0;  // an empty string_view's data may be null
    if (length < epptr() - pptr()) {
      std::memcpy(pptr(), text, static_cast<std::size_t>(length));
      pbump(static_cast<int>(length));
      return length;
    }
    return sync() == 0 && flush(text, text + length) ? length : 0;
  }

 private:
  bool flush(const char* begin, const char* end) {
    while (begin != end && error_ == 0) {
      const ssize_t written = ::write(descriptor_, begin, static_cast<std::size_t>(end - begin));
      if (written >= 0)
        begin += written;
      else if (errno != EINTR)
        error_ = errno;
    }
    return error_ == 0;
  }

  int descriptor_;
  int error_ = 0;
  char buffer_[1 << 16];
};

}  // namespace

struct Outputs::File {
  std::string path, temporary;  // temporary "": without a name, or written in place
  int descriptor = -1;
  bool nameless = false;  // O_TMPFILE: whatever ends the program, nothing of it is left
  std::function<void(std::ostream&)> write;

  [[noreturn]] void give_up(int code) const {
    throw JobError("cannot write " + (path == "-" ? "to standard output" : path) + ": " + std::strerror(code));
  }
  bool in_place() const { return temporary.empty() && !nameless; }
  std::string directory() const {
    const std::filesystem::path parent = std::filesystem::path(path).parent_path();
    return parent.empty() ? "." : parent.string();
  }
  void open_beside();
  void link_nameless();
  void finish();
};

void Outputs::File::open_beside() {
  descriptor = ::access("/proc/self/fd", X_OK) == 0 ? ::open(directory().c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666) : -1;
  nameless = descriptor >= 0;
  if (nameless) return;
  temporary = path + ".XXXXXX";
  descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) temporary.clear();
}

// Gives a nameless file a temporary name: rename() replaces what is there, linkat() does not.
void Outputs::File::link_nameless() {
  const std::string self = "/proc/self/fd/" + std::to_string(descriptor);
  for (unsigned attempt = 0; attempt < 100; ++attempt) {
    const std::string name = path + "." + std::to_string(::getpid()) + "-" + std::to_string(attempt);
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      temporary = name;
      return;
    }
    if (errno != EEXIST) break;
  }
  give_up(errno);
}

void Outputs::File::finish() {
  if (nameless) return;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  if (::fchmod(descriptor, 0666 & ~mask) != 0 || ::close(descriptor) != 0) give_up(errno);
  descriptor = -1;
}

Outputs::Outputs() = default;

Outputs::~Outputs() {
  for (const std::unique_ptr<File>& file : files_) {
    if (file->descriptor > STDERR_FILENO) ::close(file->descriptor);
    if (!file->temporary.empty()) ::unlink(file->temporary.c_str());
  }
}

void Outputs::add(const std::string& path, std::function<void(std::ostream&)> write) {
  auto file = std::make_unique<File>();
  file->path = path;
  file->write = std::move(write);
  struct stat existing {};
  const bool exists = ::stat(path.c_str(), &existing) == 0;
  if (path == "-") {
    file->descriptor = STDOUT_FILENO;
  } else if ((exists && !S_ISREG(existing.st_mode)) || path.starts_with("/dev/") || path.starts_with("/proc/")) {
    file->descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  } else {
    refuse_second(path);
    file->open_beside();
  }
  if (file->descriptor < 0) file->give_up(errno);
  files_.push_back(std::move(file));
}

void Outputs::refuse_second(const std::string& path) const {
  const auto place = [](const std::string& name) {
    std::error_code error;
    const std::filesystem::path absolute = std::filesystem::absolute(name);
    const std::filesystem::path parent = std::filesystem::canonical(absolute.parent_path(), error);
    return (error ? absolute.parent_path() : parent) / absolute.filename();
  };
  for (const std::unique_ptr<File>& other : files_)
    if (!other->in_place() && place(other->path) == place(path)) throw JobError("two outputs for " + path + ": give each its own file");
}

std::vector<std::string> Outputs::directories() const {
  std::vector<std::string> found;
  for (const std::unique_ptr<File>& file : files_)
    if (!file->in_place()) found.push_back(file->directory());
  return found;
}

void Outputs::commit() {
  // Standard output last: what it says cannot be taken back where a file fails.
  std::stable_partition(files_.begin(), files_.end(), [](const auto& file) { return file->descriptor != STDOUT_FILENO; });
  for (const std::unique_ptr<File>& file : files_) {
    DescriptorBuffer buffer(file->descriptor);
    std::ostream out(&buffer);
    file->write(out);
    out.flush();
    if (buffer.error() != 0) file->give_up(buffer.error());
    if (!file->in_place()) file->finish();
  }
  for (const std::unique_ptr<File>& file : files_)
    if (file->nameless) file->link_nameless();
  for (const std::unique_ptr<File>& file : files_) {
    if (file->temporary.empty()) continue;
    if (::rename(file->temporary.c_str(), file->path.c_str()) != 0) file->give_up(errno);
    file->temporary.clear();
  }
}

}  // namespace assay::cli
