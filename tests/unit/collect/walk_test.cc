// What path, filename and filepath find.
#include <chrono>
#include <filesystem>

#include "tests/unit/collect/walk_fixture.h"

namespace assay::test {
namespace {

TEST_F(Walk, FindsAFileByItsFilepath) {
  tree().file("/etc/passwd");
  ask().entity("filepath", "/etc/passwd");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/passwd"));
}

TEST_F(Walk, ADirectoryIsNoFilepath) {
  tree().directory("/etc/ssh");
  ask().entity("filepath", "/etc/ssh");
  ask().entity("filepath", "/etc/ssh/");
  walk();
  EXPECT_THAT(found(0), IsEmpty());
  EXPECT_THAT(found(1), IsEmpty());
}

TEST_F(Walk, RepeatedSlashesOfAFilepathCountAsOne) {
  tree().file("/.rhosts");
  ask().entity("filepath", "//.rhosts");
  walk();
  EXPECT_THAT(found(), ElementsAre("/.rhosts"));
}

TEST_F(Walk, ARelativePathOfAnImageStartsAtItsRoot) {
  tree().file("/etc/passwd");
  ask().entity("filepath", "etc/passwd");
  ask().entity("path", "./etc").entity("filename", "passwd");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/passwd"));
  EXPECT_THAT(found(1), ElementsAre("/etc/passwd"));
}

TEST_F(Walk, ARelativePathOfARunningSystemStartsWhereTheProgramWasStarted) {
  const std::string here = std::filesystem::current_path().string();
  tree().file(here + "/x");
  tree().file("/x");
  ask().entity("filepath", "./x");
  ask().entity("path", "./").entity("filename", "x");
  walk(kLimits, true);
  EXPECT_THAT(found(0), ElementsAre(here + "/x"));
  EXPECT_THAT(found(1), ElementsAre(here + "/x"));
}

TEST_F(Walk, AnEmptyPathNamesNothing) {
  tree().file("/x");
  ask().entity("path", "").entity("filename", "x");
  walk();
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Walk, WhatIsMissingIsNoFailure) {
  ask().entity("filepath", "/none/such");
  ask().entity("path", "/none").entity("filename", ".*", Operation::pattern_match).behavior("recurse_direction", "down");
  walk();
  EXPECT_THAT(answers(0).flags, IsEmpty());
  EXPECT_THAT(answers(1).flags, IsEmpty());
}

TEST_F(Walk, ALinkIsFoundAsItselfEvenWhereItLeadsNowhere) {
  tree().link("/etc/broken", "nowhere");
  ask().entity("filepath", "/etc/broken");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/broken"));
}

TEST_F(Walk, ANamedPathLeadsThroughLinks) {
  tree().file("/usr/lib/os-release");
  tree().link("/lib", "/usr/lib");
  ask().entity("path", "/lib").entity("filename", "os-release");
  ask().entity("path", "/lib/").entity("filename", ".*", Operation::pattern_match);
  walk();
  EXPECT_THAT(found(0), ElementsAre("/lib/os-release"));
  EXPECT_THAT(found(1), ElementsAre("/lib/os-release"));
}

TEST_F(Walk, ANilFilenameAsksForTheDirectoryAsItIsSpelt) {
  tree().directory("/etc");
  ask().entity("path", "/etc/").nil("filename");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/"));
}

TEST_F(Walk, ANilFilenameFindsNoFileAndNoLinkToOne) {
  tree().file("/etc/passwd");
  tree().link("/etc/link", "passwd");
  ask().entity("path", "/etc/passwd").nil("filename");
  ask().entity("path", "/etc/link").nil("filename");
  walk();
  EXPECT_THAT(found(0), IsEmpty());
  EXPECT_THAT(found(1), IsEmpty());
}

TEST_F(Walk, AFilenameIsMatchedAgainstEntriesThatAreNoDirectories) {
  tree().file("/etc/b");
  tree().file("/etc/a");
  tree().special("/etc/fifo", FileType::fifo);
  tree().directory("/etc/d");
  ask().entity("path", "/etc").entity("filename", ".*", Operation::pattern_match);
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/a", "/etc/b", "/etc/fifo"));
}

TEST_F(Walk, FileSystemsThatDoNotTellTypesAreAskedByStat) {
  tree().hide_types();
  tree().file("/etc/a");
  tree().file("/etc/d/b");
  ask().entity("path", "/etc").entity("filename", ".*", Operation::pattern_match).behavior("recurse_direction", "down");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/a", "/etc/d/b"));
}

TEST_F(Walk, ADotOfAPatternMatchesANewlineInAName) {
  tree().file("/tmp/a\nb");
  ask().entity("path", "/tmp").entity("filename", "^.*$", Operation::pattern_match);
  ask().entity("path", "/tmp").entity("filename", "^a.b$", Operation::pattern_match);
  walk();
  EXPECT_THAT(found(0), ElementsAre("/tmp/a\nb"));
  EXPECT_THAT(found(1), ElementsAre("/tmp/a\nb"));
}

TEST_F(Walk, ANameThatIsNoUtf8IsFound) {
  tree().file("/tmp/\xff");
  ask().entity("path", "/tmp").entity("filename", ".+", Operation::pattern_match);
  walk();
  EXPECT_THAT(found(), ElementsAre("/tmp/\xff"));
}

TEST_F(Walk, AFilenameWithASlashNamesNothing) {
  tree().file("/etc/ssh/config");
  ask().entity("path", "/etc").entity("filename", "ssh/config");
  ask().entity("path", "/etc/ssh").entity("filename", "..");
  walk();
  EXPECT_THAT(found(0), IsEmpty());
  EXPECT_THAT(found(1), IsEmpty());
}

TEST_F(Walk, FilenamesThatDifferOnlyInCaseAreFoundWhereTheOperationSaysSo) {
  tree().file("/etc/Passwd");
  ask().entity("path", "/ETC", Operation::case_insensitive_equals).entity("filename", "passWD", Operation::case_insensitive_equals);
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/Passwd"));
}

TEST_F(Walk, NotEqualFindsAllOthers) {
  tree().file("/etc/a");
  tree().file("/etc/b");
  tree().file("/usr/b");
  ask().entity("path", "/etc").entity("filename", "a", Operation::not_equal);
  ask().entity("path", "/etc", Operation::not_equal).entity("filename", "b");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/b"));
  EXPECT_THAT(found(1), ElementsAre("/usr/b"));
}

TEST_F(Walk, AFilepathPatternIsPutToTheWholePath) {
  tree().file("/etc/a.conf");
  tree().file("/etc/d/b.conf");
  tree().file("/usr/etc/c.conf");
  ask().entity("filepath", R"(^/etc/.*\.conf$)", Operation::pattern_match);
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/a.conf", "/etc/d/b.conf"));
}

TEST_F(Walk, AnUnanchoredPatternIsLookedForEverywhere) {
  tree().file("/usr/etc/ssh/key");
  ask().entity("filepath", "etc/ssh/key", Operation::pattern_match);
  ask().entity("path", "ssh$", Operation::pattern_match).entity("filename", "key");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/usr/etc/ssh/key"));
  EXPECT_THAT(found(1), ElementsAre("/usr/etc/ssh/key"));
}

TEST_F(Walk, EachAlternativeOfAPathPatternIsLookedFor) {
  tree().file("/sbin/a");
  tree().file("/usr/local/bin/b");
  tree().file("/opt/c");
  ask()
      .entity("path", R"(^\/(|s)bin|^\/usr\/(|local\/)(|s)bin)", Operation::pattern_match)
      .entity("filename", ".*", Operation::pattern_match);
  walk();
  EXPECT_THAT(found(), ElementsAre("/sbin/a", "/usr/local/bin/b"));
}

TEST_F(Walk, APathPatternFindsDirectories) {
  tree().directory("/home/a/deep");
  tree().directory("/home/b");
  ask().entity("path", "^/home/[^/]+$", Operation::pattern_match).nil("filename");
  walk();
  EXPECT_THAT(found(), ElementsAre("/home/a", "/home/b"));
}

TEST_F(Walk, APathPatternFollowsLinksToDirectories) {
  tree().file("/usr/bin/ls");
  tree().link("/bin", "usr/bin");
  ask().entity("path", "^/bin$", Operation::pattern_match).entity("filename", "ls");
  walk();
  EXPECT_THAT(found(), ElementsAre("/bin/ls"));
}

TEST_F(Walk, OneOfSeveralValuesIsEnoughWhereTheCheckSaysSo) {
  tree().file("/etc/a");
  tree().file("/usr/a");
  ask().entity("path", {"/etc", "/usr", "/var"}, Check::at_least_one).entity("filename", "a");
  ask().entity("filepath", {"^/etc/", "^/usr/"}, Check::at_least_one, Operation::pattern_match);
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/a", "/usr/a"));
  EXPECT_THAT(found(1), ElementsAre("/etc/a", "/usr/a"));
}

TEST_F(Walk, NoPathEqualsAllOfTwoValues) {
  tree().file("/etc/a");
  tree().file("/usr/a");
  ask().entity("path", {"/etc", "/usr"}, Check::all).entity("filename", "a");
  ask().entity("path", {"/etc", "/etc"}, Check::all).entity("filename", "a");
  walk();
  EXPECT_THAT(found(0), IsEmpty());
  EXPECT_THAT(found(1), ElementsAre("/etc/a"));
}

TEST_F(Walk, NoneOfTheValuesLeavesTheOthers) {
  tree().file("/etc/a");
  tree().file("/usr/a");
  tree().file("/var/a");
  ask().entity("path", {"/etc", "/usr"}, Check::none_satisfy).entity("filename", "a");
  ask().entity("path", "/etc").entity("filename", {"a", "b"}, Check::none_satisfy);
  walk();
  EXPECT_THAT(found(0), ElementsAre("/var/a"));
  EXPECT_THAT(found(1), IsEmpty());
}

TEST_F(Walk, AQuestionThatNamesNoFilesIsAnError) {
  ask().entity("filename", "a");
  walk();
  ASSERT_EQ(answers().flags.size(), 1u);
  EXPECT_EQ(answers().flags[0].first, oval::Flag::error);
}

TEST_F(Walk, APatternThatRunsAwayIsAnErrorAndNotAMiss) {
  tree().file("/tmp/" + std::string(200, 'a') + "!");
  tree().file("/tmp/b");
  ask().entity("path", "/tmp").entity("filename", "^(a+)+$", Operation::pattern_match);
  ask().entity("path", "/tmp").entity("filename", "b");
  walk();
  ASSERT_EQ(answers(0).flags.size(), 1u);
  EXPECT_EQ(answers(0).flags[0].first, oval::Flag::error);
  EXPECT_THAT(found(1), ElementsAre("/tmp/b"));
}

TEST_F(Walk, LooksAtNothingMoreWhenTheTimeIsOverAndSaysSo) {
  tree().file("/etc/passwd");
  tree().file("/usr/lib/x");
  ask().entity("filepath", "/etc/passwd");
  ask().entity("filepath", "^/usr/.*", oval::Operation::pattern_match);
  Limits limits;
  limits.deadline = std::chrono::steady_clock::now();
  walk(limits);
  for (const std::size_t question : {0u, 1u}) {
    EXPECT_THAT(found(question), IsEmpty());
    ASSERT_FALSE(answers(question).flags.empty());
    EXPECT_EQ(answers(question).flags[0].first, oval::Flag::incomplete);
  }
  limits.deadline += std::chrono::hours(1);
  walk(limits);
  EXPECT_THAT(found(0), ElementsAre("/etc/passwd"));
}

}  // namespace
}  // namespace assay::test
