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
constexpr const char* kLayer = "application/vnd.oci.image.layer.v1.tar";
constexpr const char* kManifest = "application/vnd.oci.image.manifest.v1+json";
constexpr const char* kIndex = "application/vnd.oci.image.index.v1+json";

// An image layout in a directory that goes away with it.
class Layout {
 public:
  Layout() { host.file("/oci-layout", R"({"imageLayoutVersion":"1.0.0"})").dir("/blobs/sha256"); }

  // A descriptor of these bytes, which become a blob; `more` are further fields of it.
  std::string blob(const std::string& bytes, const std::string& type, const std::string& more = {}) {
    const std::string digest = *hex_digest("SHA-256", bytes);
    host.file("/blobs/sha256/" + digest, bytes);
    return R"({"mediaType":")" + type + R"(","digest":"sha256:)" + digest + R"(","size":)" + std::to_string(bytes.size()) + more + "}";
  }
  std::string manifest(const std::string& layers, const std::string& more = {}) {
    const std::string config = blob(R"({"os":"linux"})", "application/vnd.oci.image.config.v1+json");
    return blob(R"({"schemaVersion":2,"config":)" + config + R"(,"layers":[)" + layers + "]}", kManifest, more);
  }
  std::string image(const std::string& says, const std::string& more = {}) {
    return manifest(blob(TarBuilder().file("f", says).bytes("gzip"), std::string(kLayer) + "+gzip"), more);
  }
  Layout& index(const std::string& manifests) {
    host.file("/index.json", R"({"schemaVersion":2,"manifests":[)" + manifests + "]}");
    return *this;
  }
  std::string path_of(const std::string& descriptor) const {
    return host.host("/blobs/sha256/" + descriptor.substr(descriptor.find("sha256:") + 7, 64));
  }

  std::string read(const std::string& tag = {}) const { return open_oci(host.root(), tag).files->read("/f", kLimit).value_or("?"); }
  std::string refusal(const std::string& tag = {}) const {
    try {
      open_oci(host.root(), tag);
    } catch (const JobError& error) {
      return error.what();
    }
    return "";
  }

  test::Tree host;
};

std::string tagged(const std::string& tag) { return R"(,"annotations":{"org.opencontainers.image.ref.name":")" + tag + "\"}"; }
std::string for_platform(const std::string& os, const std::string& architecture) {
  return R"(,"platform":{"os":")" + os + R"(","architecture":")" + architecture + "\"}";
}

TEST(Oci, LayersOfEveryPackingAreRead) {
  for (const auto& [suffix, filter] : {std::pair("", ""), std::pair("+gzip", "gzip"), std::pair("+zstd", "zstd")}) {
    Layout layout;
    layout.index(layout.manifest(layout.blob(TarBuilder().file("f", filter).bytes(filter), std::string(kLayer) + suffix)));
    EXPECT_EQ(layout.read(), filter);
  }
}

TEST(Oci, ALayerWithoutAnArchivesEndIsWholeByItsDigest) {
  Layout layout;
  std::string layer = TarBuilder().file("f", "whole").bytes();
  layer.resize(layer.find_last_not_of('\0') + 1);
  layer.resize((layer.size() + 511) / 512 * 512);  // blocks of zeros, and the padding of the last record, left out
  layout.index(layout.manifest(layout.blob(layer, kLayer) + "," + layout.blob("", kLayer)));
  EXPECT_EQ(layout.read(), "whole");
}

TEST(Oci, DockersMediaTypesAreRead) {
  Layout layout;
  const std::string layer = layout.blob(TarBuilder().file("f", "1").bytes("gzip"), "application/vnd.docker.image.rootfs.diff.tar.gzip");
  const std::string config = layout.blob("{}", "application/vnd.docker.container.image.v1+json");
  layout.index(
      layout.blob(R"({"config":)" + config + R"(,"layers":[)" + layer + "]}", "application/vnd.docker.distribution.manifest.v2+json"));
  EXPECT_EQ(layout.read(), "1");
}

