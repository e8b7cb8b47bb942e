#include <cstdint>

#include "engine/base/error.h"
#include "images/lvm.h"
#include "tests/support/memory_device.h"

using namespace assay::images;

// The text of a volume group alone (checksums keep most changes of a whole volume from it), and the input as a whole volume.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const auto device = assay::test::memory_device(bytes);
  const auto read = [&](const PhysicalVolume& physical) {
    for (const LogicalVolume& logical : read_logical_volumes({physical})) {
      std::string start(4096, '\0');
      if (logical.device)
        (void)logical.device->read(logical.device->size() / 2,
                                   {start.data(), static_cast<std::size_t>(std::min<std::uint64_t>(4096, logical.device->size() / 2))});
    }
  };
  try {
    read({"0123456789abcdef0123456789abcdef", bytes, device});
  } catch (const assay::JobError&) {
  }
  try {
    read(read_physical_volume(device));
  } catch (const assay::JobError&) {
  }
  return 0;
}
