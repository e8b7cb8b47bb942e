#include "images/open.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "tests/support/tree.h"
#include "tests/unit/images/tar_builder.h"

namespace assay::images {
namespace {

using test::TarBuilder;
using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kLimit = 1u << 20;

std::string docker_archive() {
  TarBuilder tar;
  tar.file("l.tar", TarBuilder().file("f", "docker").bytes()).file("c.json", "{}");
  tar.file("manifest.json", R"([{"Config":"c.json","RepoTags":["app:1"],"Layers":["l.tar"]}])");
  return tar.bytes();
}

std::string read_f(const std::string& target) { return open(target).target.files().read("/f", kLimit).value_or("?"); }

std::string refusal(const std::string& target) {
  try {
    open(target);
  } catch (const JobError& error) {
    return error.what();
  }
  return "";
}

TEST(Open, TellsImagesByTheirFirstBytes) {
  test::Tree host;
  host.file("/dir/f", "directory").file("/tar", TarBuilder().file("f", "tar").bytes()).file("/docker", docker_archive());
  host.file("/gz", TarBuilder().dir("./").file("./f", "gz").bytes("gzip"))
      .file("/docker.zst", test::packed_bytes(docker_archive(), "zstd"));
  EXPECT_EQ(read_f(host.host("/dir")), "directory");
  EXPECT_EQ(read_f(host.host("/tar")), "tar");
  EXPECT_EQ(read_f(host.host("/gz")), "gz");
  EXPECT_EQ(read_f(host.host("/docker")), "docker");
  EXPECT_EQ(read_f(host.host("/docker.zst")), "docker");
}

TEST(Open, ARootThatHoldsAManifestIsARoot) {
  test::Tree host;
  host.file("/tar", TarBuilder().file("manifest.json", "[]").file("f", "root").dir("etc").bytes());
  EXPECT_EQ(read_f(host.host("/tar")), "root");
}

// Or what a target holds would choose what is judged.
TEST(Open, ARootInWhichAnImageLayoutLiesIsThatRoot) {
  test::Tree host;
  host.file("/oci-layout", "{}").file("/index.json", "{}").file("/etc/passwd", "").file("/f", "root");
  EXPECT_EQ(read_f(host.root()), "root");
}

// A frame of zstd that is passed over has what makes an ext superblock where one would be.
TEST(Open, APackedArchiveIsNoDiskWhateverItsBytes) {
  test::Tree host;
  std::string frame("\x50\x2a\x4d\x18\x00\x10\x00\x00", 8);
  frame.resize(8 + 0x1000);
  frame.replace(0x438, 2, "\x53\xef");
  host.file("/tar.zst", frame + TarBuilder().file("f", "tar").bytes("zstd"));
  EXPECT_EQ(read_f(host.host("/tar.zst")), "tar");
}

TEST(Open, APrefixSaysWhatAFileIs) {
  test::Tree host;
  host.file("/a:b.tar", docker_archive());
  EXPECT_EQ(read_f("docker-archive:" + host.host("/a:b.tar")), "docker");
  EXPECT_EQ(read_f("docker-archive:" + host.host("/a:b.tar:app:1")), "docker");
  EXPECT_THAT(refusal("docker-archive:" + host.host("/a:b.tar:app:2")), HasSubstr("no image app:2"));
  EXPECT_TRUE(open("tar:" + host.host("/a:b.tar")).target.files().stat("/manifest.json", Follow::no));
  EXPECT_EQ(open("tar:" + host.host("/a:b.tar")).target.label(), "tar:" + host.host("/a:b.tar"));
}

TEST(Open, WhatIsNotThereOrNoImageIsSaidSo) {
  test::Tree host;
  host.file("/text", "just text\n").file("/empty.tar", TarBuilder().bytes()).file("/zero", "").dir("/dir");
  EXPECT_THAT(refusal(host.host("/text")), AllOf(HasSubstr("/text"), HasSubstr("no kind of image")));
  EXPECT_THAT(refusal(host.host("/zero")), HasSubstr("the file is empty"));
  EXPECT_THAT(refusal(host.host("/empty.tar")), HasSubstr("no system is there"));
  EXPECT_THAT(refusal(host.host("/dir")), HasSubstr("no system is there"));
  EXPECT_THAT(refusal(host.host("/nowhere")), HasSubstr("No such file"));
  EXPECT_THAT(refusal("docker-archive:/nowhere:x"), HasSubstr("No such file"));
}

TEST(Open, FactsComeFromTheImage) {
  test::Tree host;
  host.file("/tar", TarBuilder().file("etc/os-release", "ID=centos\nVERSION_ID=\"7\"\n").file("etc/hostname", "built\n").bytes());
  const Opened opened = open(host.host("/tar"));
  EXPECT_EQ(opened.target.facts().os_id, "centos");
  EXPECT_EQ(opened.target.facts().host_name, "built");
  EXPECT_FALSE(opened.target.live());
}

}  // namespace
}  // namespace assay::images
