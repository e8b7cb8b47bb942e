#include "images/tree.h"

#include <gtest/gtest.h>

#include "engine/base/limits.h"

namespace assay::images {
namespace {

class Numbers : public Contents {  // a file's bytes are its handle
 public:
  Result<std::string> read(std::uint64_t handle, std::size_t) const override { return std::to_string(handle); }
};

Node of_type(FileType type) {
  Node node;
  node.stat.type = type;
  return node;
}

Node directory(std::uint32_t mode = 0755) {
  Node node = of_type(FileType::directory);
  node.stat.mode = mode;
  return node;
}

Node file(std::uint64_t handle) {
  Node node = of_type(FileType::regular);
  node.stat.size = std::to_string(handle).size();
  node.handle = handle;
  return node;
}

Node link_to(std::string text) {
  Node node = of_type(FileType::symbolic_link);
  node.link = std::move(text);
  return node;
}

Tree make_tree() { return Tree(std::make_shared<Numbers>()); }

std::vector<std::string> names_in(const Rootfs& files, std::string_view path) {
  std::vector<std::string> names;
  const auto entries = files.open(path).value()->list();
  for (const DirEntry& entry : entries.value()) names.push_back(entry.name);
  return names;
}

TEST(ImageTree, MakesTheDirectoriesThatLack) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("./usr//bin/sh", file(7)));
  const auto files = tree_rootfs(std::move(tree));
  EXPECT_EQ(files->stat("/usr/bin", Follow::no)->mode, 0755u);
  EXPECT_EQ(files->read("/usr/bin/sh", 10).value(), "7");
}

TEST(ImageTree, CountsLinksOfDirectoriesAndFiles) {
  Tree tree = make_tree();
  const NodeId a = tree.add(Tree::kRoot, "a", directory()).value();
  tree.add(Tree::kRoot, "b", directory()).value();
  const NodeId f = tree.add(a, "f", file(1)).value();
  ASSERT_TRUE(tree.link(Tree::kRoot, "g", f));
  EXPECT_EQ(tree.node(Tree::kRoot).stat.nlink, 4u);
  EXPECT_EQ(tree.node(f).stat.nlink, 2u);
  tree.remove(a, "f");
  tree.remove(Tree::kRoot, "b");
  EXPECT_EQ(tree.node(Tree::kRoot).stat.nlink, 3u);
  EXPECT_EQ(tree.node(f).stat.nlink, 1u);
}

TEST(ImageTree, ALinkOfAFileToItsOwnNameChangesNothing) {
  Tree tree = make_tree();
  const NodeId f = tree.add(Tree::kRoot, "f", file(1)).value();
  ASSERT_TRUE(tree.link(Tree::kRoot, "f", f));
  EXPECT_EQ(tree.node(f).stat.nlink, 1u);
  EXPECT_EQ(tree.find(Tree::kRoot, "f"), f);
}

TEST(ImageTree, ADirectoryInThePlaceOfADirectoryKeepsWhatIsInIt) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("etc/passwd", file(1)));
  ASSERT_TRUE(tree.add_path("etc", directory(0700)));
  const auto files = tree_rootfs(std::move(tree));
  EXPECT_EQ(files->stat("/etc", Follow::no)->mode, 0700u);
  EXPECT_TRUE(files->read("/etc/passwd", 10));
}

TEST(ImageTree, AFileInThePlaceOfADirectoryTakesAllOfIt) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("a/b/c", file(1)));
  ASSERT_TRUE(tree.add_path("a", file(2)));
  EXPECT_EQ(tree.node(Tree::kRoot).stat.nlink, 2u);
  const auto files = tree_rootfs(std::move(tree));
  EXPECT_EQ(files->read("/a", 10).value(), "2");
  EXPECT_EQ(files->stat("/a/b", Follow::no).error().code, ENOTDIR);
}

TEST(ImageTree, ClearsADirectoryWithAllBelow) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("a/b/c", file(1)));
  tree.clear(tree.find_path("/a").value());
  EXPECT_EQ(tree.node(tree.find_path("a").value()).stat.nlink, 2u);
  EXPECT_FALSE(tree.find_path("a/b"));
}

TEST(ImageTree, RefusesNamesNoDirectoryHolds) {
  Tree tree = make_tree();
  for (const std::string& name :
       {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string("a\0b", 3), std::string(256, 'n')})
    EXPECT_EQ(tree.add(Tree::kRoot, name, file(1)).error().code, EINVAL) << name;
  EXPECT_TRUE(tree.add(Tree::kRoot, std::string(255, 'n'), file(1)));
}

TEST(ImageTree, RefusesPathsThatLeadThroughDotsLinksAndFiles) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("l", link_to("/etc")));
  ASSERT_TRUE(tree.add_path("f", file(1)));
  EXPECT_EQ(tree.add_path("a/../../etc/passwd", file(2)).error().code, EINVAL);
  EXPECT_EQ(tree.add_path("l/passwd", file(2)).error().code, ELOOP);
  EXPECT_EQ(tree.add_path("f/passwd", file(2)).error().code, ENOTDIR);
  EXPECT_EQ(tree.add_path("./", file(2)).error().code, EINVAL);
}

TEST(ImageTree, RefusesLinksThatLeadNowherePossible) {
  Tree tree = make_tree();
  for (const std::string& text : {std::string(), std::string(4096, 'x'), std::string("a\0b", 3)})
    EXPECT_EQ(tree.add(Tree::kRoot, "l", link_to(text)).error().code, EINVAL);
}

TEST(ImageTree, ADirectoryHasOneName) {
  Tree tree = make_tree();
  const NodeId a = tree.add(Tree::kRoot, "a", directory()).value();
  EXPECT_EQ(tree.link(a, "loop", a).error().code, EPERM);
}

