#include "probes/parse/rpm_files.h"

#include <gtest/gtest.h>

#include "tests/support/rpm_builder.h"

namespace assay::parse {
namespace {

using test::HeaderBuilder;

HeaderBuilder two_files() {
  return HeaderBuilder()
      .texts(RpmTag::basenames, {"passwd", "sh"})
      .texts(RpmTag::dirnames, {"/etc/", "/bin/"})
      .numbers(RpmTag::dirindexes, {0, 1});
}

Result<RpmFiles> files_of(const HeaderBuilder& builder, std::string& blob) {
  blob = builder.build();
  return rpm_files(*RpmHeader::parse(blob));
}

TEST(RpmFiles, joins_each_name_with_its_directory_and_attributes) {
  std::string blob;
  const auto list = files_of(two_files()
                                 .numbers(RpmTag::filesizes, {10, 20})
                                 .numbers(RpmTag::filemodes, {0100644, 0120777}, 2)
                                 .numbers(RpmTag::filestates, {0, 1}, 1)
                                 .numbers(RpmTag::fileflags, {kRpmConfig, 0})
                                 .numbers(RpmTag::filedigestalgo, {8})
                                 .texts(RpmTag::filelinktos, {"", "bash"})
                                 .texts(RpmTag::fileusername, {"root", "daemon"}),
                             blob);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->digest_algorithm, "SHA-256");
  EXPECT_EQ(list->files[0].path(), "/etc/passwd");
  EXPECT_EQ(list->files[0].size, 10u);
  EXPECT_EQ(list->files[0].flags, kRpmConfig);
  EXPECT_TRUE(list->files[0].installed);
  EXPECT_EQ(list->files[1].path(), "/bin/sh");
  EXPECT_EQ(list->files[1].mode, 0120777u);
  EXPECT_EQ(list->files[1].link, "bash");
  EXPECT_EQ(list->files[1].user, "daemon");
  EXPECT_FALSE(list->files[1].installed);
}

TEST(RpmFiles, without_an_algorithm_digests_are_md5) {
  std::string blob;
  EXPECT_EQ(files_of(two_files(), blob)->digest_algorithm, "MD5");
}

TEST(RpmFiles, a_package_older_than_rpm_4_writes_paths_out) {
  const std::string blob = HeaderBuilder().texts(RpmTag::oldfilenames, {"/etc/passwd", "odd"}).build();
  EXPECT_EQ(*rpm_file_paths(*RpmHeader::parse(blob)), (std::vector<std::string>{"/etc/passwd", "odd"}));
}

TEST(RpmFiles, a_package_without_files_has_none) {
  const std::string blob = test::package("gpg-pubkey").build();
  EXPECT_TRUE(rpm_file_paths(*RpmHeader::parse(blob))->empty());
}

TEST(RpmFiles, refuses_a_directory_that_is_not_there) {
  const std::string blob =
      HeaderBuilder().texts(RpmTag::basenames, {"a"}).texts(RpmTag::dirnames, {"/"}).numbers(RpmTag::dirindexes, {1}).build();
  EXPECT_EQ(rpm_file_paths(*RpmHeader::parse(blob)).error().code, EBADMSG);
}

TEST(RpmFiles, refuses_lists_of_different_lengths) {
  std::string blob;
  EXPECT_FALSE(files_of(two_files().numbers(RpmTag::filesizes, {10}), blob));
  EXPECT_FALSE(files_of(two_files().texts(RpmTag::filedigests, {"a", "b", "c"}), blob));
  EXPECT_FALSE(files_of(two_files().texts(RpmTag::filemodes, {"a", "b"}), blob));
}

}  // namespace
}  // namespace assay::parse
