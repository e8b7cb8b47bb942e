#include "images/oci_layout.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/target/descriptor.h"

namespace assay::images {
namespace {

constexpr std::string_view kSha256 = "sha256:";
constexpr std::size_t kHexDigits = 64;

class DirectoryLayout : public Layout {
 public:
  explicit DirectoryLayout(const std::string& host_directory)
      : place_(host_directory), directory_(retry([&] { return ::open(host_directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC); })) {
    if (!directory_.valid()) throw JobError(place_ + ": " + Failure{errno, {}}.message());
  }

  bool has(const std::string& path) const override { return find(path).valid(); }

  SharedSource file(const std::string& path) const override { return source_of(open(path), place_ + "/" + path); }
  std::uint64_t size(const std::string& path) const override { return open(path)->size(); }

 private:
  // Component by component, none of which may be a link.
  Descriptor find(const std::string& path) const {
    Descriptor at;
    for (const std::string_view part : words(path, "/")) {
      at = open_component(at.valid() ? at.get() : directory_.get(), std::string(part).c_str(), O_PATH);
      if (!at.valid()) break;
    }
    return at;
  }

  std::shared_ptr<const Device> open(const std::string& path) const {
    const Descriptor found = find(path);
    const auto status = found.valid() ? status_of(found) : Result<struct stat>(fail(errno));
    const std::string where = place_ + "/" + path;
    if (!status) throw JobError(where + ": " + status.error().message() + ": the image is incomplete");
    if (!S_ISREG(status->st_mode)) throw JobError(where + ": is no regular file (links are not followed in an image)");
    return open_device(descriptor_path(found));
  }

  std::string place_;
  Descriptor directory_;
};

class ArchiveLayout : public Layout {
 public:
  explicit ArchiveLayout(Members members) : members_(std::move(members)) {}
  bool has(const std::string& path) const override { return members_.has(path); }
  SharedSource file(const std::string& path) const override { return members_.file(path); }
  std::uint64_t size(const std::string& path) const override { return members_.size(path); }

 private:
  Members members_;
};

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// The digest is part of a path: nothing but what a digest is made of gets there.
std::string path_of(const Blob& blob, const std::string& what) {
  const std::string digits = blob.digest.substr(std::min(kSha256.size(), blob.digest.size()));
  if (!blob.digest.starts_with(kSha256) || digits.size() != kHexDigits || !std::all_of(digits.begin(), digits.end(), is_hex_digit))
    throw JobError(what + ": \"" + printable(blob.digest) + "\" is no SHA-256 digest");
  return "blobs/sha256/" + digits;
}

}  // namespace

std::unique_ptr<Layout> layout_in_directory(const std::string& host_directory) { return std::make_unique<DirectoryLayout>(host_directory); }
std::unique_ptr<Layout> layout_in_archive(Members members) { return std::make_unique<ArchiveLayout>(std::move(members)); }

bool is_oci_layout(const Layout& layout) { return layout.has("oci-layout") && layout.has("index.json"); }

SharedSource blob_of(const Layout& layout, const Blob& blob, const std::string& what) {
  const std::string path = path_of(blob, what);
  const std::uint64_t size = layout.size(path);
  if (size != blob.size)
    throw JobError(what + ": " + path + " has " + std::to_string(size) + " bytes, not " + std::to_string(blob.size) +
                   ": the image is damaged");
  SharedSource file = layout.file(path);
  if (digest_of(*file) != blob.digest)
    throw JobError(what + ": " + path + " does not have the digest it is named by: the image is damaged");
  return file;
}

std::string read_blob(const Layout& layout, const Blob& blob, const std::string& what) {
  return read_whole(*blob_of(layout, blob, what), blob.size, what);
}

}  // namespace assay::images
