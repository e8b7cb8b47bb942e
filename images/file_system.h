// A file system on a volume of a disk.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "images/device.h"
#include "images/tree.h"

namespace assay::images {

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // An entry of that path ("etc/fstab"), through directories only: links are not followed. Throws JobError where damage hides the answer.
  virtual bool holds(std::string_view path) const = 0;
  // A regular file by such a path.
  virtual Result<std::string> read(std::string_view path, std::size_t max_bytes) const = 0;
  // All of it. Throws JobError where it is damaged. `notes`: what a report must say about it.
  virtual Tree tree(std::vector<std::string>& notes) const = 0;
};

// What lies on a volume, by its magic numbers: "ext" (2, 3 and 4), "xfs", "squashfs"; others only to be named: "btrfs", "LUKS", "swap",
// "LVM2", "vfat", ...; "" unknown.
std::string content_of(const Device& volume);
std::string content_of(std::string_view start);

// What fstab(5) may call a file system by; "" where it has none. The UUID as blkid(8) writes it.
struct Identity {
  std::string label, uuid;
};
Identity identity_of(const Device& volume);

// Opens what content_of calls "ext", "xfs" or "squashfs"; null for all else. `name` is what messages call the volume. Throws JobError: a
// damaged one, one of a kind or with a feature that cannot be read.
std::unique_ptr<FileSystem> open_file_system(std::shared_ptr<const Device> volume, const std::string& name);

// The same, kind by kind.
std::unique_ptr<FileSystem> open_ext(std::shared_ptr<const Device> volume, const std::string& name);
std::unique_ptr<FileSystem> open_xfs(std::shared_ptr<const Device> volume, const std::string& name);
std::unique_ptr<FileSystem> open_squashfs_on(std::shared_ptr<const Device> volume, const std::string& name);

}  // namespace assay::images
