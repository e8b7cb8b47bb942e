#include <gtest/gtest.h>

#include "probes/parse/rpm_files.h"
#include "tests/support/rpm_builder.h"
#include "tests/unit/linux/asked.h"

namespace assay::probes {
extern const collect::Probe kProbe_rpmverify, kProbe_rpmverifyfile;
namespace {

using parse::RpmTag;
using test::Asked;
using test::MemoryRootfs;
using Values = std::vector<std::string>;

// The package "setup" with one file, as it should lie on the system.
struct Packaged {
  std::string directory = "/etc/", name = "hosts", digest = "5d41402abc4b2a76b9719d911017c592", link = {}, user = "root", group = "mail",
              capabilities = {};
  std::uint64_t size = 5, mode = 0100644, mtime = 1000, flags = 0, verify = parse::kVerifyAll, state = 0, rdev = 0;

  std::string blob() const {
    return test::package("setup")
        .texts(RpmTag::basenames, {name})
        .texts(RpmTag::dirnames, {directory})
        .numbers(RpmTag::dirindexes, {0})
        .numbers(RpmTag::filesizes, {size})
        .numbers(RpmTag::filemodes, {mode}, 2)
        .numbers(RpmTag::filerdevs, {rdev}, 2)
        .numbers(RpmTag::filemtimes, {mtime})
        .numbers(RpmTag::fileflags, {flags})
        .numbers(RpmTag::fileverifyflags, {verify})
        .numbers(RpmTag::filestates, {state}, 1)
        .texts(RpmTag::filedigests, {digest})
        .texts(RpmTag::filelinktos, {link})
        .texts(RpmTag::fileusername, {user})
        .texts(RpmTag::filegroupname, {group})
        .texts(RpmTag::filecaps, {capabilities})
        .build();
  }
};

// A system on which everything is as `packaged` says by default; a test then changes one thing.
std::unique_ptr<MemoryRootfs> system_with(const Packaged& packaged, bool with_file = true) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/var/lib/rpm/Packages", test::bdb_database({packaged.blob()}));
  files->file("/etc/passwd", "root:x:0:0::/root:/bin/sh\ndaemon:x:2:2::/:/bin/false\n");
  files->file("/etc/group", "root:x:0:\nmail:x:12:\n");
  if (!with_file) return files;
  Stat& stat = files->file("/etc/hosts", "hello");
  stat.mode = 0644;
  stat.gid = 12;
  stat.mtime = 1000;
  return files;
}

Asked answer(std::unique_ptr<MemoryRootfs> files, const Values& behaviors = {}, const std::string& path = ".*") {
  Asked asked;
  asked.where_matches("name", ".*").where_matches("epoch", ".*").where_matches("filepath", path);
  for (const std::string& behavior : behaviors) asked.behavior(behavior);
  test::ask(kProbe_rpmverifyfile, test::target_of(std::move(files)), {&asked});
  return asked;
}

constexpr std::pair<const char*, char> kLetters[] = {{"size_differs", 'S'},   {"mode_differs", 'M'},  {"md5_differs", '5'},
                                                     {"device_differs", 'D'}, {"link_mismatch", 'L'}, {"ownership_differs", 'U'},
                                                     {"group_differs", 'G'},  {"mtime_differs", 'T'}, {"capabilities_differ", 'P'}};

// The result in the letters of rpm -V.
std::string letters(const Asked& asked) {
  std::string text;
  for (const auto& [entity, letter] : kLetters) {
    const std::string value = asked.one(entity);
    text += value == "pass" ? '.' : value == "fail" ? letter : value == "not performed" ? '?' : '!';
  }
  return text;
}

TEST(Rpmverifyfile, a_file_as_it_was_installed_passes_everything) {
  const Asked asked = answer(system_with({}));
  EXPECT_EQ(letters(asked), ".........");
  EXPECT_EQ(asked.one("filepath"), "/etc/hosts");
  EXPECT_EQ(asked.one("extended_name"), "setup-0:1.0-2.el7.x86_64");
  EXPECT_EQ(asked.one("filedigest_differs"), "pass");
  EXPECT_TRUE(asked.flags.empty());
}

TEST(Rpmverifyfile, each_attribute_that_differs_fails_alone) {
  const auto with = [](auto change) {
    Packaged packaged;
    change(packaged);
    return letters(answer(system_with(packaged)));
  };
  EXPECT_EQ(with([](Packaged& p) { p.size = 6; }), "S........");
  EXPECT_EQ(with([](Packaged& p) { p.mode = 0100600; }), ".M.......");
  EXPECT_EQ(with([](Packaged& p) { p.mode = 0104644; }), ".M.......");
  EXPECT_EQ(with([](Packaged& p) { p.digest = std::string(32, '0'); }), "..5......");
  EXPECT_EQ(with([](Packaged& p) { p.user = "daemon"; }), ".....U...");
  EXPECT_EQ(with([](Packaged& p) { p.group = "root"; }), "......G..");
  EXPECT_EQ(with([](Packaged& p) { p.mtime = 999; }), ".......T.");
  EXPECT_EQ(with([](Packaged& p) { p.capabilities = "= cap_setuid+ep"; }), "........P");
}

TEST(Rpmverifyfile, what_nobody_asked_for_is_not_performed_and_costs_no_reading) {
  auto files = system_with({});
  const MemoryRootfs& seen = *files;
  const Target target = test::target_of(std::move(files));
  Asked asked;
  asked.where_matches("name", ".*").where_matches("filepath", "hosts").behavior("nofiledigest").behavior("nomode");
  test::ask(kProbe_rpmverifyfile, target, {&asked});
  EXPECT_EQ(letters(asked), ".??......");
  EXPECT_EQ(seen.count("read /etc/hosts"), 0u);
}

TEST(Rpmverifyfile, each_behavior_leaves_out_its_attribute) {
  const std::pair<const char*, const char*> kBehaviors[] = {{"nosize", "?........"},  {"nomode", ".?......."},   {"nomd5", "..?......"},
                                                            {"nordev", "...?....."},  {"nolinkto", "....?...."}, {"nouser", ".....?..."},
                                                            {"nogroup", "......?.."}, {"nomtime", ".......?."},  {"nocaps", "........?"}};
  for (const auto& [behavior, expected] : kBehaviors) EXPECT_EQ(letters(answer(system_with({}), {behavior})), expected) << behavior;
}

TEST(Rpmverifyfile, questions_with_different_behaviors_get_their_own_answers_from_one_look) {
  auto files = system_with({});
  const MemoryRootfs& seen = *files;
  const Target target = test::target_of(std::move(files));
  Asked with, without;
  with.where_matches("name", ".*").where("filepath", "/etc/hosts");
  without.where_matches("name", ".*").where("filepath", "/etc/hosts").behavior("nomd5");
  test::ask(kProbe_rpmverifyfile, target, {&with, &without});
  EXPECT_EQ(with.one("md5_differs"), "pass");
  EXPECT_EQ(without.one("md5_differs"), "not performed");
  EXPECT_EQ(seen.count("stat /etc/hosts"), 1u);
}

TEST(Rpmverifyfile, what_the_package_says_not_to_verify_passes) {
  EXPECT_EQ(letters(answer(system_with({.size = 99, .verify = parse::kVerifyMode}))), ".........");
}

TEST(Rpmverifyfile, a_missing_file_is_an_item_of_which_nothing_was_performed) {
  const Asked asked = answer(system_with({}, false));
  EXPECT_EQ(letters(asked), "?????????");
  EXPECT_TRUE(asked.flags.empty());
}

TEST(Rpmverifyfile, a_file_another_package_replaced_passes) {
  EXPECT_EQ(letters(answer(system_with({.size = 99, .state = 1}))), ".........");
}

TEST(Rpmverifyfile, the_content_of_a_ghost_is_its_own_affair_but_not_its_mode) {
  EXPECT_EQ(letters(answer(system_with({.digest = "", .size = 0, .mode = 0100600, .mtime = 1, .flags = parse::kRpmGhost}))), ".M.......");
}

TEST(Rpmverifyfile, a_link_is_judged_by_where_it_leads) {
  const Packaged packaged{.digest = "", .link = "other", .mode = 0120777};
  auto same = system_with(packaged, false), different = system_with(packaged, false);
  same->link("/etc/hosts", "other").gid = 12;
  different->link("/etc/hosts", "elsewhere").gid = 12;
  EXPECT_EQ(letters(answer(std::move(same))), ".........");
  EXPECT_EQ(letters(answer(std::move(different))), "....L....");
}

TEST(Rpmverifyfile, a_file_in_place_of_a_directory_has_another_mode) {
  EXPECT_EQ(letters(answer(system_with({.digest = "", .mode = 0040644}))), ".M.......");
}

TEST(Rpmverifyfile, a_link_of_root_to_a_directory_stands_for_the_directory) {
  const Packaged packaged{.directory = "/", .name = "lib", .digest = "", .group = "root", .mode = 0040755};
  auto files = system_with(packaged, false);
  files->directory("/usr/lib").mode = 0755;
  files->link("/lib", "usr/lib");
  EXPECT_EQ(letters(answer(std::move(files))), ".........");
}

TEST(Rpmverifyfile, devices_differ_by_number_and_kind) {
  const Packaged packaged{.directory = "/dev/", .name = "null", .digest = "", .group = "root", .mode = 0020666, .rdev = 0x103};
  auto same = system_with(packaged, false), other = system_with(packaged, false);
  Stat& right = same->special("/dev/null", FileType::character_special);
  right.mode = 0666, right.rdev = 0x103;
  Stat& wrong = other->special("/dev/null", FileType::character_special);
  wrong.mode = 0666, wrong.rdev = 0x105;
  EXPECT_EQ(letters(answer(std::move(same))), ".........");
  EXPECT_EQ(letters(answer(std::move(other))), "...D.....");
}

TEST(Rpmverifyfile, an_owner_without_a_name_differs) {
  Packaged packaged;
  auto files = system_with(packaged);
  files->file("/etc/group", "root:x:0:\n");
  EXPECT_EQ(letters(answer(std::move(files))), "......G..");
}

TEST(Rpmverifyfile, where_the_names_cannot_be_read_owners_are_not_performed) {
  auto files = system_with({});
  files->break_path("/etc/group", EACCES);
  EXPECT_EQ(letters(answer(std::move(files))), "......?..");
}

TEST(Rpmverifyfile, content_that_cannot_be_read_is_not_performed_and_the_answer_incomplete) {
  auto files = system_with({.digest = "5d41402abc4b2a76b9719d911017c592", .capabilities = ""});
  files->file("/var/lib/rpm/Packages", test::bdb_database({Packaged{.name = "shadow"}.blob()}));
  files->file("/etc/shadow", "hello").mode = 0644;
  files->break_path("/etc/shadow", EACCES);
  const Asked asked = answer(std::move(files));
  EXPECT_EQ(asked.one("md5_differs"), "not performed");
  EXPECT_EQ(asked.flags, std::vector{oval::Flag::incomplete});
}

TEST(Rpmverifyfile, capabilities_are_compared_with_the_attribute) {
  auto files = system_with({.capabilities = "= cap_setuid+ep"});
  files->set_xattr("/etc/hosts", "security.capability", std::string("\x01\0\0\x02\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20));
  EXPECT_EQ(letters(answer(std::move(files))), ".........");
}

TEST(Rpmverifyfile, configuration_files_and_ghosts_can_be_left_out) {
  EXPECT_TRUE(answer(system_with({.flags = parse::kRpmConfig}), {"noconfigfiles"}).items.empty());
  EXPECT_TRUE(answer(system_with({.flags = parse::kRpmGhost}), {"noghostfiles"}).items.empty());
  EXPECT_EQ(answer(system_with({.flags = parse::kRpmConfig}), {"noghostfiles"}).one("configuration_file"), "true");
}

TEST(Rpmverifyfile, a_file_nobody_asked_for_is_not_looked_at) {
  auto files = system_with({});
  const MemoryRootfs& seen = *files;
  const Target target = test::target_of(std::move(files));
  Asked asked;
  test::ask(kProbe_rpmverifyfile, target, {&asked.where_matches("name", ".*").where_matches("filepath", "^/usr")});
  EXPECT_TRUE(asked.items.empty());
  EXPECT_EQ(seen.count("stat /etc/hosts"), 0u);
}

TEST(Rpmverifyfile, files_named_by_all_values_of_a_variable_are_each_looked_at) {
  Asked asked;
  asked.where_matches("name", ".*").where_all_of("filepath", {"/usr/bin/su", "/etc/hosts", "/etc/passwd"});
  test::ask(kProbe_rpmverifyfile, test::target_of(system_with({})), {&asked});
  EXPECT_EQ(asked.one("filepath"), "/etc/hosts");
}

TEST(Rpmverifyfile, a_file_asked_for_where_it_lies_is_found_though_its_package_names_a_link_to_that_directory) {
  auto files = system_with({.directory = "/sbin/", .name = "mount.nfs"}, false);
  files->link("/sbin", "usr/sbin");
  files->file("/usr/sbin/mount.nfs", "hello");
  Asked asked;
  asked.where_matches("name", ".*").where("filepath", "/usr/sbin/mount.nfs");
  test::ask(kProbe_rpmverifyfile, test::target_of(std::move(files)), {&asked});
  EXPECT_EQ(asked.one("filepath"), "/usr/sbin/mount.nfs");
}

TEST(Rpmverifyfile, a_file_list_that_does_not_add_up_makes_the_answer_incomplete) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/var/lib/rpm/Packages", test::bdb_database({test::package("a").texts(RpmTag::basenames, {"x"}).build()}));
  EXPECT_EQ(answer(std::move(files)).flags, std::vector{oval::Flag::incomplete});
}

TEST(Rpmverify, says_the_same_in_the_words_of_older_content) {
  Asked asked;
  asked.where("name", "setup").where("filepath", "/etc/hosts");
  test::ask(kProbe_rpmverify, test::target_of(system_with({.size = 9})), {&asked});
  EXPECT_EQ(letters(asked), "S........");
  EXPECT_EQ(asked.one("extended_name"), "");
}

}  // namespace
}  // namespace assay::probes
