// The files of an archive that holds an image: `docker save`, an OCI layout as tar. Private to images.
#pragma once

#include <map>
#include <optional>

#include "images/stream.h"

namespace assay::images {

class Members {
 public:
  // Throws JobError. The archive itself may be packed.
  Members(std::shared_ptr<const Device> device, std::string what);

  const std::string& what() const { return what_; }
  bool has(std::string_view path) const { return find(path) != nullptr; }
  // Links within the archive are followed. Throws JobError where there is no such file.
  SharedSource file(std::string_view path) const;
  std::uint64_t size(std::string_view path) const;

 private:
  struct Member {
    std::uint64_t begin = 0, size = 0;
    std::string link;  // the path of another member
  };

  const Member* find(std::string_view path) const;  // the file behind links
  const Member& need(std::string_view path) const;

  std::string what_;
  SharedSource archive_;
  std::map<std::string, Member, std::less<>> members_;
};

// A small file whole; `what` names it in messages.
std::string read_whole(const Source& source, std::uint64_t size, const std::string& what);

}  // namespace assay::images
