#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/linux/asked.h"

namespace assay::probes {
extern const collect::Probe kProbe_partition;
}

namespace assay::test {

using testing::ElementsAre;

Asked partition(std::unique_ptr<MemoryRootfs> files, std::string point, bool live = false,
                oval::Operation operation = oval::Operation::equals) {
  Asked asked;
  asked.where("mount_point", std::move(point), operation);
  ask(probes::kProbe_partition, Target(std::move(files), live, "memory"), {&asked});
  return asked;
}
std::vector<std::string> options(const Asked& answers) {
  std::vector<std::string> found;
  for (const oval::Item& item : answers.items)
    for (const oval::ItemEntity& entity : item)
      if (entity.field->name == "mount_options") found.emplace_back(entity.value);
  return found;
}
std::unique_ptr<MemoryRootfs> with_fstab(std::string text) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/etc/fstab", std::move(text));
  return files;
}

TEST(Partition, OfARunningSystemIsWhatIsMountedLast) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/proc/self/mounts", "tmpfs /tmp tmpfs rw 0 0\n/dev/sda3 /tmp ext4 rw,nodev,relatime 0 0\n");
  const Asked answers = partition(std::move(files), "/tmp", true);
  EXPECT_THAT(answers.all("device"), ElementsAre("/dev/sda3"));
  EXPECT_THAT(options(answers), ElementsAre("rw", "nodev", "relatime"));
}
TEST(Partition, OfARunningSystemWithoutProcIsAnError) {
  const Asked answers = partition(with_fstab("/dev/sda3 /tmp ext4 rw 0 0\n"), "/tmp", true);
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0], oval::Flag::error);
}
TEST(Partition, OfAnImageIsWhatFstabWillMount) {
  const Asked answers = partition(with_fstab("UUID=ab-cd /home/ ext4 defaults,nodev 0 2\n"), "/home");
  EXPECT_THAT(answers.all("device"), ElementsAre("/dev/disk/by-uuid/ab-cd"));
  EXPECT_THAT(answers.all("uuid"), ElementsAre("ab-cd"));
  EXPECT_THAT(options(answers), ElementsAre("rw", "nodev", "relatime"));
}
TEST(Partition, OfAnImageWithAnEmptyFstabDoesNotExist) {
  const Asked answers = partition(with_fstab("# UNCONFIGURED\n"), "/tmp");
  EXPECT_TRUE(answers.items.empty());
  EXPECT_TRUE(answers.flags.empty());
}
TEST(Partition, OfAnImageWithoutFstabIsNotApplicable) {
  const Asked answers = partition(std::make_unique<MemoryRootfs>(), "/tmp");
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0], oval::Flag::not_applicable);
}
TEST(Partition, CountsNeitherSwapNorNoauto) {
  EXPECT_TRUE(partition(with_fstab("/dev/sdb /srv ext4 noauto 0 0\n/dev/sdc none swap sw 0 0\n"), "/", false, oval::Operation::not_equal)
                  .items.empty());
}
TEST(Partition, CountsNoFileOfTheImageAsADevice) {
  auto files = with_fstab("/root/new_partition /home ext2 rw,nodev 0 0\n");
  files->file("/root/new_partition", "x");
  EXPECT_TRUE(partition(std::move(files), "/home").items.empty());
}
TEST(Partition, OfAnImageIsWhatItsProcSaysWhereItHasOne) {
  auto files = with_fstab("/dev/sda3 /tmp ext4 nodev 0 0\n");
  files->file("/proc/mounts", "/dev/sda3 /tmp ext4 rw,relatime 0 0\n");
  EXPECT_THAT(options(partition(std::move(files), "/tmp")), ElementsAre("rw", "relatime"));
}
TEST(Partition, KnowsWhatSystemdMountsWithoutBeingTold) {
  auto files = with_fstab("");
  files->file("/usr/lib/systemd/system/basic.target", "[Unit]\n");
  EXPECT_THAT(options(partition(std::move(files), "/dev/shm")), ElementsAre("rw", "nosuid", "nodev"));
}
TEST(Partition, OfSharedMemoryNeedsARunningSystemWhereNothingSaysWhoMountsIt) {
  const Asked answers = partition(with_fstab(""), "/dev/shm");
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0], oval::Flag::not_applicable);
}
TEST(Partition, IsMadeByAMountUnitThatBootStarts) {
  const auto image = [] {
    auto files = with_fstab("");
    files->file("/usr/lib/systemd/system/local-fs.target", "[Unit]\n");
    files->file("/usr/lib/systemd/system/tmp.mount", "[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\nOptions=mode=1777,strictatime,nosuid\n");
    return files;
  };
  EXPECT_TRUE(partition(image(), "/tmp").items.empty());
  auto enabled = image();
  enabled->link("/etc/systemd/system/local-fs.target.wants/tmp.mount", "/usr/lib/systemd/system/tmp.mount");
  EXPECT_THAT(options(partition(std::move(enabled), "/tmp")), ElementsAre("rw", "nosuid", "mode=1777"));
}

}  // namespace assay::test
