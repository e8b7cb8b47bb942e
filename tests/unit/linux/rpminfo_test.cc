#include <gtest/gtest.h>

#include "tests/support/rpm_builder.h"
#include "tests/unit/linux/asked.h"

namespace assay::probes {
extern const collect::Probe kProbe_rpminfo;
namespace {

using parse::RpmTag;
using test::Asked;
using test::MemoryRootfs;
using Values = std::vector<std::string>;

constexpr const char* kPackages = "/var/lib/rpm/Packages";

std::unique_ptr<MemoryRootfs> system_with(const std::vector<std::string>& blobs, const char* path = kPackages) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(path, test::bdb_database(blobs));
  return files;
}

Asked answer(std::unique_ptr<MemoryRootfs> files, const std::string& pattern = ".*", bool filepaths = false) {
  Asked asked;
  asked.where_matches("name", pattern);
  if (filepaths) asked.behavior("filepaths");
  test::ask(kProbe_rpminfo, test::target_of(std::move(files)), {&asked});
  return asked;
}

TEST(Rpminfo, an_item_without_epoch_says_none_and_compares_as_0) {
  const Asked asked = answer(system_with({test::package("bash", "4.2.46", "33.el7").build()}));
  EXPECT_EQ(asked.one("name"), "bash");
  EXPECT_EQ(asked.one("arch"), "x86_64");
  EXPECT_EQ(asked.one("epoch"), "(none)");
  EXPECT_EQ(asked.one("version"), "4.2.46");
  EXPECT_EQ(asked.one("release"), "33.el7");
  EXPECT_EQ(asked.one("evr"), "0:4.2.46-33.el7");
  EXPECT_EQ(asked.one("extended_name"), "bash-0:4.2.46-33.el7.x86_64");
  EXPECT_EQ(asked.one("signature_keyid"), "0");
  EXPECT_EQ(asked.all("filepath"), Values{});
}

TEST(Rpminfo, an_epoch_is_shown_also_when_it_is_0) {
  EXPECT_EQ(answer(system_with({test::package("a").numbers(RpmTag::epoch, {0}).build()})).one("epoch"), "0");
  EXPECT_EQ(answer(system_with({test::package("a").numbers(RpmTag::epoch, {2}).build()})).one("evr"), "2:1.0-2.el7");
}

TEST(Rpminfo, the_key_that_signed_a_package_is_named) {
  const std::string signature = std::string("\x88\x0f\x03\x05\0\1\2\3\4", 9) + "\x24\xc6\xa8\xa7\xf4\xa8\x0e\xb5";
  EXPECT_EQ(answer(system_with({test::package("a").binary(RpmTag::rsaheader, signature).build()})).one("signature_keyid"),
            "24c6a8a7f4a80eb5");
}

TEST(Rpminfo, a_public_key_is_a_package_without_architecture) {
  const std::string key =
      test::HeaderBuilder().text(RpmTag::name, "gpg-pubkey").text(RpmTag::version, "f4a80eb5").text(RpmTag::release, "53a7ff4b").build();
  EXPECT_EQ(answer(system_with({key})).one("extended_name"), "gpg-pubkey-0:f4a80eb5-53a7ff4b.(none)");
}

TEST(Rpminfo, paths_come_with_the_behavior_filepaths) {
  const std::string blob = test::package("setup")
                               .texts(RpmTag::basenames, {"passwd", "group"})
                               .texts(RpmTag::dirnames, {"/etc/"})
                               .numbers(RpmTag::dirindexes, {0, 0})
                               .build();
  EXPECT_EQ(answer(system_with({blob}), "setup", true).all("filepath"), (Values{"/etc/group", "/etc/passwd"}));
}

TEST(Rpminfo, two_versions_of_a_package_are_two_items) {
  const Asked asked = answer(system_with({test::package("kernel", "3.10").build(), test::package("kernel", "3.11").build()}), "^kernel$");
  EXPECT_EQ(asked.all("version"), (Values{"3.10", "3.11"}));
}

TEST(Rpminfo, the_database_is_found_where_newer_systems_keep_it) {
  for (const char* path : {"/usr/lib/sysimage/rpm/Packages", "/usr/share/rpm/Packages"})
    EXPECT_EQ(answer(system_with({test::package("bash").build()}, path)).all("name"), Values{"bash"}) << path;
}

TEST(Rpminfo, a_system_without_rpm_has_no_packages_and_nothing_went_wrong) {
  const Asked asked = answer(std::make_unique<MemoryRootfs>());
  EXPECT_TRUE(asked.items.empty());
  EXPECT_TRUE(asked.flags.empty());
}

TEST(Rpminfo, a_database_that_is_damaged_anywhere_says_nothing_of_any_package) {
  auto empty = std::make_unique<MemoryRootfs>();
  empty->file(kPackages);
  auto unreadable = system_with({test::package("bash").build()});
  unreadable->break_path(kPackages, EACCES);
  auto second_broken = system_with({test::package("bash").build(), "rubbish"});
  auto nameless = system_with({test::HeaderBuilder().text(RpmTag::version, "1").build()});
  auto bad_log = std::make_unique<MemoryRootfs>();
  bad_log->file("/var/lib/rpm/rpmdb.sqlite", "x");
  bad_log->file("/var/lib/rpm/rpmdb.sqlite-wal", std::string(100, 'x'));
  for (auto* files : {&empty, &unreadable, &second_broken, &nameless, &bad_log}) {
    const Asked asked = answer(std::move(*files));
    EXPECT_TRUE(asked.items.empty());
    EXPECT_EQ(asked.flags, std::vector{oval::Flag::error});
  }
}

}  // namespace
}  // namespace assay::probes
