#include <cstdint>

#include "engine/base/error.h"
#include "images/qcow2.h"
#include "tests/support/memory_device.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto disk = assay::images::open_qcow2(assay::test::memory_device(std::string(reinterpret_cast<const char*>(data), size)));
    std::string bytes(70'000, '\0');
    std::uint64_t at = 0;
    for (int i = 0; i < 16 && at < disk->size(); ++i, at = at * 3 + 65'000)
      (void)disk->read(at, {bytes.data(), static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), disk->size() - at))});
    (void)disk->read(disk->size() - std::min<std::uint64_t>(disk->size(), 512), {bytes.data(), 512});
  } catch (const assay::JobError&) {
  }
  return 0;
}
