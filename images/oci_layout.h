// The files of an OCI image layout (image-layout.md of the specification), in a directory or in a tar archive. Private to images.
#pragma once

#include "images/members.h"

namespace assay::images {

class Layout {
 public:
  virtual ~Layout() = default;
  virtual bool has(const std::string& path) const = 0;
  // Of a path that this program made. Throws JobError where there is no such regular file.
  virtual SharedSource file(const std::string& path) const = 0;
  virtual std::uint64_t size(const std::string& path) const = 0;
};

// Files are opened beneath the directory, through no link.
std::unique_ptr<Layout> layout_in_directory(const std::string& host_directory);
std::unique_ptr<Layout> layout_in_archive(Members members);

bool is_oci_layout(const Layout& layout);

// The bytes a descriptor speaks of (descriptor.md): only where their size and digest are what it says.
struct Blob {
  std::string digest;  // "sha256:..."
  std::uint64_t size = 0;
};
SharedSource blob_of(const Layout& layout, const Blob& blob, const std::string& what);
std::string read_blob(const Layout& layout, const Blob& blob, const std::string& what);

}  // namespace assay::images
