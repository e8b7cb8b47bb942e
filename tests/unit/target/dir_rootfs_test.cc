#include <sys/xattr.h>

#include "engine/target/descriptor.h"
#include "tests/support/tree.h"

namespace assay {
namespace {

using test::Tree;

TEST(DirRootfs, SaysWhatAFileIs) {
  Tree tree;
  tree.file("/f", "12345", 04750);
  const auto stat = tree.open()->stat("/f", Follow::no);
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->type, FileType::regular);
  EXPECT_EQ(stat->mode, 04750u);
  EXPECT_EQ(stat->size, 5u);
  EXPECT_EQ(stat->nlink, 1u);
}

TEST(DirRootfs, FollowsALastLinkOnlyWhenAsked) {
  Tree tree;
  tree.file("/f", "x").link("/l", "f");
  const auto files = tree.open();
  EXPECT_EQ(files->stat("/l", Follow::no)->type, FileType::symbolic_link);
  EXPECT_EQ(files->stat("/l", Follow::yes)->type, FileType::regular);
}

TEST(DirRootfs, ListsEveryEntryButTheDots) {
  Tree tree;
  for (int i = 0; i < 5000; ++i) tree.file("/d/a-rather-long-name-of-a-file-" + std::to_string(i), "");
  const auto directory = tree.open()->open("/d");
  ASSERT_TRUE(directory);
  EXPECT_EQ((*directory)->list()->size(), 5000u);
  EXPECT_EQ((*directory)->list()->size(), 5000u) << "and again";
}

TEST(DirRootfs, ListsTypesTheFileSystemTells) {
  Tree tree;
  tree.node("/d/fifo", S_IFIFO | 0600);
  const auto entries = tree.open()->open("/d").value()->list();
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->front().name, "fifo");
  EXPECT_TRUE(entries->front().type == FileType::fifo || entries->front().type == FileType::unknown);
}

TEST(DirRootfs, OpensADirectoryByItsEntry) {
  Tree tree;
  tree.file("/a/b/f", "text");
  const auto a = tree.open()->open("/a");
  const auto b = (*a)->open("b");
  ASSERT_TRUE(b);
  EXPECT_EQ((*b)->read("f", 100).value_or("?"), "text");
  EXPECT_EQ((*b)->stat("f")->size, 4u);
}

TEST(DirRootfs, ReadsAnEmptyFile) {
  Tree tree;
  tree.file("/empty", "");
  EXPECT_EQ(tree.open()->read("/empty", 0).value_or("?"), "");
}

