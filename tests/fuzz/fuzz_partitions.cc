#include <cstdint>

#include "engine/base/error.h"
#include "images/fstab.h"
#include "images/volumes.h"
#include "tests/support/memory_device.h"

// Up to the first NUL an fstab, behind it a disk.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = std::min(all.find('\0'), size);
  const auto mounts = assay::images::disk_mounts(all.substr(0, middle));
  try {
    for (const auto& volume : assay::images::volumes_of(assay::test::memory_device(std::string(all.substr(std::min(middle + 1, size))))))
      for (const auto& mount : mounts) (void)assay::images::is_named(volume, mount.device);
  } catch (const assay::JobError&) {
  }
  return 0;
}
