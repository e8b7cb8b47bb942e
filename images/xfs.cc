// XFS, by the kernel's own reader: no library reads it. A loop device over the bytes of the image, and a mount that is read only and has
// no place in any tree of names: only this process reaches it, and it is gone when its last descriptor is closed.
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

#include "engine/base/bytes.h"
#include "engine/base/error.h"
#include "engine/target/descriptor.h"
#include "images/file_system.h"
#include "images/host_tree.h"

namespace assay::images {
namespace {

constexpr std::string_view kAdvice = ", or give it the files: the file system mounted read-only, or a tar of it";

[[noreturn]] void give_up(const std::string& what) { throw JobError(what + ": " + Failure{errno, {}}.message() + std::string(kAdvice)); }

// A loop device that goes away with the last who has it open, set up in one step: a signal leaves none behind.
Descriptor attach(const Device::HostBytes& place, std::uint64_t size, std::string& path) {
  const Descriptor control(::open("/dev/loop-control", O_RDWR | O_CLOEXEC));
  if (!control.valid()) give_up("xfs needs a loop device");
  loop_config config{};
  config.fd = static_cast<std::uint32_t>(place.descriptor);
  config.info.lo_offset = place.offset;
  config.info.lo_sizelimit = size;
  config.info.lo_flags = LO_FLAGS_READ_ONLY | LO_FLAGS_AUTOCLEAR;
  for (int tries = 0; tries < 16; ++tries) {
    const int number = ::ioctl(control.get(), LOOP_CTL_GET_FREE);
    if (number < 0) give_up("no loop device is free");
    path = "/dev/loop" + std::to_string(number);
    Descriptor loop(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!loop.valid()) give_up(path);
    if (::ioctl(loop.get(), LOOP_CONFIGURE, &config) == 0) return loop;
    if (errno != EBUSY) give_up(path);  // EBUSY: somebody else was faster
  }
  give_up("no loop device is free");
}

// "nouuid": a copy of a disk of this host may have the UUID of one that is mounted.
Descriptor mount_xfs(const std::string& source) {
  const Descriptor context(::fsopen("xfs", FSOPEN_CLOEXEC));
  if (!context.valid()) give_up("this kernel cannot mount xfs");
  const bool configured = ::fsconfig(context.get(), FSCONFIG_SET_STRING, "source", source.c_str(), 0) == 0 &&
                          ::fsconfig(context.get(), FSCONFIG_SET_FLAG, "ro", nullptr, 0) == 0 &&
                          ::fsconfig(context.get(), FSCONFIG_SET_FLAG, "norecovery", nullptr, 0) == 0 &&
                          ::fsconfig(context.get(), FSCONFIG_SET_FLAG, "nouuid", nullptr, 0) == 0 &&
                          ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0;
  if (!configured && errno == EUCLEAN) throw JobError("the xfs file system is damaged; `xfs_repair` on a copy repairs it");
  if (!configured) give_up("the kernel cannot mount this xfs");
  Descriptor mounted(
      ::fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
  if (!mounted.valid()) give_up("the kernel cannot mount this xfs");
  return mounted;
}

void check_is_whole(const Device& volume) {
  const std::string start = read_start(volume, 16);
  const std::uint64_t block = integer_at<std::uint32_t>(start, 4, ByteOrder::big).value_or(0);
  const auto blocks = integer_at<std::uint64_t>(start, 8, ByteOrder::big).value_or(0);
  if (block != 0 && blocks > volume.size() / block)
    throw JobError("the image is cut off: its xfs file system has " + std::to_string(blocks) + " blocks of " + std::to_string(block) +
                   " bytes, and " + std::to_string(volume.size()) + " bytes are there");
}

std::shared_ptr<const Rootfs> open_mounted(const Device& volume) {
  check_is_whole(volume);
  const auto place = volume.host_bytes();
  if (!place)
    throw JobError(
        "xfs is read by the kernel, for root, from one piece of a file, which a qcow2 and a logical volume of several segments "
        "are not: of a qcow2 `qemu-img convert -O raw IMAGE DISK` makes a disk for that" +
        std::string(kAdvice));
  if (::geteuid() != 0) throw JobError("xfs is read by the kernel, which lets only root do so: run assay as root" + std::string(kAdvice));
  std::string path;
  const Descriptor loop = attach(*place, volume.size(), path);
  const Descriptor mounted = mount_xfs(path);
  auto files = open_dir_rootfs(descriptor_path(mounted));
  if (!files) throw JobError(files.error().message());
  return std::move(*files);
}

class Xfs : public FileSystem {
 public:
  Xfs(std::shared_ptr<const Device> volume, std::string name)
      : name_(std::move(name)), volume_(std::move(volume)), files_(open_mounted(*volume_)) {}

  bool holds(std::string_view path) const override { return files_->stat(path, Follow::no).has_value(); }
  Result<std::string> read(std::string_view path, std::size_t max_bytes) const override { return files_->read(path, max_bytes); }

  Tree tree(std::vector<std::string>& notes) const override {
    auto tree = tree_of(files_);
    if (!tree) throw JobError(name_ + ": the xfs file system cannot be read: " + tree.error().message());
    notes.push_back(name_ +
                    ": xfs is read without replaying its journal: if the disk was copied while in use, its last changes may not be seen");
    return std::move(*tree);
  }

 private:
  std::string name_;
  std::shared_ptr<const Device> volume_;
  std::shared_ptr<const Rootfs> files_;
};

}  // namespace

std::unique_ptr<FileSystem> open_xfs(std::shared_ptr<const Device> volume, const std::string& name) {
  try {
    return std::make_unique<Xfs>(std::move(volume), name);
  } catch (const JobError& error) {
    throw JobError(name + ": " + error.what());
  }
}

}  // namespace assay::images
