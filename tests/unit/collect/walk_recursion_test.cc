// FileBehaviors: max_depth, recurse, recurse_direction, recurse_file_system; loops and what cannot be read.
#include "tests/unit/collect/walk_fixture.h"

namespace assay::test {
namespace {

class Recursion : public Walk {
 protected:
  Recursion() {
    for (const char* path : {"/etc/f", "/etc/sub/f", "/etc/sub/deep/f", "/real/f", "/real/inner/f"}) tree().file(path);
    tree().link("/etc/way", "/real");
  }
  Asked& ask_for_f(const char* path) { return ask().entity("path", path).entity("filename", "f"); }
};

TEST_F(Recursion, IsOffUnlessADirectionIsGiven) {
  ask_for_f("/etc").behavior("max_depth", "3");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/f"));
}

TEST_F(Recursion, DownGoesThroughDirectoriesAndLinksByDefault) {
  ask_for_f("/etc").behavior("recurse_direction", "down");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/f", "/etc/sub/f", "/etc/sub/deep/f", "/etc/way/f", "/etc/way/inner/f"));
}

TEST_F(Recursion, DirectoriesAloneLeaveLinksOut) {
  ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/f", "/etc/sub/f", "/etc/sub/deep/f"));
}

TEST_F(Recursion, DeprecatedWordsEnterNothing) {
  for (const char* word : {"none", "files"}) ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", word);
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/f"));
  EXPECT_THAT(found(1), ElementsAre("/etc/f"));
}

TEST_F(Recursion, MaxDepthCountsDirectoriesBelowTheStart) {
  for (const char* depth : {"0", "1", "2"})
    ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories").behavior("max_depth", depth);
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/f"));
  EXPECT_THAT(found(1), ElementsAre("/etc/f", "/etc/sub/f"));
  EXPECT_THAT(found(2), ElementsAre("/etc/f", "/etc/sub/f", "/etc/sub/deep/f"));
}

TEST_F(Recursion, ANilFilenameFindsTheStartAndTheDirectoriesBelow) {
  ask().entity("path", "/etc").nil("filename").behavior("recurse_direction", "down").behavior("recurse", "directories");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc", "/etc/sub", "/etc/sub/deep"));
}

TEST_F(Recursion, UpGoesToTheParents) {
  ask_for_f("/etc/sub/deep").behavior("recurse_direction", "up");
  ask_for_f("/etc/sub/deep").behavior("recurse_direction", "up").behavior("max_depth", "1");
  ask().entity("path", "/etc/sub").nil("filename").behavior("recurse_direction", "up");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/f", "/etc/sub/f", "/etc/sub/deep/f"));
  EXPECT_THAT(found(1), ElementsAre("/etc/sub/f", "/etc/sub/deep/f"));
  EXPECT_THAT(found(2), ElementsAre("/", "/etc", "/etc/sub"));
}

TEST_F(Recursion, UpFromAPathThatIsMissingFindsNothing) {
  ask_for_f("/etc/none").behavior("recurse_direction", "up");
  walk();
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Recursion, IsOfNoMeaningForAPatternOrAFilepath) {
  ask().entity("path", "^/etc$", Operation::pattern_match).entity("filename", "f").behavior("recurse_direction", "down");
  ask().entity("filepath", "/etc/f").behavior("recurse_direction", "down");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/f"));
  EXPECT_THAT(found(1), ElementsAre("/etc/f"));
}

TEST_F(Recursion, OneStartInsideAnotherFindsAFileOnce) {
  ask()
      .entity("path", {"/etc", "/etc/sub"}, Check::at_least_one)
      .entity("filename", "f")
      .behavior("recurse_direction", "down")
      .behavior("recurse", "directories");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/f", "/etc/sub/f", "/etc/sub/deep/f"));
}

TEST_F(Recursion, AStartInsideAShallowerOneGoesItsOwnDepth) {
  ask()
      .entity("path", {"/etc", "/etc/sub"}, Check::at_least_one)
      .entity("filename", "f")
      .behavior("recurse_direction", "down")
      .behavior("recurse", "directories")
      .behavior("max_depth", "1");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/f", "/etc/sub/f", "/etc/sub/deep/f"));
}

TEST_F(Recursion, DefinedStaysOnTheFileSystemOfThePath) {
  tree().directory("/etc/sub").device = 2;
  ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories").behavior("recurse_file_system", "defined");
  ask_for_f("/etc/sub").behavior("recurse_file_system", "defined");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/f"));
  EXPECT_THAT(found(1), ElementsAre("/etc/sub/f"));
}

TEST_F(Recursion, LocalLeavesOutRemoteFileSystems) {
  tree().directory("/etc/sub").device = 7;
  tree().directory("/etc/sub/deep").device = 7;
  tree().set_remote(7);
  ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories").behavior("recurse_file_system", "local");
  ask().entity("filepath", "/etc/sub/f").behavior("recurse_file_system", "local");
  ask_for_f("/etc/sub");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/f"));
  EXPECT_THAT(found(1), IsEmpty());
  EXPECT_THAT(found(2), ElementsAre("/etc/sub/f"));
}

TEST_F(Recursion, LocalLeavesOutProcOfARunningSystem) {
  tree().file("/proc/sys/f");
  tree().directory("/proc").device = 3;
  ask_for_f("/")
      .behavior("recurse_direction", "down")
      .behavior("recurse", "directories")
      .behavior("recurse_file_system", "local")
      .behavior("max_depth", "2");
  walk(kLimits, true);
  EXPECT_THAT(found(), ElementsAre("/etc/f", "/etc/sub/f", "/real/f", "/real/inner/f"));
}

TEST_F(Recursion, EndsWhereALinkLeadsBackToADirectoryOnTheWay) {
  tree().link("/etc/sub/back", "..");
  ask_for_f("/etc/sub").behavior("recurse_direction", "down");
  ask().entity("path", "^/etc/sub", Operation::pattern_match).entity("filename", "f");
  walk();
  EXPECT_THAT(found(0),
              ElementsAre("/etc/sub/f", "/etc/sub/back/f", "/etc/sub/back/way/f", "/etc/sub/back/way/inner/f", "/etc/sub/deep/f"));
  EXPECT_THAT(answers(0).flags, IsEmpty());
  EXPECT_FALSE(found(1).empty());
}

TEST_F(Recursion, EndsWhereADirectoryIsMountedInsideItself) {
  tree().bind("/etc/sub/again", "/etc");
  ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories");
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/f", "/etc/sub/f", "/etc/sub/deep/f"));
}

TEST_F(Recursion, APathThatGoesRoundALinkIsStillAPath) {
  tree().link("/etc/sub/back", "..");
  ask_for_f("/etc/sub/back/sub").behavior("recurse_direction", "down").behavior("recurse", "directories");
  ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/sub/back/sub/f", "/etc/sub/back/sub/deep/f"));
}

TEST_F(Recursion, LinksThatMultiplyEndAtALimitThatIsNamed) {
  for (int level = 0; level < 24; ++level) {
    const std::string base = "/maze/" + std::to_string(level);
    tree().directory(base);
    for (const char* name : {"/a", "/b"}) tree().link(base + name, "/maze/" + std::to_string(level + 1));
  }
  tree().directory("/maze/24");
  ask_for_f("/maze/0").behavior("recurse_direction", "down");
  Limits limits;
  limits.linked_directories = 100;
  walk(limits);
  ASSERT_FALSE(answers().flags.empty());
  EXPECT_EQ(answers().flags[0].first, oval::Flag::incomplete);
}

TEST_F(Recursion, DeeperThanTheLimitIsIncompleteAndNamed) {
  Limits limits;
  limits.path_depth = 2;
  ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories");
  walk(limits);
  EXPECT_THAT(found(), ElementsAre("/etc/f", "/etc/sub/f"));
  ASSERT_EQ(answers().flags.size(), 1u);
  EXPECT_EQ(answers().flags[0].first, oval::Flag::incomplete);
  EXPECT_THAT(answers().flags[0].second, ::testing::HasSubstr("/etc/sub/deep"));
}

TEST_F(Recursion, ADirectoryThatIsTooDeepIsToldByWhereItsPathBegins) {
  std::string path = "/deep";
  for (int i = 0; i < 1100; ++i) path += "/directory";
  tree().file(path + "/f");
  ask_for_f("/deep").behavior("recurse_direction", "down");
  walk();
  ASSERT_EQ(answers().flags.size(), 1u);
  EXPECT_THAT(answers().flags[0].second, ::testing::HasSubstr("/deep/directory/directory/"));
  EXPECT_LT(answers().flags[0].second.size(), 300u);
}

TEST_F(Recursion, ReachesTheBottomOfADeepTreeAndWhatLiesBeside) {
  std::string path = "/deep";
  for (int i = 0; i < 300; ++i) path += "/d";
  tree().file(path + "/f");
  tree().file("/deep/d/z/f");
  ask_for_f("/deep").behavior("recurse_direction", "down").behavior("recurse", "directories");
  walk();
  EXPECT_THAT(found(), ElementsAre(path + "/f", "/deep/d/z/f"));
}

TEST_F(Recursion, ADirectoryThatCannotBeReadIsNamedAndTheRestIsFound) {
  tree().break_path("/etc/sub", EACCES);
  ask_for_f("/etc").behavior("recurse_direction", "down").behavior("recurse", "directories");
  ask_for_f("/real");
  walk();
  EXPECT_THAT(found(0), ElementsAre("/etc/f"));
  ASSERT_FALSE(answers(0).flags.empty());
  EXPECT_EQ(answers(0).flags[0].first, oval::Flag::incomplete);
  EXPECT_EQ(answers(0).flags[0].second, "cannot list /etc/sub: Permission denied");
  EXPECT_THAT(answers(1).flags, IsEmpty());
}

TEST_F(Recursion, AFileInADirectoryThatCannotBeEnteredIsNotMissing) {
  tree().break_path("/etc/sub", EACCES);
  ask().entity("filepath", "/etc/sub/f");
  ask().entity("path", "/etc/sub/deep").nil("filename");
  walk();
  for (std::size_t i : {0u, 1u}) {
    ASSERT_EQ(answers(i).flags.size(), 1u);
    EXPECT_EQ(answers(i).flags[0].first, oval::Flag::incomplete);
  }
}

}  // namespace
}  // namespace assay::test
