#include "engine/certify/image.h"

#include <gmock/gmock.h>

#include "engine/base/error.h"
#include "engine/certify/tree_digest.h"
#include "tests/support/tree.h"

namespace assay::certify {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& path) {
  try {
    measure(path);
  } catch (const JobError& error) {
    return error.what();
  }
  return "";
}

TEST(Image, AFileIsMeasuredByItsBytes) {
  test::Tree tree;
  tree.file("/image.qcow2", "abc");
  const Subject subject = measure(tree.host("/image.qcow2"));
  EXPECT_EQ(subject.name, "image.qcow2");
  EXPECT_EQ(subject.algorithm, "sha256");
  EXPECT_EQ(subject.digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Image, ADirectoryIsMeasuredAsATree) {
  test::Tree tree;
  tree.file("/base/etc/passwd", "abc");
  const Subject subject = measure(tree.host("/base/"));
  EXPECT_EQ(subject.name, "base");
  EXPECT_EQ(subject.algorithm, kTreeDigest);
  EXPECT_EQ(subject.digest, tree_digest(**open_dir_rootfs(tree.host("/base")), "base"));
}

TEST(Image, WhatIsNoImageIsRefused) {
  test::Tree tree;
  tree.node("/fifo", S_IFIFO | 0600);
  EXPECT_THAT(refusal(tree.host("/fifo")), HasSubstr("neither a file nor a directory"));
  EXPECT_THAT(refusal(tree.host("/none")), HasSubstr("No such file"));
  EXPECT_THAT(refusal("/"), HasSubstr("the running system is no image"));
}

TEST(HostFile, SizeIsBounded) {
  test::Tree tree;
  tree.file("/f", "abc");
  EXPECT_EQ(read_host_file(tree.host("/f"), 3), "abc");
  EXPECT_THROW(read_host_file(tree.host("/f"), 2), JobError);
  EXPECT_THROW(read_host_file(tree.host("/"), 2), JobError);
}

}  // namespace
}  // namespace assay::certify
