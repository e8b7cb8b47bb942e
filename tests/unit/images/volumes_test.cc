#include "images/volumes.h"

#include <gtest/gtest.h>

#include "images/fstab.h"

namespace assay::images {
namespace {

Volume partition(unsigned number) {
  Volume volume;
  volume.identity = {"my root", "0a1b2c3d-0000-1111-2222-333344445555"};
  volume.partition = Partition{number, 0, 0, "deadbeef-02", "p a"};
  return volume;
}
Volume logical(std::string group, std::string name) {
  Volume volume;
  volume.group = std::move(group);
  volume.logical = std::move(name);
  volume.logical_uuid = "aaaabbbb";
  return volume;
}

TEST(Volumes, APartitionIsNamedInAllWaysOfFstab) {
  for (const char* name : {"UUID=0A1B2C3D-0000-1111-2222-333344445555", "UUID=\"0a1b2c3d-0000-1111-2222-333344445555\"",
                           "LABEL=my\\040root", "PARTUUID=deadbeef-02", "PARTLABEL=p\\040a", "/dev/disk/by-label/my\\x20root",
                           "/dev/disk/by-partuuid/deadbeef-02", "/dev/disk/by-path/pci-0000:00:10.0-part2",
                           "/dev/disk/by-id/scsi-0QEMU-part2", "/dev/sda2", "/dev/vdb2", "/dev/xvda2", "/dev/nvme0n1p2", "/dev/mmcblk0p2"})
    EXPECT_TRUE(is_named(partition(2), name)) << name;
}

TEST(Volumes, APartitionIsNotNamedByWhatNamesAnother) {
  for (const char* name : {"UUID=", "UUID=0a1b2c3d", "LABEL=root", "PARTUUID=deadbeef-01", "/dev/sda1", "/dev/sda12", "/dev/sda",
                           "/dev/nvme0n2", "/dev/md2", "/dev/disk/by-id/x", "/dev/disk/by-id/x-part12", "/dev/vg/2", "tmpfs", "/dev/"})
    EXPECT_FALSE(is_named(partition(2), name)) << name;
}

TEST(Volumes, ALogicalVolumeIsNamedByMapperWithItsDashesDoubled) {
  EXPECT_TRUE(is_named(logical("vg-a", "my-root"), "/dev/mapper/vg--a-my--root"));
  EXPECT_TRUE(is_named(logical("vg-a", "my-root"), "/dev/vg-a/my-root"));
  EXPECT_FALSE(is_named(logical("vg-a", "my-root"), "/dev/mapper/vg-a-my-root"));
  EXPECT_FALSE(is_named(logical("a", "b-c"), "/dev/mapper/a-b-c"));
}

TEST(Volumes, ALogicalVolumeIsNamedByTheIdsThatUdevMakes) {
  EXPECT_TRUE(is_named(logical("vg", "root"), "/dev/disk/by-id/dm-uuid-LVM-aaaabbbb"));
  EXPECT_FALSE(is_named(logical("vg", "root"), "/dev/disk/by-id/dm-uuid-LVM-aaaa"));
  EXPECT_TRUE(is_named(logical("vg-a", "root"), "/dev/disk/by-id/dm-name-vg--a-root"));
  EXPECT_FALSE(is_named(partition(2), "/dev/disk/by-id/dm-uuid-LVM-"));
}

TEST(Volumes, TheDiskOfAPartitionIsThatOfTheRootOrTheFirstOne) {
  EXPECT_FALSE(is_on_another_disk("/dev/sdb2", "/dev/sdb1"));
  EXPECT_TRUE(is_on_another_disk("/dev/sdb2", "/dev/sda1"));
  EXPECT_TRUE(is_on_another_disk("/dev/nvme1n1p2", "/dev/nvme0n1p1"));
  for (const char* first : {"/dev/sda2", "/dev/vda2", "/dev/xvda2", "/dev/nvme0n1p2", "/dev/mmcblk0p2", "UUID=x", "/dev/mapper/vg-home"})
    EXPECT_FALSE(is_on_another_disk(first, "LABEL=root")) << first;
  for (const char* other : {"/dev/sdb2", "/dev/vdc1", "/dev/nvme0n2p1", "/dev/sdaa1"})
    EXPECT_TRUE(is_on_another_disk(other, "UUID=x")) << other;
}

TEST(Volumes, ADiskWhoseFirstBytesCannotBeReadSaysWhy) {
  class Unreadable : public Device {
   public:
    std::uint64_t size() const override { return 1u << 20; }
    Result<void> read(std::uint64_t, std::span<char>) const override { return fail(EIO, "a cluster"); }
  };
  const auto volumes = volumes_of(std::make_shared<Unreadable>());
  ASSERT_EQ(volumes.size(), 1u);
  EXPECT_NE(volumes[0].problem.find("a cluster"), std::string::npos) << volumes[0].problem;
}

TEST(Fstab, DisksAreMountedOuterPlacesFirst) {
  const auto mounts = disk_mounts(
      "# comment\nUUID=1 /var/log ext4 defaults 0 0\n/dev/sda1 / ext4\nLABEL=x /var ext4 defaults 0 0\n"
      "/dev/sda5 none swap sw 0 0\ntmpfs /tmp tmpfs defaults 0 0\nserver:/x /mnt nfs defaults 0 0\n/dev/sdb1 /media ext4 noauto 0 0\n"
      "/var/x /y none bind 0 0\n/dev/sda6 /a\\040b xfs rw 0 0\n");
  std::string places;
  for (const FstabMount& mount : mounts) places += mount.place + ";";
  EXPECT_EQ(places, "/;/var;/a b;/var/log;");
}

}  // namespace
}  // namespace assay::images
