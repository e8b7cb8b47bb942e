// An image in a file of memory, looked at whole through the door.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "images/open.h"

namespace assay::fuzz {

class ImageFile {
 public:
  explicit ImageFile(std::string_view bytes) : fd_(::memfd_create("image", MFD_CLOEXEC)) {
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t wrote = ::write(fd_, bytes.data() + at, bytes.size() - at);
      if (wrote <= 0) break;
      at += static_cast<std::size_t>(wrote);
    }
  }
  ImageFile(const ImageFile&) = delete;
  ~ImageFile() { ::close(fd_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

inline constexpr std::size_t kReadBytes = 1u << 20;

inline void look_at(Directory& directory, int& left) {
  const auto entries = directory.list();
  if (!entries) return;
  for (const DirEntry& entry : *entries) {
    if (--left < 0) return;
    (void)directory.stat(entry.name);
    (void)directory.read(entry.name, kReadBytes);
    if (const auto below = directory.open(entry.name)) look_at(**below, left);
  }
}

// Opens the image and looks at what is in it; a refusal is what is to be expected of most.
inline void look_at(std::string_view bytes, const std::function<images::OpenedRoot(const std::string&)>& open) {
  const ImageFile file(bytes);
  try {
    const images::OpenedRoot root = open(file.path());
    int left = 300;
    const auto top = root.files->open("/");
    if (top) look_at(**top, left);
  } catch (const JobError&) {
  }
}

// The headers of a tar archive with their checksums made right, which a change of any byte would break: wherever a block of 512 bytes
// has the magic of one, in archives within archives as well.
inline std::string with_checksums(std::string_view bytes) {
  constexpr std::size_t kBlock = 512, kSum = 148, kSumBytes = 8, kMagic = 257;
  std::string fixed(bytes);
  for (std::size_t at = 0; at + kBlock <= fixed.size(); at += kBlock) {
    if (fixed.compare(at + kMagic, 5, "ustar") != 0) continue;
    fixed.replace(at + kSum, kSumBytes, kSumBytes, ' ');
    unsigned sum = 0;
    for (std::size_t i = 0; i < kBlock; ++i) sum += static_cast<unsigned char>(fixed[at + i]);
    for (std::size_t digit = 0; digit < 6; ++digit) fixed[at + kSum + digit] = static_cast<char>('0' + ((sum >> (3 * (5 - digit))) & 7));
    fixed[at + kSum + 6] = '\0';
  }
  return fixed;
}

}  // namespace assay::fuzz
