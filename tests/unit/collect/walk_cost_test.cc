// What the walk may not do twice, or at all.
#include "tests/unit/collect/walk_fixture.h"

namespace assay::test {
namespace {

using ::testing::Contains;
using ::testing::Not;
using ::testing::StartsWith;

Asked& down(Asked& asked) { return asked.behavior("recurse_direction", "down").behavior("recurse", "directories"); }

TEST_F(Walk, ListsEachDirectoryOnceForAllQuestions) {
  tree().file("/etc/a");
  tree().file("/etc/d/b");
  down(ask().entity("path", "/").entity("filename", ".*", Operation::pattern_match));
  down(ask().entity("path", "/etc").nil("filename"));
  ask().entity("filepath", "^/etc/d/", Operation::pattern_match);
  ask().entity("path", "/etc/d").entity("filename", "^b", Operation::pattern_match);
  walk();
  EXPECT_EQ(tree().count("list /etc"), 1u);
  EXPECT_EQ(tree().count("list /etc/d"), 1u);
  EXPECT_THAT(found(3), ElementsAre("/etc/d/b"));
}

TEST_F(Walk, ReadsAFileOnceForAllQuestions) {
  tree().file("/etc/a", "text");
  ask(kNotesContent).entity("path", "/etc").entity("filename", "a");
  ask(kNotesContent).entity("path", "/etc").entity("filename", "a");
  ask(kNotesContent).entity("path", "/etc").entity("filename", ".*", Operation::pattern_match);
  ask(kNotesContent).entity("filepath", "/etc/a");
  walk();
  EXPECT_EQ(tree().count("read /etc/a"), 1u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_THAT(answers(i).values("content"), ElementsAre("text"));
}

TEST_F(Walk, ReadsASmallFileOnceInTwoWaves) {
  tree().file("/etc/a", "text");
  ask(kNotesContent).entity("filepath", "/etc/a");
  walk();
  walk();
  EXPECT_EQ(tree().count("read /etc/a"), 0u);
  EXPECT_THAT(answers().values("content"), ElementsAre("text"));
}

TEST_F(Walk, DoesNotKeepLargeFilesBetweenWaves) {
  tree().file("/etc/a", std::string(300 * 1024, 'x'));
  ask(kNotesContent).entity("filepath", "/etc/a");
  walk();
  walk();
  EXPECT_EQ(tree().count("read /etc/a"), 1u);
}

TEST_F(Walk, DoesNotLookAtFilesNobodyAsksAbout) {
  tree().file("/etc/a");
  tree().file("/etc/b");
  ask(kNotesPath).entity("path", "/etc").entity("filename", ".*", Operation::pattern_match);
  ask(kNotesStat).entity("path", "/etc").entity("filename", "^b$", Operation::pattern_match);
  ask(kNotesStat).entity("path", "/etc").entity("filename", "^b", Operation::pattern_match);
  walk();
  EXPECT_EQ(tree().count("stat /etc/a"), 0u);
  EXPECT_EQ(tree().count("stat /etc/b"), 1u);
}

TEST_F(Walk, DoesNotListTheDirectoryOfANamedFile) {
  tree().file("/etc/a");
  ask().entity("filepath", "/etc/a");
  ask().entity("path", "/etc").entity("filename", "b");
  walk();
  EXPECT_THAT(tree().calls(), Not(Contains(StartsWith("list"))));
}

TEST_F(Walk, DoesNotEnterDirectoriesThatCannotHoldAMatch) {
  tree().file("/etc/ssh/a");
  tree().file("/etc/other/a");
  tree().file("/usr/a");
  ask().entity("filepath", "^/etc/s[a-z]+/a$", Operation::pattern_match);
  walk();
  EXPECT_THAT(found(), ElementsAre("/etc/ssh/a"));
  EXPECT_EQ(tree().count("list /etc/other") + tree().count("list /usr") + tree().count("list /"), 0u);
}

TEST_F(Walk, NeverReadsWhatIsNoRegularFile) {
  tree().special("/dev/fifo", FileType::fifo);
  tree().special("/dev/zero", FileType::character_special);
  tree().special("/dev/sock", FileType::socket);
  ask(kNotesContent).entity("path", "/dev").entity("filename", ".*", Operation::pattern_match);
  walk();
  EXPECT_THAT(answers().values("content"), ElementsAre("Invalid argument", "Invalid argument", "Invalid argument"));
  EXPECT_THAT(tree().calls(), Not(Contains(StartsWith("read"))));
}

TEST_F(Walk, ReadsThroughALinkAndRefusesOneThatLoops) {
  tree().file("/etc/a", "text");
  tree().link("/etc/b", "a");
  tree().link("/etc/c", "c");
  ask(kNotesContent).entity("path", "/etc").entity("filename", "^[bc]$", Operation::pattern_match);
  walk();
  EXPECT_THAT(answers().values("content"), ElementsAre("text", std::strerror(ELOOP)));
}

TEST_F(Walk, ReadsNoMoreThanTheLimit) {
  tree().file("/etc/a", "text");
  Limits limits;
  limits.file_bytes = 3;
  ask(kNotesContent).entity("filepath", "/etc/a");
  walk(limits);
  EXPECT_THAT(answers().values("content"), ElementsAre(std::strerror(EFBIG)));
}

}  // namespace
}  // namespace assay::test
