#include "images/disk_format.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::images {
namespace {

TEST(DiskFormat, FormatsOfVirtualDisksAreNamed) {
  EXPECT_EQ(foreign_disk_format("KDMV...."), "VMDK");
  EXPECT_EQ(foreign_disk_format("# Disk DescriptorFile\nversion=1\n"), "VMDK");
  EXPECT_EQ(foreign_disk_format(std::string(0x40, ' ') + "\x7f\x10\xda\xbe"), "VDI");
  EXPECT_EQ(foreign_disk_format("conectix"), "VHD");
  EXPECT_EQ(foreign_disk_format("vhdxfile"), "VHDX");
}

TEST(DiskFormat, AllElseHasNoName) {
  for (const std::string_view start : {"", "K", "QFI\xfb", "hsqs", "conecti"}) EXPECT_EQ(foreign_disk_format(start), "") << start;
}

}  // namespace
}  // namespace assay::images
