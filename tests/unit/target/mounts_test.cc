#include "engine/target/mounts.h"

#include <gtest/gtest.h>
#include <sys/sysmacros.h>

namespace assay {
namespace {

TEST(IsRemoteMount, KnowsTheTypes) {
  EXPECT_TRUE(is_remote_mount("nfs4", "server:/export"));
  EXPECT_TRUE(is_remote_mount("cifs", "//server/share"));
  EXPECT_TRUE(is_remote_mount("autofs", "/etc/auto.misc"));
  EXPECT_FALSE(is_remote_mount("ext4", "/dev/sda1"));
  EXPECT_FALSE(is_remote_mount("tmpfs", "tmpfs"));
  EXPECT_FALSE(is_remote_mount("fuseblk", "/dev/sdb1"));
}

TEST(IsRemoteMount, KnowsASourceOnAnotherHost) {
  EXPECT_TRUE(is_remote_mount("fuse", "user@host:/home"));
  EXPECT_TRUE(is_remote_mount("9p", "host:/share"));
  EXPECT_FALSE(is_remote_mount("ext4", "/dev/disk/by-path/pci-0000:00"));
}

TEST(RemoteByDevice, ReadsMountinfo) {
  const auto remote = remote_by_device(
      "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw\n"
      "37 36 0:45 / /srv rw shared:1 master:2 - nfs4 server:/srv rw\n"
      "garbage\n38 36 x:1 / / rw - ext4\n39 36 1 / / rw - ext4 /dev/x rw\n");
  EXPECT_EQ(remote.size(), 2u);
  EXPECT_FALSE(remote.at(makedev(98, 0)));
  EXPECT_TRUE(remote.at(makedev(0, 45)));
}

TEST(IsRemoteMagic, KnowsNfs) {
  EXPECT_TRUE(is_remote_magic(0x6969));
  EXPECT_FALSE(is_remote_magic(0xEF53));
}

}  // namespace
}  // namespace assay
