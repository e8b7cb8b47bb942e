#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "images/open.h"
#include "tests/support/tree.h"
#include "tests/unit/images/tar_builder.h"

namespace assay::images {
namespace {

using test::TarBuilder;
using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kLimit = 1u << 20;
constexpr const char* kConfig = R"({"os":"linux","architecture":"amd64"})";

std::unique_ptr<Rootfs> open_bytes(const std::string& bytes, const std::string& name = {}) {
  test::Tree host;
  host.file("/app.tar", bytes);
  return open_docker_archive(host.host("/app.tar"), name).files;
}

std::string refusal(const std::string& bytes, const std::string& name = {}) {
  try {
    open_bytes(bytes, name);
  } catch (const JobError& error) {
    return error.what();
  }
  return "";
}

// `docker save` of one image: the layers are said from the lowest on, and lie in the archive the other way round.
std::string save(const std::vector<std::string>& layers, const std::string& config = kConfig, const std::string& filter = {}) {
  TarBuilder tar;
  std::string names;
  for (std::size_t i = layers.size(); i-- > 0;) {
    const std::string name = std::to_string(i) + "/layer.tar";
    tar.file(name, layers[i]);
    names = "\"" + name + (names.empty() ? "\"" : "\"," + names);
  }
  tar.file("c.json", config);
  tar.file("manifest.json", R"([{"Config":"c.json","RepoTags":["app:1"],"Layers":[)" + names + "]}]");
  return tar.bytes(filter);
}

TEST(DockerArchive, LayersAreLaidInTheOrderOfTheManifest) {
  const auto files =
      open_bytes(save({TarBuilder().file("f", "low").file("g", "low").bytes(), TarBuilder().file("f", "high").bytes("gzip")}));
  EXPECT_EQ(files->read("/f", kLimit).value(), "high");
  EXPECT_EQ(files->read("/g", kLimit).value(), "low");
}

TEST(DockerArchive, WhiteoutsHideWhatLowerLayersHold) {
  const std::string low =
      TarBuilder().file("etc/passwd", "1").file("etc/shadow", "2").file("opt/app/a", "3").file("opt/app/b", "4").bytes();
  const std::string high = TarBuilder().file("etc/.wh.shadow", "").file("opt/.wh.app", "").file("opt/.wh.nothing", "").bytes();
  const auto files = open_bytes(save({low, high}));
  EXPECT_TRUE(files->read("/etc/passwd", kLimit));
  EXPECT_EQ(files->stat("/etc/shadow", Follow::no).error().code, ENOENT);
  EXPECT_EQ(files->stat("/opt/app", Follow::no).error().code, ENOENT);
  EXPECT_EQ(files->stat("/etc/.wh.shadow", Follow::no).error().code, ENOENT);
}

TEST(DockerArchive, AWhiteoutHidesNothingOfItsOwnLayer) {
  const std::string low = TarBuilder().file("d/old", "1").bytes();
  const std::string high = TarBuilder().file("d/f", "new").file("d/.wh.f", "").file(".wh.d", "").bytes();
  const auto files = open_bytes(save({low, high}));
  EXPECT_EQ(files->read("/d/f", kLimit).value_or("?"), "new");
  EXPECT_FALSE(files->read("/d/old", kLimit));
}

// Its mark may come before or after what the layer itself puts there.
TEST(DockerArchive, AnOpaqueDirectoryHidesAllOfLowerLayersAndNothingOfItsOwn) {
  const std::string low = TarBuilder().file("d/old", "1").file("d/sub/old", "2").file("e/stays", "3").bytes();
  const std::string high = TarBuilder()
                               .dir("d", 0700)
                               .file("d/new", "4")
                               .dir("d/sub")
                               .file("d/sub/new", "5")
                               .file("d/.wh..wh..opq", "")
                               .file("d/late", "6")
                               .bytes();
  const auto files = open_bytes(save({low, high}));
  EXPECT_EQ(files->read("/d/new", kLimit).value_or("?"), "4");
  EXPECT_EQ(files->read("/d/sub/new", kLimit).value_or("?"), "5");
  EXPECT_EQ(files->read("/d/late", kLimit).value_or("?"), "6");
  EXPECT_EQ(files->read("/e/stays", kLimit).value_or("?"), "3");
  EXPECT_FALSE(files->read("/d/old", kLimit));
  EXPECT_FALSE(files->read("/d/sub/old", kLimit));
  EXPECT_EQ(files->stat("/d", Follow::no)->mode, 0700u);
}

// What overlayfs and its builders write where a link was removed and a directory made in its place.
TEST(DockerArchive, AnOpaqueDirectoryInThePlaceOfALinkHidesNothingOfWhatTheLinkLedTo) {
  const std::string low = TarBuilder().file("d/f", "1").link("l", "d").bytes();
  const auto files = open_bytes(save({low, TarBuilder().file("l/.wh..wh..opq", "").dir("l").file("l/g", "2").bytes()}));
  EXPECT_EQ(files->read("/d/f", kLimit).value_or("?"), "1");
  EXPECT_EQ(files->read("/l/g", kLimit).value_or("?"), "2");
  EXPECT_EQ(files->stat("/l", Follow::no)->type, FileType::directory);
}

TEST(DockerArchive, FilesTakeThePlaceOfDirectoriesAndTheReverse) {
  const std::string low = TarBuilder().file("a/x", "1").file("b", "2").link("c", "a").bytes();
  const std::string high = TarBuilder().file("a", "3").file("b/y", "4").bytes();
  EXPECT_THAT(refusal(save({low, high})), HasSubstr("no directory"));  // nothing said that b is one
  const auto files = open_bytes(save({low, TarBuilder().file("a", "3").dir("b").file("b/y", "4").dir("c").file("c/z", "5").bytes()}));
  EXPECT_EQ(files->read("/a", kLimit).value_or("?"), "3");
  EXPECT_EQ(files->read("/b/y", kLimit).value_or("?"), "4");
  EXPECT_EQ(files->read("/c/z", kLimit).value_or("?"), "5");
}

TEST(DockerArchive, AHardLinkMayLeadToALowerLayer) {
  const auto files = open_bytes(save({TarBuilder().file("f", "1").bytes(), TarBuilder().hard_link("g", "f").bytes()}));
  EXPECT_EQ(files->read("/g", kLimit).value_or("?"), "1");
  EXPECT_EQ(files->stat("/f", Follow::no)->nlink, 2u);
}

TEST(DockerArchive, ALayerMayBeALinkToAnother) {
  TarBuilder tar;
  tar.link("1/layer.tar", "../0/layer.tar").hard_link("2/layer.tar", "0/layer.tar").file("c.json", kConfig);
  tar.file("0/layer.tar", TarBuilder().file("f", "1").bytes());
  tar.file("manifest.json", R"([{"Config":"c.json","RepoTags":null,"Layers":["0/layer.tar","1/layer.tar","2/layer.tar"]}])");
  EXPECT_EQ(open_bytes(tar.bytes())->read("/f", kLimit).value_or("?"), "1");
}

TEST(DockerArchive, LinksAmongLayersThatGoRoundAreMissingLayers) {
  TarBuilder tar;
  tar.link("a.tar", "b.tar").link("b.tar", "a.tar").file("c.json", kConfig);
  tar.file("manifest.json", R"([{"Config":"c.json","Layers":["a.tar"]}])");
  EXPECT_THAT(refusal(tar.bytes()), HasSubstr("\"a.tar\" is missing"));
}

TEST(DockerArchive, ThePackedArchiveHoldsTheSame) {
  const std::vector<std::string> layers = {TarBuilder().file("f", std::string(100'000, 'l')).bytes(),
                                           TarBuilder().file("g", "high").bytes("zstd")};
  for (const char* filter : {"gzip", "zstd"}) {
    const auto files = open_bytes(save(layers, kConfig, filter));
    EXPECT_EQ(files->read("/f", kLimit).value(), std::string(100'000, 'l'));
    EXPECT_EQ(files->read("/g", kLimit).value(), "high");
  }
}

TEST(DockerArchive, LayersAreHeldToTheDigestsOfTheConfiguration) {
  const std::string layer = TarBuilder().file("f", "1").bytes();
  const std::string right = *hex_digest("SHA-256", layer), wrong = *hex_digest("SHA-256", "else");
  const auto config = [](const std::string& digest) {
    return R"({"os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:)" + digest + "\"]}}";
  };
  EXPECT_EQ(refusal(save({layer}, config(right))), "");
  EXPECT_EQ(refusal(save({test::packed_bytes(layer, "gzip")}, config(right))), "");
  EXPECT_THAT(refusal(save({layer}, config(wrong))), AllOf(HasSubstr("0/layer.tar"), HasSubstr("digest")));
  EXPECT_THAT(refusal(save({layer, layer}, config(right))), HasSubstr("speaks of 1 layers, the manifest of 2"));
}

std::string two_images() {
  const std::string layer = TarBuilder().file("f", "1").bytes(), other = TarBuilder().file("f", "2").bytes();
  TarBuilder tar;
  tar.file("a.tar", layer).file("b.tar", other).file("aaaa.json", kConfig).file("bbbb.json", kConfig);
  tar.file("manifest.json", R"([{"Config":"aaaa.json","RepoTags":["docker.io/library/app:1","app:latest"],"Layers":["a.tar"]},)"
                            R"({"Config":"bbbb.json","RepoTags":["localhost:5000/app:2"],"Layers":["b.tar"]}])");
  return tar.bytes();
}

TEST(DockerArchive, OneOfSeveralImagesIsNamed) {
  EXPECT_EQ(open_bytes(two_images(), "app:1")->read("/f", kLimit).value(), "1");
  EXPECT_EQ(open_bytes(two_images(), "app")->read("/f", kLimit).value(), "1");
  EXPECT_EQ(open_bytes(two_images(), "localhost:5000/app:2")->read("/f", kLimit).value(), "2");
  EXPECT_EQ(open_bytes(two_images(), "bbbb")->read("/f", kLimit).value(), "2");
  EXPECT_THAT(refusal(two_images()),
              AllOf(HasSubstr("several images"), HasSubstr("docker.io/library/app:1"), HasSubstr("localhost:5000/app:2")));
  EXPECT_THAT(refusal(two_images(), "app:3"), AllOf(HasSubstr("no image app:3"), HasSubstr("app:latest")));
}

TEST(DockerArchive, WhatIsNoImageSaysWhatIsMissing) {
  EXPECT_THAT(refusal(TarBuilder().file("f", "1").bytes()), HasSubstr("no manifest.json"));
  EXPECT_THAT(refusal(TarBuilder().file("manifest.json", "[").bytes()), HasSubstr("is not JSON"));
  EXPECT_THAT(refusal(TarBuilder().file("manifest.json", "[]").bytes()), HasSubstr("names no image"));
  EXPECT_THAT(refusal(TarBuilder().file("manifest.json", R"([{"Config":7,"Layers":"x"}])").bytes()), HasSubstr("without Config or Layers"));
  EXPECT_THAT(refusal(TarBuilder().file("manifest.json", R"([{"Config":"c","Layers":["l"]}])").bytes()), HasSubstr("\"c\" is missing"));
  EXPECT_THAT(refusal(save({TarBuilder().bytes()}, R"({"os":"windows"})")), HasSubstr("an image for windows"));
  EXPECT_THAT(refusal(save({"no tar at all"})), AllOf(HasSubstr("layer 0/layer.tar"), HasSubstr("Unrecognized")));
}

TEST(DockerArchive, AWhiteoutWithDotsInItsPathIsRefused) {
  const std::string low = TarBuilder().file("etc/shadow", "1").bytes();
  EXPECT_THAT(refusal(save({low, TarBuilder().dir("usr").file("usr/../etc/.wh.shadow", "").bytes()})), HasSubstr("\"..\""));
}

TEST(DockerArchive, AWhiteoutThroughALinkIsRefused) {
  const std::string low = TarBuilder().file("usr/lib/x", "1").link("lib", "usr/lib").bytes(),
                    high = TarBuilder().file("lib/.wh.x", "").bytes();
  EXPECT_THAT(refusal(save({low, high})), AllOf(HasSubstr("lib"), HasSubstr("link")));
}

}  // namespace
}  // namespace assay::images
