#include "probes/parse/dpkg_status.h"

#include <gtest/gtest.h>

namespace assay::parse {
namespace {

TEST(DpkgStatus, gives_name_architecture_version_and_state_of_each_paragraph) {
  const auto packages = parse_dpkg_status(
      "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2-2\nDescription: a shell\n of a kind\n .\n more\n\n"
      "Package: vim\nStatus: deinstall ok config-files\nVersion: 2:9.0-1\n");
  ASSERT_TRUE(packages);
  ASSERT_EQ(packages->size(), 2u);
  EXPECT_EQ(packages->at(0).name, "bash");
  EXPECT_EQ(packages->at(0).architecture, "amd64");
  EXPECT_EQ(packages->at(0).version, "5.2-2");
  EXPECT_EQ(packages->at(0).state, "installed");
  EXPECT_EQ(packages->at(1).state, "config-files");
}

TEST(DpkgStatus, a_package_is_present_as_long_as_its_files_may_be) {
  const auto present = [](std::string state) { return DpkgPackage{"x", "all", "1", std::move(state)}.present(); };
  for (const char* state : {"installed", "unpacked", "half-configured", "half-installed", "triggers-awaited", "triggers-pending"})
    EXPECT_TRUE(present(state)) << state;
  for (const char* state : {"not-installed", "config-files", ""}) EXPECT_FALSE(present(state)) << state;
}

TEST(DpkgStatus, what_the_administrator_wants_is_not_what_is) {
  const auto packages = parse_dpkg_status("Package: a\nStatus: deinstall ok installed\n\nPackage: b\nStatus: install ok not-installed\n");
  EXPECT_TRUE(packages->at(0).present());
  EXPECT_FALSE(packages->at(1).present());
}

TEST(DpkgStatus, field_names_know_no_case_and_blank_lines_may_be_many) {
  const auto packages = parse_dpkg_status("\n\npackage: a\nSTATUS: install ok installed\n\n\n\nPackage: b\n\n");
  ASSERT_EQ(packages->size(), 2u);
  EXPECT_EQ(packages->at(0).state, "installed");
}

TEST(DpkgStatus, an_empty_file_has_no_packages) { EXPECT_TRUE(parse_dpkg_status("")->empty()); }

TEST(DpkgStatus, a_line_that_is_no_field_is_an_error_with_its_number) {
  const auto packages = parse_dpkg_status("Package: a\nStat");
  ASSERT_FALSE(packages);
  EXPECT_EQ(packages.error().code, EBADMSG);
  EXPECT_NE(packages.error().detail.find("line 2"), std::string::npos);
}

TEST(DpkgStatus, a_paragraph_without_package_is_an_error) { EXPECT_FALSE(parse_dpkg_status("Version: 1\n")); }

TEST(DpkgStatus, a_continuation_of_nothing_is_an_error) { EXPECT_FALSE(parse_dpkg_status(" text\n")); }

TEST(DpkgStatus, a_nul_byte_is_an_error) { EXPECT_FALSE(parse_dpkg_status(std::string_view("Package: a\0b\n", 13))); }

TEST(DpkgVersion, is_cut_at_the_first_colon_and_the_last_dash) {
  const DpkgVersion version = split_dpkg_version("2:1.0-rc1-3ubuntu2");
  EXPECT_EQ(version.epoch, "2");
  EXPECT_EQ(version.upstream_version, "1.0-rc1");
  EXPECT_EQ(version.debian_revision, "3ubuntu2");
}

TEST(DpkgVersion, without_epoch_and_revision_has_epoch_0_and_no_revision) {
  const DpkgVersion version = split_dpkg_version("3.134");
  EXPECT_EQ(version.epoch, "0");
  EXPECT_EQ(version.upstream_version, "3.134");
  EXPECT_EQ(version.debian_revision, "");
}

}  // namespace
}  // namespace assay::parse