TEST(DirRootfs, ReadsAFileThatDoesNotSayItsSizeToItsEnd) {
  const auto live = open_dir_rootfs("/").value();
  ASSERT_EQ(live->stat("/proc/kallsyms", Follow::yes)->size, 0u);
  EXPECT_GT(live->read("/proc/kallsyms", 64u << 20)->size(), 100'000u);
  EXPECT_EQ(live->read("/proc/kallsyms", 50'000).error().code, EFBIG);
}

TEST(DirRootfs, DoesNotTakeTheMessagesOfTheKernelAway) {
  const auto live = open_dir_rootfs("/").value();
  if (!live->stat("/proc/kmsg", Follow::yes)) GTEST_SKIP() << "no /proc/kmsg here";
  EXPECT_EQ(live->read("/proc/kmsg", 100).error().code, EINVAL);
}

TEST(DirRootfs, ReadsAFilePieceByPiece) {
  test::Tree tree;
  const std::string text(600'000, 'x');
  tree.file("/f", text);
  std::string got;
  std::size_t pieces = 0;
  const auto take = [&](std::string_view piece) { got += piece, ++pieces; };
  EXPECT_TRUE(tree.open()->read_pieces("/f", text.size(), take));
  EXPECT_EQ(got, text);
  EXPECT_GT(pieces, 1u);
  EXPECT_EQ(tree.open()->read_pieces("/f", text.size() - 1, take).error().code, EFBIG);
  EXPECT_EQ(tree.open()->read_pieces("/", 100, take).error().code, EISDIR);
}

TEST(DirRootfs, ReadsALinkAsItIsSpelt) {
  Tree tree;
  tree.link("/l", "../../elsewhere").file("/f", "");
  const auto files = tree.open();
  EXPECT_EQ(files->read_link("/l").value_or("?"), "../../elsewhere");
  EXPECT_EQ(files->read_link("/f").error().code, EINVAL);
  EXPECT_EQ(files->read_link("/none").error().code, ENOENT);
}

TEST(DirRootfs, CanonicalPathsHaveNoLinksLeft) {
  Tree tree;
  tree.file("/usr/bin/dash", "").link("/usr/bin/sh", "dash").link("/bin", "usr/bin").link("/abs", "/bin/sh");
  const auto files = tree.open();
  EXPECT_EQ(files->canonical("/bin/sh").value_or("?"), "/usr/bin/dash");
  EXPECT_EQ(files->canonical("/abs").value_or("?"), "/usr/bin/dash");
  EXPECT_EQ(files->canonical("/bin/../..//usr/.").value_or("?"), "/usr");
  EXPECT_EQ(files->canonical("/").value_or("?"), "/");
  EXPECT_EQ(files->canonical("/bin/none").error().code, ENOENT);
}

TEST(DirRootfs, ExtendedAttributesAreReadWithoutFollowing) {
  Tree tree;
  tree.file("/f", "").link("/l", "f");
  if (::setxattr(tree.host("/f").c_str(), "user.note", "value", 5, 0) != 0) GTEST_SKIP() << "no user attributes on this file system";
  const auto files = tree.open();
  EXPECT_EQ(files->xattr("/f", "user.note").value_or("?"), "value");
  EXPECT_EQ(files->xattr("/f", "user.none").error().code, ENODATA);
  EXPECT_FALSE(files->xattr("/l", "user.note"));
  EXPECT_EQ(files->xattr_names("/f").value(), std::vector<std::string>{"user.note"});
}

// {version 2}{tag, permissions, id}...: user::rw- user:1:r-- group::r-- mask::r-- other::r--
constexpr std::string_view kExtendedAcl{
    "\x02\0\0\0"
    "\x01\0\x06\0\xFF\xFF\xFF\xFF"
    "\x02\0\x04\0\x01\0\0\0"
    "\x04\0\x04\0\xFF\xFF\xFF\xFF"
    "\x10\0\x04\0\xFF\xFF\xFF\xFF"
    "\x20\0\x04\0\xFF\xFF\xFF\xFF",
    44};

TEST(DirRootfs, AnAclBeyondTheModeBitsIsExtended) {
  Tree tree;
  tree.file("/plain", "").file("/f", "").link("/l", "f");
  if (::setxattr(tree.host("/f").c_str(), "system.posix_acl_access", kExtendedAcl.data(), kExtendedAcl.size(), 0) != 0)
    GTEST_SKIP() << "no ACLs on this file system";
  const auto files = tree.open();
  EXPECT_TRUE(files->has_extended_acl("/f").value());
  EXPECT_FALSE(files->has_extended_acl("/plain").value());
  EXPECT_FALSE(files->has_extended_acl("/l").value());
  EXPECT_EQ(files->has_extended_acl("/none").error().code, ENOENT);
}

TEST(DirRootfs, ADefaultAclIsExtended) {
  Tree tree;
  tree.dir("/d");
  if (::setxattr(tree.host("/d").c_str(), "system.posix_acl_default", kExtendedAcl.data(), kExtendedAcl.size(), 0) != 0)
    GTEST_SKIP() << "no ACLs on this file system";
  EXPECT_TRUE(tree.open()->has_extended_acl("/d").value());
}

TEST(DirRootfs, OnlyALiveSystemHasSpace) {
  Tree tree;
  EXPECT_EQ(tree.open()->space("/").error().code, ENOTSUP);
  const auto space = open_dir_rootfs("/").value()->space("/");
  ASSERT_TRUE(space);
  EXPECT_GT(space->total, 0u);
  EXPECT_LE(space->free, space->total);
}

TEST(DirRootfs, AnImageIsAlwaysLocal) {
  Tree tree;
  const auto files = tree.open();
  EXPECT_TRUE(files->is_local(files->stat("/", Follow::yes).value(), "/"));
}

TEST(DirRootfs, TheRootOfTheLiveSystemIsLocal) {
  const auto live = open_dir_rootfs("/").value();
  EXPECT_TRUE(live->is_local(live->stat("/proc", Follow::yes).value(), "/proc"));
}

TEST(DirRootfs, AnUnreadableFileSaysSo) {
  if (::geteuid() == 0) GTEST_SKIP() << "root reads all";
  Tree tree;
  tree.file("/f", "x", 0);
  EXPECT_EQ(tree.open()->read("/f", 10).error().code, EACCES);
}

TEST(DirRootfs, ARootThatIsALinkToADirectoryWillDo) {
  Tree tree;
  tree.file("/real/f", "x").link("/alias", "real");
  const auto files = open_dir_rootfs(tree.host("/alias"));
  ASSERT_TRUE(files);
  EXPECT_EQ((*files)->read("/f", 10).value_or("?"), "x");
}

TEST(DirRootfs, ARootThatIsNoDirectoryIsRefused) {
  Tree tree;
  tree.file("/f", "");
  EXPECT_EQ(open_dir_rootfs(tree.host("/f")).error().code, ENOTDIR);
  EXPECT_EQ(open_dir_rootfs(tree.host("/none")).error().code, ENOENT);
}

TEST(JoinPath, PutsOneSlashBetween) {
  EXPECT_EQ(join_path("/", "etc"), "/etc");
  EXPECT_EQ(join_path("/etc", "passwd"), "/etc/passwd");
  EXPECT_EQ(join_path("/etc/", "passwd"), "/etc/passwd");
}

}  // namespace
}  // namespace assay
