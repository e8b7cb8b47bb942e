#include "tests/content/system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "tests/content/fixture.h"

namespace assay::fixtures {
namespace {

using testing::HasSubstr;
using testing::Not;

File link_to(const std::string& target) {
  File file;
  file.type = FileType::symbolic_link;
  file.text = target;
  return file;
}

System base() {
  System system;
  system.unit_directory = "/usr/lib/systemd/system";
  system.files["/lib"] = link_to("usr/lib");
  system.files["/etc/passwd"].text = "root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n";
  system.files["/etc/group"].text = "root:x:0:\nshadow:x:42:\n";
  File& shadow = system.files["/etc/shadow"];
  shadow.text = "root:*:::::::\n";
  shadow.mode = 0640;
  shadow.group = "shadow";
  return system;
}

Overlay overlay(const std::string& path) {
  Overlay one;
  one.path = path;
  return one;
}

System after(const Overlay& one) {
  System system = base();
  apply(one, system);
  return system;
}

std::string text_at(const System& system, const std::string& path) { return build(system)->read(path, 1 << 20).value_or("nothing"); }

TEST(System, AFileBeneathALinkGoesWhereTheLinkLeads) {
  Overlay module = overlay("/lib/modules/x.ko");
  module.text = "x";
  EXPECT_EQ(after(module).files.count("/usr/lib/modules/x.ko"), 1u);
}

TEST(System, ALinkThatLeadsInACircleEndsSomewhere) {
  System system;
  system.files["/a"] = link_to("a/b");
  EXPECT_THAT(system.resolve("/a/x"), HasSubstr("/x"));
}

TEST(System, ANewTextKeepsModeAndOwner) {
  Overlay shadow = overlay("/etc/shadow");
  shadow.text = "";
  const auto stat = build(after(shadow))->stat("/etc/shadow", Follow::no);
  EXPECT_EQ(stat->mode, 0640u);
  EXPECT_EQ(stat->gid, 42u);
}

TEST(System, ANewModeKeepsTheText) {
  Overlay shadow = overlay("/etc/shadow");
  shadow.mode = 0600;
  EXPECT_EQ(text_at(after(shadow), "/etc/shadow"), "root:*:::::::\n");
}

TEST(System, OtherAccountsChangeNoFilesOwnerOnceOwnersAreFixed) {
  System system = base();
  fix_owners(system);
  system.files["/etc/group"].text = "";
  EXPECT_EQ(build(system)->stat("/etc/shadow", Follow::no)->gid, 42u);
}

TEST(System, AnOwnerWithoutAccountIsRefused) {
  Overlay passwd = overlay("/etc/passwd");
  passwd.owner = "nobody";
  EXPECT_THROW(build(after(passwd)), JobError);
}

TEST(System, WhatIsAbsentIsGoneWithAllBeneath) {
  Overlay etc = overlay("/etc");
  etc.absent = true;
  EXPECT_EQ(after(etc).files.size(), 1u);
}

TEST(System, ADirectoryThatBecomesAFileLosesWhatWasInIt) {
  Overlay etc = overlay("/etc");
  etc.text = "x\n";
  EXPECT_EQ(text_at(after(etc), "/etc"), "x\n");
}

TEST(System, WhatIsAppendedToThePackageDatabaseStandsBehindItsPackages) {
  System system = base();
  add_package("bash=1", system);
  Overlay status = overlay("/var/lib/dpkg/status");
  status.append = "Package: held\n";
  apply(status, system);
  add_package("zsh", system);
  const std::string text = text_at(system, status.path);
  EXPECT_THAT(text, HasSubstr("Package: zsh\n"));
  EXPECT_TRUE(text.ends_with("Package: held\n"));
}

TEST(System, APackageCanBeTakenAway) {
  System system = base();
  add_package("bash=1", system);
  add_package("-bash", system);
  EXPECT_THAT(text_at(system, "/var/lib/dpkg/status"), Not(HasSubstr("bash")));
}

TEST(System, AnEnabledUnitHasAFileAndALink) {
  System system = base();
  enable_unit("cron", system);
  const auto root = build(system);
  EXPECT_THAT(*root->read("/usr/lib/systemd/system/cron.service", 1 << 20), HasSubstr("WantedBy=multi-user.target"));
  EXPECT_EQ(*root->read_link("/etc/systemd/system/multi-user.target.wants/cron.service"), "/usr/lib/systemd/system/cron.service");
}

TEST(System, TheUnitFileOfTheCaseIsKept) {
  System system = base();
  Overlay unit = overlay("/usr/lib/systemd/system/cron.service");
  unit.text = "[Unit]\n";
  apply(unit, system);
  enable_unit("cron.service", system);
  EXPECT_EQ(text_at(system, unit.path), "[Unit]\n");
}

}  // namespace
}  // namespace assay::fixtures
