#include <gtest/gtest.h>

#include "tests/unit/linux/asked.h"

namespace assay::probes {
extern const collect::Probe kProbe_dpkginfo;
namespace {

using test::Asked;
using test::MemoryRootfs;
using Values = std::vector<std::string>;

constexpr const char* kStatus = "/var/lib/dpkg/status";

std::string paragraph(const std::string& name, const std::string& version, const std::string& state = "installed",
                      const std::string& arch = "amd64") {
  return "Package: " + name + "\nStatus: install ok " + state + "\nArchitecture: " + arch + "\nVersion: " + version + "\n\n";
}

// What one question about `pattern` is answered of a system with these files.
Asked answer(std::unique_ptr<MemoryRootfs> files, const std::string& pattern = ".*") {
  Asked asked;
  asked.where_matches("name", pattern);
  test::ask(kProbe_dpkginfo, test::target_of(std::move(files)), {&asked});
  return asked;
}

TEST(Dpkginfo, an_item_has_the_version_whole_and_in_its_parts) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(kStatus, paragraph("vim", "2:9.0.1378-2+b1"));
  const Asked asked = answer(std::move(files));
  EXPECT_EQ(asked.one("name"), "vim");
  EXPECT_EQ(asked.one("arch"), "amd64");
  EXPECT_EQ(asked.one("epoch"), "2");
  EXPECT_EQ(asked.one("version"), "9.0.1378");
  EXPECT_EQ(asked.one("release"), "2+b1");
  EXPECT_EQ(asked.one("evr"), "2:9.0.1378-2+b1");
}

TEST(Dpkginfo, a_native_package_without_epoch_has_epoch_0_and_no_release) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(kStatus, paragraph("adduser", "3.134"));
  const Asked asked = answer(std::move(files));
  EXPECT_EQ(asked.one("epoch"), "0");
  EXPECT_EQ(asked.one("release"), "");
  EXPECT_EQ(asked.one("evr"), "0:3.134");
}

TEST(Dpkginfo, a_package_of_which_only_configuration_is_left_is_not_installed) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(kStatus, paragraph("telnetd", "1", "config-files") + paragraph("gone", "1", "not-installed") +
                           paragraph("half", "1", "half-configured"));
  EXPECT_EQ(answer(std::move(files)).all("name"), Values{"half"});
}

TEST(Dpkginfo, a_package_of_two_architectures_is_two_items_whatever_the_host_runs) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(kStatus, paragraph("libc6", "2.36-9", "installed", "arm64") + paragraph("libc6", "2.36-9", "installed", "armhf"));
  EXPECT_EQ(answer(std::move(files)).all("arch"), (Values{"arm64", "armhf"}));
}

TEST(Dpkginfo, only_what_is_asked_for_is_answered) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(kStatus, paragraph("bash", "1") + paragraph("dash", "1"));
  const Target target = test::target_of(std::move(files));
  Asked bash, all;
  bash.where("name", "bash");
  all.where_matches("name", "sh$");
  test::ask(kProbe_dpkginfo, target, {&bash, &all});
  EXPECT_EQ(bash.all("name"), Values{"bash"});
  EXPECT_EQ(all.all("name"), (Values{"bash", "dash"}));
}

TEST(Dpkginfo, the_database_is_read_once_for_all_questions) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(kStatus, paragraph("bash", "1"));
  MemoryRootfs& seen = *files;
  const Target target = test::target_of(std::move(files));
  seen.forget_calls();  // the target looked there for its facts
  Asked a, b;
  test::ask(kProbe_dpkginfo, target, {&a.where("name", "a"), &b.where("name", "b")});
  EXPECT_EQ(seen.count("read /var/lib/dpkg/status"), 1u);
}

TEST(Dpkginfo, a_distroless_image_has_a_file_a_package) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/var/lib/dpkg/status.d/base", "Package: base-files\nArchitecture: amd64\nVersion: 12\n");
  files->file("/var/lib/dpkg/status.d/base.md5sums", "d41d8cd98f00b204e9800998ecf8427e  etc/passwd\n");
  EXPECT_EQ(answer(std::move(files)).all("name"), Values{"base-files"});
}

TEST(Dpkginfo, a_change_dpkg_has_not_merged_yet_counts) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file(kStatus, paragraph("telnet", "1") + paragraph("bash", "1"));
  files->file("/var/lib/dpkg/updates/0001", paragraph("telnet", "1", "not-installed"));
  files->file("/var/lib/dpkg/updates/0000", paragraph("telnet", "1", "half-installed"));
  files->file("/var/lib/dpkg/updates/tmp.i", "rubbish");
  EXPECT_EQ(answer(std::move(files)).all("name"), Values{"bash"});
}

TEST(Dpkginfo, a_system_without_dpkg_has_no_packages_and_nothing_went_wrong) {
  const Asked asked = answer(std::make_unique<MemoryRootfs>());
  EXPECT_TRUE(asked.items.empty());
  EXPECT_TRUE(asked.flags.empty());
}

TEST(Dpkginfo, a_database_that_cannot_be_read_or_parsed_is_an_error_not_an_absence) {
  auto unreadable = std::make_unique<MemoryRootfs>();
  unreadable->file(kStatus, paragraph("bash", "1"));
  unreadable->break_path(kStatus, EACCES);
  auto damaged = std::make_unique<MemoryRootfs>();
  damaged->file(kStatus, paragraph("bash", "1") + "Package: vi\nSta");
  auto unversioned = std::make_unique<MemoryRootfs>();
  unversioned->file(kStatus, "Package: bash\nStatus: install ok installed\n");
  for (auto* files : {&unreadable, &damaged, &unversioned}) {
    const Asked asked = answer(std::move(*files));
    EXPECT_TRUE(asked.items.empty());
    EXPECT_EQ(asked.flags, std::vector{oval::Flag::error});
  }
}

}  // namespace
}  // namespace assay::probes
