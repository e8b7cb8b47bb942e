#include "engine/certify/tree_digest.h"

#include <gmock/gmock.h>
#include <sys/sysmacros.h>

#include <cstdlib>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "images/open.h"
#include "tests/support/memory_rootfs.h"
#include "tests/support/tree.h"

namespace assay::certify {
namespace {

using test::MemoryRootfs;
using testing::HasSubstr;

void plant(MemoryRootfs& files) {
  files.directory("/etc").mode = 0755;
  files.file("/etc/passwd", "root:x:0:0\n").mode = 0644;
  files.link("/etc/mtab", "/proc/mounts");
  files.special("/dev/null", FileType::character_special).rdev = makedev(1, 3);
}

std::string digest_of(const std::function<void(MemoryRootfs&)>& change = [](MemoryRootfs&) {}) {
  MemoryRootfs files;
  plant(files);
  change(files);
  return tree_digest(files, "root");
}

TEST(TreeDigest, IsTheDigestOfTheRecordsItsHeaderDescribes) {
  MemoryRootfs files;
  files.directory("/").mode = 0755;
  files.file("/b", "text").mode = 04711;
  files.link("/a", "b");
  files.set_xattr("/b", "security.capability", "\x01\xFF");
  files.set_xattr("/b", "user.comment", "not ours");
  const auto fields = [](std::initializer_list<std::string> list) {
    std::string record;
    for (const std::string& field : list) record += field + '\0';
    return record + "\n";
  };
  const std::string records = fields({"/", "directory", "0755", "0", "0"}) + fields({"/a", "link", "0777", "0", "0", "b"}) +
                              fields({"/b", "regular", "4711", "0", "0", "4", *hex_digest("SHA-256", "text"), "security.capability=01ff"});
  const_cast<Stat&>(files.link("/a", "b")).mode = 0777;
  EXPECT_EQ(tree_digest(files, "root"), hex_digest("SHA-256", records));
}

TEST(TreeDigest, EveryChangeThatMattersChangesIt) {
  const std::string before = digest_of();
  EXPECT_EQ(digest_of(), before);
  EXPECT_NE(digest_of([](auto& files) { files.file("/etc/passwd", "root:x:0:1\n").mode = 0644; }), before);
  EXPECT_NE(digest_of([](auto& files) { files.file("/etc/passwd", "root:x:0:0\n").mode = 0600; }), before);
  EXPECT_NE(digest_of([](auto& files) { files.directory("/etc").uid = 1; }), before);
  EXPECT_NE(digest_of([](auto& files) { files.directory("/etc").gid = 1; }), before);
  EXPECT_NE(digest_of([](auto& files) { files.link("/etc/mtab", "/proc/mount"); }), before);
  EXPECT_NE(digest_of([](auto& files) { files.file("/etc/more"); }), before);
  EXPECT_NE(digest_of([](auto& files) { files.directory("/etc/more"); }), before);
  EXPECT_NE(digest_of([](auto& files) { files.special("/dev/null", FileType::block_special).rdev = makedev(1, 3); }), before);
  EXPECT_NE(digest_of([](auto& files) { files.special("/dev/null", FileType::character_special).rdev = makedev(1, 5); }), before);
  EXPECT_NE(digest_of([](auto& files) { files.set_xattr("/etc/passwd", "security.selinux", "x"); }), before);
}

TEST(TreeDigest, TimesAndInodesDoNotCount) {
  EXPECT_EQ(digest_of([](auto& files) {
              Stat& stat = files.directory("/etc");
              stat.mtime = stat.ctime = stat.atime = 7;
              stat.inode = 99;
              stat.nlink = 5;
            }),
            digest_of());
}

TEST(EntriesDigest, IsTheDigestOfTheRecordsItsHeaderDescribes) {
  MemoryRootfs files;
  files.directory("/").mode = 0755;
  Stat& file = files.file("/b", "text");
  file.mode = 0644;
  file.mtime = 7;
  files.set_xattr("/b", "security.capability", "\x01");
  files.directory("/lost+found").mode = 0700;
  files.special("/socket", FileType::socket);
  std::string records;
  for (const char* field : {"/", "directory", "0755", "0", "0", "\n/b", "regular", "0644", "0", "0", "4", "7"})
    records += std::string(field) + '\0';
  EXPECT_EQ(entries_digest(files, "root"), hex_digest("SHA-256", records + "\n"));
  file.mtime = 8;
  EXPECT_NE(entries_digest(files, "root"), hex_digest("SHA-256", records + "\n"));
}

TEST(TreeDigest, WhatCannotBeReadIsAnErrorThatNamesIt) {
  try {
    digest_of([](auto& files) { files.break_path("/etc/passwd", EACCES); });
    FAIL() << "certified unseen";
  } catch (const JobError& error) {
    EXPECT_THAT(error.what(), HasSubstr("root: /etc/passwd: cannot be read"));
  }
}

TEST(TreeDigest, LinksLeadNowhere) {
  test::Tree outer;
  outer.file("/secret/file", "x").dir("/root").link("/root/out", "../secret").link("/root/loop", "loop");
  auto files = open_dir_rootfs(outer.host("/root"));
  const std::string before = tree_digest(**files, "root");
  outer.file("/secret/file", "y");
  EXPECT_EQ(tree_digest(**files, "root"), before);
}

TEST(TreeDigest, FilesAreReadWhateverTheirSize) {
  test::Tree tree;
  tree.file("/large", "x");
  std::filesystem::resize_file(tree.host("/large"), 70u << 20);
  EXPECT_EQ(tree_digest(*tree.open(), "root").size(), 64u);
}

TEST(TreeDigest, OfAnArchiveIsThatOfTheDirectoryItWasMadeOf) {
  test::Tree tree;
  tree.file("/root/bin/tool", "x", 04755).link("/root/bin/alias", "tool").dir("/root/tmp", 01777).node("/root/pipe", S_IFIFO | 0600);
  ASSERT_EQ(std::system(("tar --numeric-owner -C " + tree.host("/root") + " -cf " + tree.host("/root.tar") + " .").c_str()), 0);
  EXPECT_EQ(tree_digest(*images::open_tar(tree.host("/root.tar")).files, "root.tar"),
            tree_digest(**open_dir_rootfs(tree.host("/root")), "root"));
}

}  // namespace
}  // namespace assay::certify
