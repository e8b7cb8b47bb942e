#include "probes/parse/mounts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {

using testing::ElementsAre;

TEST(Mounts, DecodesOctalEscapes) {
  const std::vector<Mount> mounts = parse_mounts("/dev/sdb1 /mnt/a\\040b\\134c ext4 rw,nosuid 0 0\n");
  ASSERT_EQ(mounts.size(), 1u);
  EXPECT_EQ(mounts[0].mount_point, "/mnt/a b\\c");
  EXPECT_THAT(mounts[0].options, ElementsAre("rw", "nosuid"));
}
TEST(Mounts, LeavesAnIncompleteEscapeAlone) { EXPECT_EQ(decode_octal("a\\04\\9\\"), "a\\04\\9\\"); }
TEST(Mounts, SkipsCommentsAndShortLines) {
  EXPECT_TRUE(parse_fstab("# /dev/sda / ext4 rw 0 0\n\n/dev/sdb /home\n").empty());
  EXPECT_TRUE(parse_mounts("proc /proc proc\n").empty());
}
TEST(Fstab, TakesMissingOptionsForDefaults) { EXPECT_THAT(parse_fstab("/dev/sdb /home ext4").at(0).options, ElementsAre("defaults")); }

TEST(KernelOptions, OfDefaultsAreReadWriteAndRelatime) { EXPECT_THAT(kernel_options({"defaults"}), ElementsAre("rw", "relatime")); }
TEST(KernelOptions, KeepWhatContentAsksFor) {
  EXPECT_THAT(kernel_options({"defaults", "noexec", "nodev", "nosuid", "size=1G"}),
              ElementsAre("rw", "nosuid", "nodev", "noexec", "relatime", "size=1G"));
}
TEST(KernelOptions, TakeTheLastOfTwoThatContradictEachOther) {
  EXPECT_THAT(kernel_options({"nodev", "dev", "ro", "rw"}), ElementsAre("rw", "relatime"));
  EXPECT_THAT(kernel_options({"nosuid", "defaults"}), ElementsAre("rw", "relatime"));
}
TEST(KernelOptions, SpellOutWhatUserImplies) {
  EXPECT_THAT(kernel_options({"user"}), ElementsAre("rw", "nosuid", "nodev", "noexec", "relatime"));
  EXPECT_THAT(kernel_options({"user", "exec"}), ElementsAre("rw", "nosuid", "nodev", "relatime"));
}
TEST(KernelOptions, LeaveOutWhatOnlyUserSpaceReads) {
  EXPECT_THAT(kernel_options({"nofail", "x-systemd.automount", "_netdev", "noatime"}), ElementsAre("rw", "noatime"));
}

}  // namespace assay::parse