TEST(ImageTree, TakesTheAttributesOfTheRoot) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("a", directory()));
  ASSERT_TRUE(tree.add_path("./", directory(01777)));
  EXPECT_EQ(tree.node(Tree::kRoot).stat.mode, 01777u);
  EXPECT_EQ(tree.node(Tree::kRoot).stat.nlink, 3u);
}

TEST(ImageTree, AMountHidesWhatTheDirectoryHeldAndIsADeviceOfItsOwn) {
  Tree inner = make_tree(), tree = make_tree();
  ASSERT_TRUE(inner.add_path("log/messages", file(5)));
  ASSERT_TRUE(tree.add_path("var/hidden", file(1)));
  ASSERT_TRUE(tree.add_path("etc/passwd", file(2)));
  ASSERT_TRUE(tree.mount(tree.find_path("var").value(), std::move(inner)));
  ASSERT_TRUE(tree.add_path("var/new", file(6)));
  const auto files = tree_rootfs(std::move(tree));
  EXPECT_EQ(names_in(*files, "/var"), (std::vector<std::string>{"log", "new"}));
  EXPECT_EQ(files->read("/var/../etc/passwd", 10).value(), "2");
  EXPECT_EQ(files->read("/var/log/messages", 10).value(), "5");
  const Stat top = files->stat("/", Follow::no).value(), var = files->stat("/var", Follow::no).value();
  const Stat messages = files->stat("/var/log/messages", Follow::no).value(), added = files->stat("/var/new", Follow::no).value();
  EXPECT_NE(top.device, var.device);
  EXPECT_EQ(var.device, messages.device);
  EXPECT_EQ(var.device, added.device);
  EXPECT_NE(messages.inode, added.inode);
}

TEST(ImageTree, WhatIsMissingFromAMountPointIsNotAnEmptyDirectory) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("var/log/messages", file(5)));
  tree.hide(tree.find_path("var/log").value(), "not in the image");
  const auto files = tree_rootfs(std::move(tree));
  EXPECT_EQ(files->stat("/var/log", Follow::no).value().type, FileType::directory);
  for (const std::string_view path : {"/var/log/messages", "/var/log/no", "/var/log/no/deeper"})
    EXPECT_EQ(files->stat(path, Follow::yes).error().code, EIO) << path;
  EXPECT_EQ(files->open("/var/log").value()->list().error().code, EIO);
  EXPECT_EQ(files->open("/var/log").value()->stat("messages").error().code, EIO);
  EXPECT_TRUE(files->stat("/var/log/..", Follow::yes));
}

TEST(ImageTree, FilesOfOneFileSystemHaveInodeNumbersOfTheirOwn) {
  Tree tree = make_tree();
  const NodeId a = tree.add_path("a", file(1)).value(), b = tree.add_path("b", file(1)).value();
  EXPECT_NE(tree.node(a).stat.inode, tree.node(b).stat.inode);
  EXPECT_EQ(tree.node(a).stat.device, tree.node(b).stat.device);
}

// Deeper than any stack could follow.
TEST(ImageTree, ADeepTreeIsReachedAndGoneWithoutRecursion) {
  Tree tree = make_tree();
  NodeId at = Tree::kRoot;
  std::string path;
  for (int i = 0; i < 200'000; ++i) {
    at = tree.add(at, "d", directory()).value();
    path += "/d";
  }
  EXPECT_EQ(tree.find_path(path), at);
  tree.remove(Tree::kRoot, "d");
  EXPECT_FALSE(tree.find_path("/d"));
}

// What was replaced counts as well: who adds and removes for ever is stopped.
TEST(ImageTree, TooMuchMetadataIsTooBig) {
  Tree tree = make_tree();
  constexpr std::size_t kPieces = 64;
  Node heavy = file(1);
  heavy.xattrs.emplace_back("user.x", std::string(kLimits.image_metadata_bytes / kPieces, 'x'));
  for (std::size_t i = 1; i < kPieces; ++i) ASSERT_TRUE(tree.add(Tree::kRoot, "f", heavy));
  EXPECT_EQ(tree.add(Tree::kRoot, "f", heavy).error().code, EFBIG);
}

Node with_attribute(const char* name, std::size_t entries) {
  Node node = file(1);
  node.xattrs.emplace_back(name, std::string(4 + 8 * entries, '\0'));
  return node;
}

TEST(ImageTree, AnAclIsExtendedWhereItSaysMoreThanTheMode) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("plain", with_attribute("system.posix_acl_access", 3)));
  ASSERT_TRUE(tree.add_path("more", with_attribute("system.posix_acl_access", 5)));
  ASSERT_TRUE(tree.add_path("default", with_attribute("system.posix_acl_default", 3)));
  const auto files = tree_rootfs(std::move(tree));
  EXPECT_FALSE(files->has_extended_acl("/plain").value());
  EXPECT_TRUE(files->has_extended_acl("/more").value());
  EXPECT_TRUE(files->has_extended_acl("/default").value());
  EXPECT_EQ(files->xattr("/plain", "user.none").error().code, ENODATA);
  EXPECT_EQ(files->xattr_names("/more").value(), std::vector<std::string>{"system.posix_acl_access"});
}

TEST(ImageTree, AnOpenDirectoryOutlivesTheRoot) {
  Tree tree = make_tree();
  ASSERT_TRUE(tree.add_path("etc/passwd", file(3)));
  auto files = tree_rootfs(std::move(tree));
  const auto etc = files->open("/etc").value();
  files.reset();
  EXPECT_EQ(etc->read("passwd", 10).value(), "3");
}

}  // namespace
}  // namespace assay::images
