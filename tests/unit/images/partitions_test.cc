#include "images/partitions.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "engine/base/error.h"
#include "tests/support/memory_device.h"
#include "tests/unit/images/disk_builder.h"

namespace assay::images {
namespace {

using test::Bytes;

constexpr std::size_t kSector = 512;

void entry(Bytes& disk, std::size_t table, int slot, int type, std::uint32_t start, std::uint32_t sectors) {
  const std::size_t at = table * kSector + 446 + static_cast<std::size_t>(slot) * 16;
  disk.little(at + 4, static_cast<std::uint64_t>(type), 1).little(at + 8, start, 4).little(at + 12, sectors, 4);
  disk.little(table * kSector + 510, 0xAA55, 2);
}

std::uint32_t crc(std::string_view bytes) {
  return static_cast<std::uint32_t>(::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

// A header at `lba` for four entries at `entries`, of which the second is used: sectors 40 to 49.
void gpt(Bytes& disk, std::size_t lba, std::size_t entries) {
  const std::size_t at = entries * kSector + 128;
  disk.put(at, "TYPE-GUID-16-BYT").put(at + 16, "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10");
  disk.little(at + 32, 40, 8).little(at + 40, 49, 8).put(at + 56, std::string("r\0\xf6\0t\0", 6));
  const std::size_t head = lba * kSector;
  disk.put(head, "EFI PART").little(head + 12, 92, 4).little(head + 24, lba, 8).little(head + 72, entries, 8);
  disk.little(head + 80, 4, 4).little(head + 84, 128, 4).little(head + 88, crc(disk.get().substr(entries * kSector, 512)), 4);
  disk.little(head + 16, crc(disk.get().substr(head, 92)), 4);
}

std::vector<Partition> read(const Bytes& disk) { return read_partitions(*test::memory_device(disk.get())); }

TEST(Partitions, ADiskWithoutATableHasNone) {
  EXPECT_TRUE(read(Bytes(4096)).empty());
  EXPECT_TRUE(read(Bytes(100)).empty());
  EXPECT_TRUE(read(Bytes(4096).little(510, 0xAA55, 2).put(446, std::string(64, '\x41'))).empty());  // the code of a boot sector
}

TEST(Partitions, PrimaryAndLogicalOnesAreNumberedAsTheKernelDoes) {
  Bytes disk(100 * kSector);
  disk.little(440, 0xDEADBEEF, 4);
  entry(disk, 0, 0, 0x83, 1, 9);
  entry(disk, 0, 2, 0x05, 20, 60);
  entry(disk, 20, 0, 0x83, 1, 5);
  entry(disk, 20, 1, 0x05, 10, 20);
  entry(disk, 30, 0, 0x83, 2, 7);
  const auto found = read(disk);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].number, 1u);
  EXPECT_EQ(found[0].uuid, "deadbeef-01");
  EXPECT_EQ(found[1].number, 5u);
  EXPECT_EQ(found[1].offset, 21 * kSector);
  EXPECT_EQ(found[2].number, 6u);
  EXPECT_EQ(found[2].offset, 32 * kSector);
  EXPECT_EQ(found[2].size, 7 * kSector);
}

TEST(Partitions, ALoopOfExtendedTablesEnds) {
  Bytes disk(100 * kSector);
  entry(disk, 0, 0, 0x05, 20, 60);
  entry(disk, 20, 0, 0x83, 1, 5);
  entry(disk, 20, 1, 0x05, 10, 20);
  entry(disk, 30, 0, 0x83, 1, 5);
  entry(disk, 30, 1, 0x05, 0, 20);
  EXPECT_EQ(read(disk).size(), 2u);
}

TEST(Partitions, GptNamesAreUtf8AndUuidsTurnedRound) {
  Bytes disk(100 * kSector);
  entry(disk, 0, 0, 0xEE, 1, 99);
  gpt(disk, 1, 2);
  const auto found = read(disk);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].number, 2u);
  EXPECT_EQ(found[0].offset, 40 * kSector);
  EXPECT_EQ(found[0].size, 10 * kSector);
  EXPECT_EQ(found[0].uuid, "04030201-0605-0807-090a-0b0c0d0e0f10");
  EXPECT_EQ(found[0].label, "r\xc3\xb6t");
}

TEST(Partitions, TheBackupStandsInForADamagedGptHeader) {
  Bytes disk(100 * kSector);
  entry(disk, 0, 0, 0xEE, 1, 99);
  gpt(disk, 1, 2);
  gpt(disk, 99, 95);
  disk.put(kSector + 60, "damage");
  EXPECT_EQ(read(disk).size(), 1u);
  disk.put(99 * kSector + 60, "damage");
  EXPECT_THROW(read(disk), JobError);
}

TEST(Partitions, OneThatStartsBeyondTheEndMeansTheImageIsCutOff) {
  for (const std::uint32_t start : {100u, 500u})
    for (const std::uint8_t type : {0x83, 0x05}) {
      Bytes disk(100 * kSector);
      entry(disk, 0, 0, type, start, 10);
      EXPECT_THROW(read(disk), JobError) << start;
    }
  Bytes chain(100 * kSector);
  entry(chain, 0, 0, 0x05, 20, 200);
  entry(chain, 20, 0, 0x83, 1, 5);
  entry(chain, 20, 1, 0x05, 80, 20);
  EXPECT_THROW(read(chain), JobError);
}

}  // namespace
}  // namespace assay::images
