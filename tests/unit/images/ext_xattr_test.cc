#include "images/ext_xattr.h"

#include <gtest/gtest.h>

#include "tests/unit/images/disk_builder.h"

namespace assay::images {
namespace {

using test::Bytes;

Result<std::string> no_inode(std::uint32_t, std::uint32_t) { return fail(EBADMSG); }

void entry(Bytes& region, std::size_t at, int index, std::string_view name, std::size_t offset, std::size_t size) {
  region.little(at, name.size(), 1).little(at + 1, static_cast<std::uint64_t>(index), 1).little(at + 2, offset, 2).little(at + 8, size, 4);
  region.put(at + 16, name);
}

TEST(ExtXattr, NamesHaveTheirPrefixAndValuesTheirBytes) {
  Bytes region(128);
  entry(region, 0, 6, "selinux", 100, 5);
  entry(region, 24, 1, "x", 90, 3);
  region.put(100, "label").put(90, "abc");
  ExtXattrs found;
  ASSERT_TRUE(read_ext_xattrs(region.get(), 0, no_inode, found));
  ASSERT_EQ(found.listed.size(), 2u);
  EXPECT_EQ(found.listed[0], std::pair(std::string("security.selinux"), std::string("label")));
  EXPECT_EQ(found.listed[1], std::pair(std::string("user.x"), std::string("abc")));
}

TEST(ExtXattr, AnAclIsConvertedToWhatGetxattrGives) {
  Bytes region(128);
  entry(region, 0, 2, "", 64, 16);
  region.little(64, 1, 4).little(68, 1, 2).little(70, 6, 2).little(72, 2, 2).little(74, 4, 2).little(76, 1000, 4);
  ExtXattrs found;
  ASSERT_TRUE(read_ext_xattrs(region.get(), 0, no_inode, found));
  ASSERT_EQ(found.listed.size(), 1u);
  EXPECT_EQ(found.listed[0].first, "system.posix_acl_access");
  EXPECT_EQ(found.listed[0].second, std::string("\2\0\0\0\1\0\6\0\xff\xff\xff\xff\2\0\4\0\xe8\3\0\0", 20));
}

TEST(ExtXattr, InlineDataAreNotListed) {
  Bytes region(64);
  entry(region, 0, 7, "data", 40, 4);
  region.put(40, "rest");
  ExtXattrs found;
  ASSERT_TRUE(read_ext_xattrs(region.get(), 0, no_inode, found));
  EXPECT_TRUE(found.listed.empty());
  EXPECT_EQ(found.inline_data, "rest");
}

TEST(ExtXattr, LengthsThatLeadOutOfTheBlockAreErrors) {
  const auto refused = [](std::size_t offset, std::size_t size, std::size_t name_length) {
    Bytes region(64);
    entry(region, 0, 1, "x", offset, size);
    region.little(0, name_length, 1);
    ExtXattrs found;
    return !read_ext_xattrs(region.get(), 0, no_inode, found);
  };
  EXPECT_TRUE(refused(60, 5, 1));
  EXPECT_TRUE(refused(65535, 1, 1));
  EXPECT_TRUE(refused(16, 0xFFFFFFF8, 1));
  EXPECT_TRUE(refused(40, 2, 200));
  EXPECT_FALSE(refused(60, 4, 1));
}

}  // namespace
}  // namespace assay::images
