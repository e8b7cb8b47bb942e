#include "probes/parse/pam_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(PamFile, SplitsLines) {
  const auto lines = parse_pam_file("#%PAM-1.0\n\n-Session   optional\tpam_systemd.so a b=c # d\n");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].type, "session");
  EXPECT_TRUE(lines[0].silent);
  EXPECT_EQ(lines[0].control, "optional");
  EXPECT_EQ(lines[0].module, "pam_systemd.so");
  EXPECT_THAT(lines[0].args, ElementsAre("a", "b=c"));
  EXPECT_EQ(lines[0].line, 3u);
  EXPECT_EQ(lines[0].fault, "");
}
TEST(PamFile, ReadsBracketsAsOneWord) {
  const auto lines = parse_pam_file("auth [success=1  default=ignore]pam_unix.so [a b\\]c] d\n");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].control, "[success=1  default=ignore]");
  EXPECT_EQ(lines[0].module, "pam_unix.so");
  EXPECT_THAT(lines[0].args, ElementsAre("a b]c", "d"));
  EXPECT_THAT(lines[0].actions, ElementsAre(Pair("default", "ignore"), Pair("success", "1")));
}
TEST(PamFile, JoinsContinuedLinesAcrossComments) {
  const auto lines =
      parse_pam_file("auth required \\  \n# no\n\n  pam_unix.so nullok\nauth required pam_deny.so # \\\nauth required pam_env.so\n");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].module, "pam_unix.so");
  EXPECT_EQ(lines[0].line, 1u);
  EXPECT_EQ(lines[1].line, 5u);
  EXPECT_THAT(lines[1].args, IsEmpty());
}
TEST(PamFile, NamesIncludedFiles) {
  const auto lines = parse_pam_file("@include common-auth\nauth include system-auth\nauth Substack password-auth\nauth include\n");
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0].type, "");
  EXPECT_EQ(lines[0].include, "common-auth");
  EXPECT_EQ(lines[1].include, "system-auth");
  EXPECT_EQ(lines[1].module, "");
  EXPECT_TRUE(lines[2].is_substack());
  EXPECT_NE(lines[3].fault, "");
}
TEST(PamFile, SaysWhatIsWrongWithALine) {
  const auto lines = parse_pam_file("atuh required pam_unix.so\nauth required\nauth\n");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].fault, "unknown type");
  EXPECT_EQ(lines[1].fault, "no module is named");
  EXPECT_EQ(lines[2].fault, "no control is named");
}
TEST(PamActions, OfKeywordsAreTheirBracketForm) {
  EXPECT_EQ(pam_actions("required"), pam_actions("[success=ok new_authtok_reqd=ok ignore=ignore default=bad]"));
  EXPECT_EQ(pam_actions("Requisite"), pam_actions("[success=ok new_authtok_reqd=ok ignore=ignore default=die]"));
  EXPECT_EQ(pam_actions("optional"), pam_actions("[success=ok new_authtok_reqd=ok default=ignore]"));
  EXPECT_EQ(pam_actions("sufficient"), pam_actions("[success = done new_authtok_reqd=done default=ignore]"));
}
TEST(PamActions, NobodyCanReadMakeEverythingBad) {
  const PamActions bad = {{"default", "bad"}};
  for (const char* control : {"requird", "[sucess=ok default=ignore]", "[success=0]", "[success=fine]", "[success]", "[=ok]", "",
                              "[success=99999999999999999999]"})
    EXPECT_EQ(pam_actions(control), bad) << control;
}
TEST(PamActions, AreBadWhereNothingIsSaid) {
  EXPECT_THAT(pam_actions("[success=ok]"), ElementsAre(Pair("default", "bad"), Pair("success", "ok")));
}

}  // namespace
}  // namespace assay::parse
