// Real file systems, made by their own tools; skipped where a tool is missing.
#include "images/file_system.h"

#include <gtest/gtest.h>
#include <sys/xattr.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/base/error.h"
#include "tests/support/memory_device.h"
#include "tests/support/tree.h"

namespace assay::images {
namespace {

constexpr std::size_t kLimit = 1u << 20;

bool has(const std::string& tool) { return std::system(("command -v " + tool + " >/dev/null").c_str()) == 0; }

class Made {
 public:
  Made() {
    tree_.file("/root/etc/fstab", "LABEL=x / ext4 defaults 0 0\n", 0640)
        .file("/root/etc/os-release", "ID=test\n")
        .link("/root/etc/l", "fstab");
    tree_.link("/root/etc/long", std::string(200, 'y')).file("/root/big", std::string(300'000, 'b')).file("/root/empty", "");
    tree_.node("/root/fifo", S_IFIFO | 0600).dir("/root/tmp", 01777);
    std::filesystem::create_hard_link(tree_.host("/root/big"), tree_.host("/root/etc/hard"));
    for (int i = 0; i < 300; ++i) tree_.file("/root/many/file-with-a-rather-long-name-" + std::to_string(i), std::to_string(i));
    has_xattrs_ = ::setxattr(tree_.host("/root/big").c_str(), "user.note", "value", 5, 0) == 0;
  }

  bool run(const std::string& command) const {
    return std::system(("cd " + tree_.root() + " && { " + command + "; } >/dev/null 2>&1").c_str()) == 0;
  }
  std::shared_ptr<const Device> image() const {
    std::ifstream file(tree_.host("/image"), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return test::memory_device(bytes.str());
  }
  bool has_xattrs() const { return has_xattrs_; }

 private:
  test::Tree tree_;
  bool has_xattrs_ = false;
};

void holds_what_was_put_in(const Made& made) {
  const auto system = open_file_system(made.image(), "image");
  ASSERT_TRUE(system);
  EXPECT_TRUE(system->holds("etc/os-release"));
  EXPECT_FALSE(system->holds("etc/none"));
  EXPECT_FALSE(system->holds("etc/l/x"));
  EXPECT_EQ(system->read("etc/os-release", kLimit).value_or("?"), "ID=test\n");
  EXPECT_EQ(system->read("etc/l", kLimit).error().code, EINVAL);

  std::vector<std::string> notes;
  const auto files = tree_rootfs(system->tree(notes));
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(files->read("/etc/l", kLimit).value_or("?"), "LABEL=x / ext4 defaults 0 0\n");
  EXPECT_EQ(files->read("/big", kLimit).value_or("?"), std::string(300'000, 'b'));
  EXPECT_EQ(files->read("/big", 299'999).error().code, EFBIG);
  EXPECT_EQ(files->read("/empty", kLimit).value_or("?"), "");
  EXPECT_EQ(files->read_link("/etc/long").value_or("?"), std::string(200, 'y'));
  EXPECT_EQ(files->stat("/etc/fstab", Follow::no)->mode, 0640u);
  EXPECT_EQ(files->stat("/tmp", Follow::no)->mode, 01777u);
  EXPECT_EQ(files->stat("/fifo", Follow::no)->type, FileType::fifo);
  EXPECT_EQ(files->stat("/etc/hard", Follow::no)->nlink, 2u);
  EXPECT_EQ(files->stat("/etc/hard", Follow::no)->inode, files->stat("/big", Follow::no)->inode);
  EXPECT_EQ(files->open("/many").value()->list()->size(), 300u);
  EXPECT_EQ(files->read("/many/file-with-a-rather-long-name-299", kLimit).value_or("?"), "299");
  if (made.has_xattrs()) {
    EXPECT_EQ(files->xattr("/big", "user.note").value_or("?"), "value");
  }
}

TEST(FileSystems, ExtOfAllKindsHoldsWhatWasPutIn) {
  if (!has("mkfs.ext4")) GTEST_SKIP() << "needs e2fsprogs";
  for (const char* options : {"-t ext2 -I 128", "-t ext3 -b 1024", "-t ext4", "-t ext4 -O inline_data,metadata_csum,64bit -I 256",
                              "-t ext4 -b 1024 -O ^64bit,^metadata_csum,^extents"}) {
    SCOPED_TRACE(options);
    const Made made;
    ASSERT_TRUE(made.run(std::string("mke2fs -q -F -d root ") + options + " image 16M"));
    holds_what_was_put_in(made);
  }
}

TEST(FileSystems, SquashfsOfAllCompressorsHoldsWhatWasPutIn) {
  if (!has("mksquashfs")) GTEST_SKIP() << "needs squashfs-tools";
  for (const char* options :
       {"-comp gzip", "-comp xz", "-comp zstd", "-comp lz4", "-comp lzma", "-no-fragments -b 4096", "-noI -noD -noF -noX"}) {
    SCOPED_TRACE(options);
    const Made made;
    ASSERT_TRUE(made.run(std::string("mksquashfs root image -noappend -quiet -no-progress ") + options));
    holds_what_was_put_in(made);
  }
}

TEST(FileSystems, ACompressorThatIsNotHereIsNamed) {
  const Made made;
  if (!has("mksquashfs") || !made.run("mksquashfs root image -quiet -no-progress -comp lzo")) GTEST_SKIP() << "needs mksquashfs with lzo";
  try {
    open_file_system(made.image(), "image");
    FAIL();
  } catch (const JobError& error) {
    EXPECT_NE(std::string(error.what()).find("lzo"), std::string::npos) << error.what();
  }
}

std::string refusal(const Made& made) {
  try {
    std::vector<std::string> notes;
    open_file_system(made.image(), "image")->tree(notes);
    return "read";
  } catch (const JobError& error) {
    return error.what();
  }
}

TEST(FileSystems, ADirectoryReachedTwiceIsDamage) {
  const Made made;
  if (!has("debugfs")) GTEST_SKIP() << "needs e2fsprogs";
  ASSERT_TRUE(made.run("mke2fs -q -F -t ext4 -d root image 16M && debugfs -w -R 'ln /etc /tmp/again' image"));
  EXPECT_NE(refusal(made).find("two parents"), std::string::npos) << refusal(made);
  EXPECT_NE(refusal(made).find("e2fsck"), std::string::npos) << refusal(made);
}

TEST(FileSystems, DamageOnTheWayToAFileIsNotTakenForItsAbsence) {
  const Made made;
  if (!has("debugfs")) GTEST_SKIP() << "needs e2fsprogs";
  ASSERT_TRUE(made.run("mke2fs -q -F -t ext4 -d root image 16M && debugfs -w -R 'zap_block -f /etc 0' image"));
  const auto system = open_file_system(made.image(), "image");
  EXPECT_THROW(system->holds("etc/fstab"), JobError);
  EXPECT_EQ(system->read("etc/fstab", kLimit).error().code, EBADMSG);
  EXPECT_FALSE(system->holds("etc-of-another/fstab"));
}

TEST(FileSystems, WhatIsInAnEncryptedDirectoryIsUnknown) {
  const Made made;
  if (!has("debugfs")) GTEST_SKIP() << "needs e2fsprogs";
  ASSERT_TRUE(made.run("mke2fs -q -F -t ext4 -O encrypt -d root image 16M && debugfs -w -R 'sif /many flags 0x80800' image"));
  std::vector<std::string> notes;
  const auto files = tree_rootfs(open_file_system(made.image(), "image")->tree(notes));
  EXPECT_EQ(files->stat("/many/file-with-a-rather-long-name-1", Follow::no).error().code, EIO);
  EXPECT_EQ(files->read("/etc/os-release", kLimit).value_or("?"), "ID=test\n");
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("encrypted"), std::string::npos) << notes[0];
}

TEST(FileSystems, AnEntryOfAFreeInodeIsDamage) {
  const Made made;
  if (!has("debugfs")) GTEST_SKIP() << "needs e2fsprogs";
  ASSERT_TRUE(made.run("mke2fs -q -F -t ext4 -d root image 16M && debugfs -w -R 'sif /etc/os-release links_count 0' image"));
  EXPECT_NE(refusal(made).find("damaged"), std::string::npos) << refusal(made);
}

TEST(FileSystems, AJournalThatWasNotReplayedIsTold) {
  const Made made;
  if (!has("debugfs")) GTEST_SKIP() << "needs e2fsprogs";
  ASSERT_TRUE(made.run("mke2fs -q -F -t ext4 -d root image 16M && debugfs -w -R 'feature needs_recovery' image"));
  std::vector<std::string> notes;
  open_file_system(made.image(), "image")->tree(notes);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("journal"), std::string::npos) << notes[0];
}

TEST(FileSystems, AFileSystemThatWasInUseIsTold) {
  const Made made;
  if (!has("debugfs")) GTEST_SKIP() << "needs e2fsprogs";
  ASSERT_TRUE(made.run("mke2fs -q -F -t ext2 -d root image 16M && debugfs -w -R 'ssv state 0' image"));
  std::vector<std::string> notes;
  open_file_system(made.image(), "image")->tree(notes);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("not marked as clean"), std::string::npos) << notes[0];
}

TEST(FileSystems, WhatIsCutOffSaysSo) {
  const Made made;
  if (!has("mkfs.ext4") || !has("mksquashfs")) GTEST_SKIP() << "needs e2fsprogs and squashfs-tools";
  ASSERT_TRUE(made.run("mke2fs -q -F -t ext4 -d root image 16M && truncate -s 8M image"));
  EXPECT_NE(refusal(made).find("cut off"), std::string::npos) << refusal(made);
  ASSERT_TRUE(made.run("rm image; mksquashfs root image -quiet -no-progress && truncate -s 2K image"));
  EXPECT_NE(refusal(made).find("cut off"), std::string::npos) << refusal(made);
}

TEST(FileSystems, AFatIsKnownByItsSerialNumberAndLabel) {
  const auto identity = [](std::size_t kind, std::string_view magic) {
    std::string bytes(0x20000, '\0');
    bytes.replace(kind, magic.size(), magic);
    bytes.replace(kind - 15, 15, std::string("\x34\x12\xCD\xABUEFI       ", 15));
    return identity_of(*test::memory_device(bytes));
  };
  for (const Identity& found : {identity(0x52, "FAT32   "), identity(0x36, "FAT16   ")}) {
    EXPECT_EQ(found.uuid, "ABCD-1234");
    EXPECT_EQ(found.label, "UEFI");
  }
}

TEST(FileSystems, AFatThatIsCutOffHasNoIdentity) {
  const Identity found = identity_of(*test::memory_device(std::string(0x36, '\0') + "FAT16   "));
  EXPECT_EQ(found.uuid + found.label, "");
}

TEST(FileSystems, OthersAreNamedByTheirMagic) {
  const auto content = [](std::size_t at, std::string_view magic) {
    std::string bytes(0x20000, '\0');
    bytes.replace(at, magic.size(), magic);
    return content_of(*test::memory_device(bytes));
  };
  EXPECT_EQ(content(0x10040, "_BHRfS_M"), "btrfs");
  EXPECT_EQ(content(0, "LUKS\xba\xbe"), "LUKS");
  EXPECT_EQ(content(0xff6, "SWAPSPACE2"), "swap");
  EXPECT_EQ(content(0x218, "LVM2 001"), "LVM2");
  EXPECT_EQ(content(0, "nothing"), "");
}

}  // namespace
}  // namespace assay::images
