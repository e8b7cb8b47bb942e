#include "probes/parse/sudoers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "binding !name op value @line" of each default.
std::vector<std::string> defaults(std::string_view text) {
  std::vector<std::string> shown;
  for (const SudoersDefault& one : parse_sudoers(text).defaults)
    shown.push_back(one.binding + (one.negated ? " !" : " ") + one.name + one.op + one.value.value_or("") + " @" +
                    std::to_string(one.line));
  return shown;
}

TEST(Sudoers, SplitsDefaultsAtCommas) {
  EXPECT_THAT(defaults("Defaults\tenv_reset, !use_pty , logfile=\"/var/log/su do.log\",passwd_tries = 3\n"),
              ElementsAre(" env_reset @1", " !use_pty @1", " logfile=/var/log/su do.log @1", " passwd_tries=3 @1"));
}
TEST(Sudoers, KnowsWhomDefaultsAreFor) {
  EXPECT_THAT(defaults("Defaults:alice,%wheel !use_pty\nDefaults@a , b x\nDefaults!/bin/ls noexec\nDefaults>root y\n"),
              ElementsAre(":alice,%wheel !use_pty @1", "@a,b x @2", "!/bin/ls noexec @3", ">root y @4"));
}
TEST(Sudoers, KnowsListsThatGrowAndShrink) {
  EXPECT_THAT(defaults("Defaults env_keep += \"A B\"\nDefaults env_keep-=C\n"), ElementsAre(" env_keep+=A B @1", " env_keep-=C @2"));
}
TEST(Sudoers, JoinsContinuedLines) {
  EXPECT_THAT(defaults("Defaults a, \\\n   use_pty\nDefaults b\n"), ElementsAre(" a @1", " use_pty @1", " b @3"));
}
TEST(Sudoers, CutsComments) {
  EXPECT_THAT(defaults("# Defaults a\nDefaults b # , c\nDefaults d=\"#x\"\nDefaults e=\\#y\n#Defaults f \\\nDefaults g\n"),
              ElementsAre(" b @2", " d=#x @3", " e=#y @4", " g @6"));
}
TEST(Sudoers, StopsAtAMistake) {
  EXPECT_THAT(defaults("Defaults env_reset use_pty\nDefaults =x\nDefaults\n"), ElementsAre(" env_reset @1"));
}
TEST(Sudoers, HasIncludesAndRules) {
  const Sudoers sudoers = parse_sudoers(
      "root ALL=(ALL:ALL) ALL # all\n#includedir /etc/sudoers.d\n#include \"/etc/a b\"\n@include /etc/a\\ c\n#include\n#included\n#1000 "
      "ALL=(#0) \\\n NOPASSWD: ALL\n");
  ASSERT_EQ(sudoers.includes.size(), 3u);
  EXPECT_TRUE(sudoers.includes[0].directory);
  EXPECT_EQ(sudoers.includes[0].path, "/etc/sudoers.d");
  EXPECT_EQ(sudoers.includes[1].path, "/etc/a b");
  EXPECT_EQ(sudoers.includes[2].path, "/etc/a c");
  ASSERT_EQ(sudoers.rules.size(), 2u);
  EXPECT_EQ(sudoers.rules[0].text, "root ALL=(ALL:ALL) ALL");
  EXPECT_EQ(sudoers.rules[1].text, "#1000 ALL=(#0)  NOPASSWD: ALL");
  EXPECT_EQ(sudoers.rules[1].line, 7u);
}
TEST(Sudoers, TakesNoOtherWordForDefaults) {
  EXPECT_THAT(defaults("Defaultsx use_pty\ndefaults use_pty\n"), IsEmpty());
  EXPECT_THAT(defaults("Defaults logfile=\"/open\nDefaults use_pty\n"), ElementsAre(" logfile=/open @1", " use_pty @2"));
}

}  // namespace
}  // namespace assay::parse
