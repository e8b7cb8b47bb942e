#include "images/disk_format.h"

namespace assay::images {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t offset;
  std::string_view bytes, format;
};

constexpr Magic kMagics[] = {
    {0, "KDMV"sv, "VMDK"},
    {0, "COWD"sv, "VMDK"},
    {0, "# Disk DescriptorFile"sv, "VMDK"},
    {0x40, "\x7f\x10\xda\xbe"sv, "VDI"},
    {0, "vhdxfile"sv, "VHDX"},
    {0, "conectix"sv, "VHD"},
    {0, "QED\0"sv, "QED"},
    {0, "WithoutFreeSpace"sv, "Parallels"},
    {0, "WithouFreSpacExt"sv, "Parallels"},
};

}  // namespace

std::string_view foreign_disk_format(std::string_view start) {
  for (const Magic& magic : kMagics)
    if (start.size() > magic.offset && start.substr(magic.offset).starts_with(magic.bytes)) return magic.format;
  return "";
}

}  // namespace assay::images
