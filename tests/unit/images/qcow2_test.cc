#include "images/qcow2.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "engine/base/error.h"
#include "tests/support/memory_device.h"
#include "tests/unit/images/disk_builder.h"

namespace assay::images {
namespace {

using test::Bytes;

constexpr std::size_t kCluster = 512;

// Clusters of 512 bytes: header, L1 table, L2 table, then what the test puts there. A disk of four clusters.
Bytes image(std::uint32_t version = 3) {
  Bytes bytes(8 * kCluster);
  bytes.put(0, std::string("QFI\xfb", 4)).big(4, version, 4).big(20, 9, 4).big(24, 4 * kCluster, 8).big(36, 1, 4).big(40, kCluster, 8);
  if (version == 3) bytes.big(96, 4, 4).big(100, 104, 4);
  return bytes.big(kCluster, 2 * kCluster | 1ull << 63, 8);
}
void map(Bytes& bytes, std::size_t cluster, std::uint64_t entry) { bytes.big(2 * kCluster + cluster * 8, entry, 8); }

std::string read(const Bytes& bytes, std::uint64_t offset, std::size_t size) {
  std::string read(size, '?');
  const auto done = open_qcow2(test::memory_device(bytes.get()))->read(offset, read);
  return done ? read : done.error().message();
}

std::string refusal(const Bytes& bytes) {
  try {
    open_qcow2(test::memory_device(bytes.get()));
    return "opened";
  } catch (const JobError& error) {
    return error.what();
  }
}

TEST(Qcow2, ClustersAreWhereTheirTablesSay) {
  for (const std::uint32_t version : {2u, 3u}) {
    Bytes bytes = image(version);
    map(bytes, 1, 5 * kCluster | 1ull << 63);
    bytes.put(5 * kCluster, std::string(kCluster, 'x'));
    EXPECT_EQ(read(bytes, kCluster, kCluster), std::string(kCluster, 'x'));
    EXPECT_EQ(read(bytes, kCluster - 2, 4), std::string("\0\0xx", 4));
  }
}

TEST(Qcow2, WhatIsNotAllocatedAndWhatIsMarkedZeroReadsAsZeros) {
  Bytes bytes = image();
  map(bytes, 1, 5 * kCluster | 1);
  bytes.put(5 * kCluster, std::string(kCluster, 'x'));
  EXPECT_EQ(read(bytes, 0, 4 * kCluster), std::string(4 * kCluster, '\0'));
}

TEST(Qcow2, CompressedClustersAreInflated) {
  const std::string plain(kCluster, 'z');
  std::string packed(kCluster, '\0');
  z_stream stream{};
  ASSERT_EQ(::deflateInit2(&stream, 9, Z_DEFLATED, -12, 9, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = kCluster;
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = kCluster;
  ASSERT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
  ::deflateEnd(&stream);
  Bytes bytes = image();
  map(bytes, 0, 1ull << 62 | (3 * kCluster + 100));  // in no more sectors than its first
  bytes.put(3 * kCluster + 100, packed.substr(0, kCluster - 100));
  EXPECT_EQ(read(bytes, 0, kCluster), plain);
}

TEST(Qcow2, WhatOneFileDoesNotHoldIsRefusedWithAWayOut) {
  EXPECT_NE(refusal(image().big(8, 200, 8).big(16, 11, 4).put(200, "/etc/shadow")).find("(/etc/shadow)"), std::string::npos);
  EXPECT_NE(refusal(image().big(8, 200, 8)).find("qemu-img convert"), std::string::npos);
  EXPECT_NE(refusal(image().big(72, 4, 8)).find("in another file"), std::string::npos);
  EXPECT_NE(refusal(image().big(72, 16, 8)).find("extended L2"), std::string::npos);
  EXPECT_NE(refusal(image().big(72, 1ull << 40, 8)).find("not known"), std::string::npos);
  EXPECT_NE(refusal(image().big(32, 1, 4)).find("encrypted"), std::string::npos);
  EXPECT_NE(refusal(image().big(4, 4, 4)).find("version 4"), std::string::npos);
}

TEST(Qcow2, TablesAndClustersBeyondTheFileAreErrors) {
  EXPECT_NE(refusal(image().big(40, 1ull << 60, 8)).find("L1 table"), std::string::npos);
  EXPECT_NE(refusal(image().big(36, 0, 4)).find("L1 table"), std::string::npos);
  EXPECT_NE(refusal(image().big(20, 40, 4)).find("clusters of"), std::string::npos);
  EXPECT_NE(read(image(), 4 * kCluster, 1).find("beyond the end of the disk"), std::string::npos);
}

TEST(Qcow2, WhatIsCutOffSaysSoBeforeAnythingIsRead) {
  Bytes far = image(), packed = image(), cut = image();
  map(far, 3, 8 * kCluster | 1ull << 63);
  map(packed, 3, 1ull << 62 | 8 * kCluster);
  EXPECT_NE(refusal(far).find("cut off"), std::string::npos) << refusal(far);
  EXPECT_NE(refusal(packed).find("cut off"), std::string::npos) << refusal(packed);
  EXPECT_NE(refusal(cut.big(kCluster, 8 * kCluster | 1ull << 63, 8)).find("lead to byte 4608, and 4096 are there"), std::string::npos);
  map(far, 3, 8 * kCluster | 1);  // marked as zeros: what it names is not read
  EXPECT_EQ(refusal(far), "opened");
}

}  // namespace
}  // namespace assay::images