TEST(Oci, UpperLayersHideLowerOnes) {
  Layout layout;
  const std::string low = layout.blob(TarBuilder().file("f", "low").file("g", "low").bytes(), kLayer);
  const std::string high = layout.blob(TarBuilder().file("f", "high").file(".wh.g", "").bytes(), kLayer);
  layout.index(layout.manifest(low + "," + high));
  EXPECT_EQ(layout.read(), "high");
  EXPECT_FALSE(open_oci(layout.host.root(), {}).files->stat("/g", Follow::no));
}

TEST(Oci, ATagNamesOneOfSeveralImages) {
  Layout layout;
  layout.index(layout.image("1", tagged("v1")) + "," + layout.image("2", tagged("v2")));
  EXPECT_EQ(layout.read("v2"), "2");
  EXPECT_THAT(layout.refusal(), AllOf(HasSubstr("several images"), HasSubstr("v1, v2")));
  EXPECT_THAT(layout.refusal("v3"), AllOf(HasSubstr("no image v3"), HasSubstr("v1, v2")));
}

TEST(Oci, OfSeveralPlatformsLinuxOnThisMachineIsTakenAndSaid) {
  Layout layout;
#if defined(__x86_64__)
  const std::string here = "amd64";
#else
  const std::string here = "arm64";
#endif
  const std::string attestation = layout.image("attestation", R"(,"annotations":{"vnd.docker.reference.type":"attestation-manifest"})");
  const std::string images =
      layout.image("other", for_platform("linux", "s390x")) + "," + layout.image("here", for_platform("linux", here));
  layout.index(layout.blob(R"({"manifests":[)" + images + "," + attestation + "]}", kIndex, tagged("v1")));
  EXPECT_EQ(layout.read("v1"), "here");
  EXPECT_THAT(open_oci(layout.host.root(), {}).notes, testing::ElementsAre(HasSubstr("linux/" + here)));
  layout.index(layout.image("1", for_platform("linux", "s390x")) + "," + layout.image("2", for_platform("linux", "ppc64le")));
  EXPECT_THAT(layout.refusal(), HasSubstr("linux/s390x, linux/ppc64le"));
}

TEST(Oci, SeveralTagsOfOneImageAreOneImage) {
  Layout layout;
  layout.index(layout.image("1", tagged("v1")) + "," + layout.image("1", tagged("latest")));
  EXPECT_EQ(layout.read(), "1");
  EXPECT_EQ(layout.read("latest"), "1");
}

TEST(Oci, WhatIsForAnUnknownPlatformIsNoImage) {
  Layout layout;
  layout.index(layout.image("attestation", for_platform("unknown", "unknown")) + "," + layout.image("1", for_platform("linux", "s390x")));
  EXPECT_EQ(layout.read(), "1");
}

// Each manifest of an index has the tag of the index.
TEST(Oci, ATagThatWouldFillMemoryIsRefused) {
  Layout layout;
  layout.index(layout.image("1", tagged(std::string(2000, 't'))));
  EXPECT_THAT(layout.refusal(), HasSubstr("2000 bytes"));
}

TEST(Oci, TheOnlyImageIsTakenWhateverItsPlatform) {
  Layout layout;
  layout.index(layout.image("1", for_platform("linux", "s390x")));
  EXPECT_EQ(layout.read(), "1");
}

TEST(Oci, ADigestOrSizeThatIsWrongIsDamage) {
  Layout layout;
  const std::string layer = layout.blob(TarBuilder().file("f", "1").bytes(), kLayer);
  layout.index(layout.manifest(layer));
  test::Tree keep;
  std::string bytes = TarBuilder().file("f", "2").bytes();
  std::ofstream(layout.path_of(layer), std::ios::binary) << bytes;
  EXPECT_THAT(layout.refusal(), HasSubstr("does not have the digest"));
  std::ofstream(layout.path_of(layer), std::ios::binary) << bytes << "more";
  EXPECT_THAT(layout.refusal(), HasSubstr("bytes, not"));
  std::filesystem::remove(layout.path_of(layer));
  EXPECT_THAT(layout.refusal(), AllOf(HasSubstr("incomplete"), HasSubstr("No such file")));
}

