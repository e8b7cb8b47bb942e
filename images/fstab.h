// fstab(5) of an image, for what else of the same disk belongs to its tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::images {

struct FstabMount {
  std::string device;  // the first field, as it is written
  std::string place;   // unescaped; "/" is among them
  std::string type;
  bool optional = false;  // nofail: the machine starts without it
};

// Lines that mount a file system of a disk when the machine starts: no swap, no kernel file systems, no network, no bind mounts, not
// `noauto`. Outer places come before those inside them.
std::vector<FstabMount> disk_mounts(std::string_view fstab);

}  // namespace assay::images
