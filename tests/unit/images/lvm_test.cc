#include "images/lvm.h"

#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "tests/support/memory_device.h"

namespace assay::images {
namespace {

constexpr std::string_view kUuid = "aaaaaabbbbccccddddeeeeffffgggggg";

std::string volume(std::string_view name, std::string_view segments, std::string_view status = "\"READ\", \"VISIBLE\"") {
  return std::string(name) + " {\nid = \"r-o\"\nstatus = [" + std::string(status) + "]\n" + std::string(segments) + "}\n";
}
std::string group(std::string_view segments, std::string_view id = "aaaaaa-bbbb-cccc-dddd-eeee-ffff-gggggg", std::string_view others = "") {
  return "vg {\nid = \"G\"\nseqno = 7\nextent_size = 1\nphysical_volumes {\npv0 {\nid = \"" + std::string(id) +
         "\"\npe_start = 2\n}\n}\nlogical_volumes {\n" + volume("root", segments) + std::string(others) +
         "}\n}\n# a comment\ncontents = \"Text\"\n";
}
std::string segment(int number, int start, int count, int extent) {
  return "segment" + std::to_string(number) + " {\nstart_extent = " + std::to_string(start) + "\nextent_count = " + std::to_string(count) +
         "\ntype = \"striped\"\nstripe_count = 1\t# linear\nstripes = [\n\"pv0\", " + std::to_string(extent) + "\n]\n}\n";
}

std::vector<LogicalVolume> all(const std::string& text) {
  std::string bytes;
  for (char sector = 'a'; sector < 'k'; ++sector) bytes += std::string(512, sector);
  return read_logical_volumes({{std::string(kUuid), text, test::memory_device(bytes)}});
}
LogicalVolume only(const std::string& text) {
  auto found = all(text);
  EXPECT_EQ(found.size(), 1u);
  return found.at(0);
}

TEST(LvmText, ValuesListsAndSectionsAreRead) {
  const LvmSection text = parse_lvm("a = 1 # x\nb = [\"x y\", \"q\\\"\", 3]\nc { d = \"\" e { } }\n");
  EXPECT_EQ(text.number("a"), 1u);
  EXPECT_EQ(text.values.at("b"), (std::vector<std::string>{"x y", "q\"", "3"}));
  ASSERT_NE(text.section("c"), nullptr);
  EXPECT_NE(text.section("c")->section("e"), nullptr);
}

TEST(LvmText, WhatDoesNotParseIsNamedByItsLine) {
  for (const char* text : {"a", "a =", "a = [1", "a {", "}", "a = \"x", "a b", "a = \n\n=", "{"})
    EXPECT_THROW(parse_lvm(text), JobError) << text;
  EXPECT_THROW(parse_lvm(std::string(1000, '{')), JobError);
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "a {";
  EXPECT_THROW(parse_lvm(deep), JobError);
  std::string many = "a = [";
  for (int i = 0; i < 200'000; ++i) many += "1,";
  EXPECT_THROW(parse_lvm(many + "]"), JobError);
  try {
    parse_lvm("a = 1\nb\n");
  } catch (const JobError& error) {
    EXPECT_NE(std::string(error.what()).find("line 3"), std::string::npos) << error.what();
  }
}

TEST(Lvm, SegmentsAreReadInTheirOrder) {
  const auto volume = only(group(segment(1, 2, 1, 0) + segment(2, 0, 2, 5)));
  ASSERT_TRUE(volume.device) << volume.problem;
  ASSERT_EQ(volume.device->size(), 3 * 512u);
  std::string bytes(2 * 512, '?');
  ASSERT_TRUE(volume.device->read(512, bytes));
  EXPECT_EQ(bytes, std::string(512, 'i') + std::string(512, 'c'));
  EXPECT_FALSE(volume.device->read(1024, bytes));
}

TEST(Lvm, WhatTakesTheKernelSaysSo) {
  std::string thin = group(segment(1, 0, 1, 0));
  thin.replace(thin.find("striped"), 7, "thin-po");
  EXPECT_NE(only(thin).problem.find("thin-po"), std::string::npos);
  std::string striped = group(segment(1, 0, 1, 0));
  striped.replace(striped.find("stripe_count = 1"), 16, "stripe_count = 2");
  EXPECT_NE(only(striped).problem.find("striped over"), std::string::npos);
  EXPECT_NE(only(group(segment(1, 0, 1, 0), "another")).problem.find("not on this disk"), std::string::npos);
  EXPECT_NE(only(group(segment(1, 1, 1, 0))).problem.find("gaps"), std::string::npos);
  EXPECT_NE(only(group("")).problem.find("no segments"), std::string::npos);
}

TEST(Lvm, WhatLvmKeepsForItselfIsNoVolume) {
  const std::string leg = volume("root_mimage_0", segment(1, 0, 1, 0), "\"READ\", \"WRITE\"");
  EXPECT_EQ(only(group(segment(1, 0, 1, 0), kUuid, leg)).name, "root");
}

TEST(Lvm, TheBytesOfASnapshotAreNotTakenForADisk) {
  const std::string others = volume("snap", segment(1, 0, 1, 4)) +
                             volume("snapshot0", "segment1 {\ntype = \"snapshot\"\norigin = \"root\"\ncow_store = \"snap\"\n}\n");
  const auto found = all(group(segment(1, 0, 1, 0), kUuid, others));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_TRUE(found[0].device) << found[0].problem;
  EXPECT_EQ(found[1].name, "snap");
  EXPECT_NE(found[1].problem.find("snapshot"), std::string::npos);
  const std::string merging = volume("snapshot0", "segment1 {\ntype = \"snapshot\"\norigin = \"root\"\nmerging_store = \"snap\"\n}\n");
  EXPECT_NE(only(group(segment(1, 0, 1, 0), kUuid, merging)).problem.find("merged"), std::string::npos);
}

TEST(Lvm, AVolumeHasTheUuidThatDeviceMapperGivesIt) { EXPECT_EQ(only(group(segment(1, 0, 1, 0))).uuid, "Gro"); }

TEST(Lvm, AVolumeBeyondItsDiskEndsWithIt) {
  const auto volume = only(group(segment(1, 0, 100, 0)));
  ASSERT_TRUE(volume.device);
  EXPECT_LT(volume.device->size(), 100 * 512u);
}

TEST(Lvm, SizesThatOverflowAreErrors) {
  std::string text = group(segment(1, 0, 1, 0));
  text.replace(text.find("extent_size = 1"), 15, "extent_size = 9000000000000000000");
  EXPECT_THROW(only(text), JobError);
}

}  // namespace
}  // namespace assay::images
