#include "engine/certify/image.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/certify/tree_digest.h"
#include "engine/target/descriptor.h"

namespace assay::certify {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) { throw JobError(path + ": " + why); }

struct HostFile {
  Descriptor descriptor;
  struct stat status;
};

// Without waiting for whoever writes to a FIFO.
HostFile open_host_file(const std::string& path) {
  HostFile file{Descriptor(retry([&] { return ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY); })), {}};
  if (!file.descriptor.valid() || ::fstat(file.descriptor.get(), &file.status) != 0) refuse(path, std::strerror(errno));
  return file;
}

// False at the end.
template <class Take>
bool take_piece(const std::string& path, const HostFile& file, std::string& piece, Take take) {
  const ssize_t got = retry([&] { return ::read(file.descriptor.get(), piece.data(), piece.size()); });
  if (got < 0) refuse(path, std::strerror(errno));
  take(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
  return got > 0;
}

std::string last_part(const std::string& path) {
  std::error_code error;
  std::filesystem::path absolute = std::filesystem::absolute(path, error).lexically_normal();
  if (!absolute.has_filename()) absolute = absolute.parent_path();
  return absolute.filename().string();
}

std::string digest_of_file(const std::string& path, const HostFile& file) {
  Sha256 digest;
  std::string piece(1u << 20, '\0');
  while (take_piece(path, file, piece, [&](std::string_view bytes) { digest.update(bytes); })) {
  }
  return digest.hex();
}

bool is_running_system(const std::string& path) {
  std::error_code error;
  return std::filesystem::canonical(path, error) == "/";
}

std::string digest_of_directory(const std::string& path) {
  if (is_running_system(path)) refuse(path, "the running system is no image: it changes while it is looked at");
  const auto files = open_dir_rootfs(path);
  if (!files) refuse(path, std::strerror(files.error().code));
  return tree_digest(**files, path);
}

}  // namespace

Subject measure(const std::string& host_path) {
  const HostFile file = open_host_file(host_path);
  if (S_ISDIR(file.status.st_mode)) return {last_part(host_path), std::string(kTreeDigest), digest_of_directory(host_path)};
  if (!S_ISREG(file.status.st_mode) && !S_ISBLK(file.status.st_mode)) refuse(host_path, "neither a file nor a directory");
  return {last_part(host_path), "sha256", digest_of_file(host_path, file)};
}

std::string read_host_file(const std::string& path, std::size_t max_bytes) {
  const HostFile file = open_host_file(path);
  if (S_ISDIR(file.status.st_mode)) refuse(path, std::strerror(EISDIR));
  if (!S_ISREG(file.status.st_mode)) refuse(path, "not a regular file");
  std::string bytes, piece(1u << 16, '\0');
  while (take_piece(path, file, piece, [&](std::string_view more) { bytes += more; }))
    if (bytes.size() > max_bytes) refuse(path, "too large: more than " + std::to_string(max_bytes) + " bytes");
  return bytes;
}

}  // namespace assay::certify