TEST(Oci, ABlobIsNeverReadThroughALink) {
  Layout layout;
  const std::string layer = layout.blob(TarBuilder().file("f", "1").bytes(), kLayer);
  layout.index(layout.manifest(layer)).host.file("/elsewhere", TarBuilder().file("f", "1").bytes());
  std::filesystem::remove(layout.path_of(layer));
  std::filesystem::create_symlink("../../elsewhere", layout.path_of(layer));
  EXPECT_THAT(layout.refusal(), HasSubstr("links are not followed"));
}

TEST(Oci, ADigestIsNoPath) {
  Layout layout;
  for (const char* digest : {"sha256:../../secret", "sha256:", "sha512:00", "../../../etc/passwd", ""}) {
    layout.index(R"({"mediaType":"application/vnd.oci.image.manifest.v1+json","size":1,"digest":")" + std::string(digest) + "\"}");
    EXPECT_THAT(layout.refusal(), HasSubstr("is no SHA-256 digest")) << digest;
  }
}

TEST(Oci, LayersThatCannotBeReadSayWhy) {
  Layout layout;
  const std::string bytes = TarBuilder().file("f", "1").bytes();
  layout.index(layout.manifest(layout.blob(bytes, std::string(kLayer) + "+gzip+encrypted")));
  EXPECT_THAT(layout.refusal(), HasSubstr("encrypted"));
  layout.index(layout.manifest(layout.blob(bytes, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")));
  EXPECT_THAT(layout.refusal(), HasSubstr("foreign layer"));
  layout.index(layout.manifest(layout.blob(bytes, "application/vnd.example.model")));
  EXPECT_THAT(layout.refusal(), HasSubstr("no layer of files"));
  layout.index(layout.manifest(""));
  EXPECT_THAT(layout.refusal(), HasSubstr("no layers"));
}

TEST(Oci, NestedIndexesComeToAnEnd) {
  Layout layout;
  std::string descriptor = layout.image("1");
  for (int i = 0; i < 20; ++i) descriptor = layout.blob(R"({"manifests":[)" + descriptor + "]}", kIndex);
  layout.index(descriptor);
  EXPECT_THAT(layout.refusal(), HasSubstr("more manifests than"));
}

TEST(Oci, WhatIsNoLayoutSaysSo) {
  test::Tree host;
  host.file("/f", "1");
  EXPECT_THROW(open_oci(host.root(), {}), JobError);
  EXPECT_THROW(open_oci(host.host("/nowhere"), {}), JobError);
  Layout layout;
  layout.host.file("/index.json", "{");
  EXPECT_THAT(layout.refusal(), HasSubstr("is not JSON"));
  layout.host.file("/index.json", "{}");
  EXPECT_THAT(layout.refusal(), HasSubstr("without manifests"));
  layout.index("");
  EXPECT_THAT(layout.refusal(), HasSubstr("names no image"));
  layout.index("7");
  EXPECT_NE(layout.refusal(), "");
}

TEST(Oci, TheLayoutMayBeAnArchive) {
  Layout layout;
  layout.index(layout.image("1"));
  TarBuilder tar;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(layout.host.root())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    tar.file(entry.path().string().substr(layout.host.root().size() + 1), std::string(std::istreambuf_iterator<char>(file), {}));
  }
  for (const char* filter : {"", "gzip"}) {
    test::Tree host;
    host.file("/image.tar", tar.bytes(filter));
    EXPECT_EQ(open_oci(host.host("/image.tar"), {}).files->read("/f", kLimit).value_or("?"), "1");
  }
}

}  // namespace
}  // namespace assay::images
