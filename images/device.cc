#include "images/device.h"

#include <linux/fs.h>
#include <sys/ioctl.h>

#include "engine/base/error.h"
#include "engine/target/descriptor.h"

namespace assay::images {
namespace {

class FileDevice : public Device {
 public:
  FileDevice(Descriptor file, std::uint64_t size) : file_(std::move(file)), size_(size) {}
  std::uint64_t size() const override { return size_; }
  std::optional<HostBytes> host_bytes() const override { return HostBytes{file_.get(), 0}; }

  Result<void> read(std::uint64_t offset, std::span<char> bytes) const override {
    if (offset > size_ || size_ - offset < bytes.size()) return beyond_the_end();
    while (!bytes.empty()) {
      const ssize_t got = retry([&] { return ::pread(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset)); });
      if (got < 0) return fail(errno, "reading the image");
      if (got == 0) return beyond_the_end();
      offset += static_cast<std::uint64_t>(got);
      bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return {};
  }

 private:
  static tl::unexpected<Failure> beyond_the_end() { return fail(EIO, "the image ends before what it says it holds"); }

  Descriptor file_;
  std::uint64_t size_;
};

class PartOfDevice : public Device {
 public:
  PartOfDevice(std::shared_ptr<const Device> whole, std::uint64_t offset, std::uint64_t size)
      : whole_(std::move(whole)), offset_(offset), size_(size) {}
  std::uint64_t size() const override { return size_; }

  std::optional<HostBytes> host_bytes() const override {
    auto place = whole_->host_bytes();
    if (place) place->offset += offset_;
    return place;
  }

  Result<void> read(std::uint64_t offset, std::span<char> bytes) const override {
    if (offset > size_ || size_ - offset < bytes.size()) return fail(EIO, "beyond the end of the volume");
    return whole_->read(offset_ + offset, bytes);
  }

 private:
  std::shared_ptr<const Device> whole_;
  std::uint64_t offset_, size_;
};

std::uint64_t size_of(const Descriptor& file, const std::string& host_path) {
  const auto status = status_of(file);
  if (!status) throw JobError(host_path + ": " + status.error().message());
  if (S_ISREG(status->st_mode)) return static_cast<std::uint64_t>(status->st_size);
  std::uint64_t size = 0;
  if (!S_ISBLK(status->st_mode)) throw JobError(host_path + ": is neither a file nor a block device");
  if (::ioctl(file.get(), BLKGETSIZE64, &size) != 0) throw JobError(host_path + ": " + Failure{errno, {}}.message());
  return size;
}

}  // namespace

std::shared_ptr<const Device> open_device(const std::string& host_path) {
  // O_NONBLOCK: the path may be a FIFO, which is not waited for.
  Descriptor file(retry([&] { return ::open(host_path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); }));
  if (!file.valid()) throw JobError(host_path + ": " + Failure{errno, {}}.message());
  const std::uint64_t size = size_of(file, host_path);
  return std::make_shared<FileDevice>(std::move(file), size);
}

std::shared_ptr<const Device> part_of(std::shared_ptr<const Device> whole, std::uint64_t offset, std::uint64_t size) {
  offset = std::min(offset, whole->size());
  size = std::min(size, whole->size() - offset);
  return std::make_shared<PartOfDevice>(std::move(whole), offset, size);
}

std::string read_start(const Device& device, std::size_t at_most) {
  std::string bytes(std::min<std::uint64_t>(device.size(), at_most), '\0');
  if (!device.read(0, bytes)) bytes.clear();
  return bytes;
}

}  // namespace assay::images
