#include "probes/parse/pam_stack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace assay::parse {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> modules(const std::vector<PamEntry>& stack) {
  std::vector<std::string> names;
  for (const PamEntry& entry : stack)
    names.push_back(entry.line.fault.empty() ? entry.line.module.empty() ? entry.line.control : entry.line.module : "!" + entry.line.fault);
  return names;
}

// Runs the auth lines of `text`; modules that are not named return success.
PamOutcome run(std::string_view text, const std::map<std::string, std::string>& returns, const PamFiles& others = {}) {
  PamFiles files = others;
  files["test"] = text;
  const auto stack = pam_stack(files, "test", "auth");
  return pam_run(stack, [&](std::size_t at) {
    const auto said = returns.find(stack[at].line.module);
    const std::string name = said == returns.end() ? "success" : said->second;
    return static_cast<std::size_t>(std::find(kPamReturns.begin(), kPamReturns.end(), name) - kPamReturns.begin());
  });
}

constexpr std::string_view kUbuntu =
    "auth [success=1 default=ignore] unix nullok_secure\nauth requisite deny\nauth required permit\nauth optional cap\n";

TEST(PamStack, FollowsIncludesOfItsType) {
  const PamFiles files = {{"sshd", "auth required nologin\n@include common-auth\nauth include /etc/pam.d/more\naccount required x\n"},
                          {"common-auth", "auth required unix\naccount required y\n"},
                          {"more", "auth required m\npassword required n\n"}};
  const auto stack = pam_stack(files, "sshd", "auth");
  EXPECT_THAT(modules(stack), ElementsAre("nologin", "unix", "m"));
  EXPECT_EQ(stack[1].file, "common-auth");
  EXPECT_THAT(modules(pam_stack(files, "sshd", "account")), ElementsAre("y", "x"));
}
TEST(PamStack, KeepsTheLineOfASubstackAndItsDepth) {
  const auto stack =
      pam_stack({{"login", "auth substack system-auth\nauth required last\n"}, {"system-auth", "auth required unix\n"}}, "login", "auth");
  EXPECT_THAT(modules(stack), ElementsAre("substack", "unix", "last"));
  EXPECT_EQ(stack[1].depth, 1u);
  EXPECT_EQ(stack[2].depth, 0u);
}
TEST(PamStack, FallsBackToOther) {
  const PamFiles files = {{"sshd", "auth required a\n"}, {"other", "auth required b\npassword required c\n"}};
  EXPECT_THAT(modules(pam_stack(files, "sshd", "password")), ElementsAre("c"));
  EXPECT_THAT(modules(pam_stack(files, "ftp", "auth")), ElementsAre("b"));
  EXPECT_THAT(pam_stack({}, "ftp", "auth"), IsEmpty());
}
TEST(PamStack, FailsWhereAnIncludedFileIsMissing) {
  EXPECT_THAT(modules(pam_stack({{"a", "auth include b\nauth substack c\n"}}, "a", "auth")),
              ElementsAre("!there is no file b", "substack", "!there is no file c"));
}
TEST(PamStack, IsNoneWhereAnAtIncludeNamesNoFile) {
  EXPECT_THAT(modules(pam_stack({{"a", "auth sufficient x\n@include b\n"}, {"b", "@include c\n"}}, "a", "auth")),
              ElementsAre("!there is no file c"));
  EXPECT_THAT(modules(pam_stack({{"a", "auth include b\nauth required y\n"}, {"b", "auth required x\n@include c\n"}}, "a", "auth")),
              ElementsAre("x", "!there is no file c", "y"));
}
TEST(PamStack, EndsWhereFilesIncludeEachOther) {
  const auto stack = pam_stack({{"a", "auth include b\n"}, {"b", "auth include a\n"}}, "a", "auth");
  EXPECT_THAT(modules(stack), ElementsAre("!files include each other too deep"));
}
TEST(PamStack, RefusesIncludesThatMultiply) {
  std::string many;
  for (int i = 0; i < 20; ++i) many += "auth include a\n";
  EXPECT_THROW(pam_stack({{"a", many}}, "a", "auth"), std::length_error);
}
TEST(PamStack, CountsLinesOfUnknownTypeAsAuthUnlessAnIncludeNamesTheType) {
  EXPECT_THAT(modules(pam_stack({{"a", "atuh required x\n"}}, "a", "auth")), ElementsAre("!unknown type"));
  EXPECT_THAT(modules(pam_stack({{"a", "atuh required x\n"}}, "a", "session")), IsEmpty());
  EXPECT_THAT(modules(pam_stack({{"a", "session include b\n"}, {"b", "atuh required x\n"}}, "a", "session")), ElementsAre("!unknown type"));
}

TEST(PamRun, RequiredGoesOnAndRequisiteEnds) {
  EXPECT_THAT(run("auth required a\nauth required b\n", {{"a", "auth_err"}}).ran, ElementsAre(0, 1));
  EXPECT_FALSE(run("auth required a\nauth required b\n", {{"a", "auth_err"}}).success);
  EXPECT_THAT(run("auth requisite a\nauth required b\n", {{"a", "auth_err"}}).ran, ElementsAre(0));
  EXPECT_TRUE(run("auth required a\nauth required b\n", {}).success);
}
TEST(PamRun, SufficientEndsUnlessSomethingFailedBefore) {
  EXPECT_THAT(run("auth sufficient a\nauth required b\n", {}).ran, ElementsAre(0));
  const auto late = run("auth required x\nauth sufficient a\nauth required b\n", {{"x", "auth_err"}});
  EXPECT_THAT(late.ran, ElementsAre(0, 1, 2));
  EXPECT_FALSE(late.success);
  EXPECT_TRUE(run("auth sufficient a\nauth required b\n", {{"a", "auth_err"}}).success);
}
TEST(PamRun, NeedsSomethingThatSaysYes) {
  EXPECT_FALSE(run("auth optional a\n", {{"a", "auth_err"}}).success);
  EXPECT_FALSE(run("auth required a\n", {{"a", "ignore"}}).success);
  EXPECT_FALSE(run("auth [success=ignore] a\n", {}).success);
  EXPECT_TRUE(run("auth optional a\n", {}).success);
  EXPECT_FALSE(run("", {}).success);
}
TEST(PamRun, JumpsOverTheDenialOfUbuntu) {
  const auto good = run(kUbuntu, {{"deny", "auth_err"}});
  EXPECT_TRUE(good.success);
  EXPECT_THAT(good.ran, ElementsAre(0, 2, 3));
  const auto bad = run(kUbuntu, {{"unix", "auth_err"}, {"deny", "auth_err"}});
  EXPECT_FALSE(bad.success);
  EXPECT_THAT(bad.ran, ElementsAre(0, 1));
}
TEST(PamRun, FailsWhereAJumpLeadsBeyondTheEnd) {
  EXPECT_FALSE(run("auth required a\nauth [success=2 default=ignore] b\nauth required c\n", {}).success);
  EXPECT_TRUE(run("auth required a\nauth [success=1 default=ignore] b\nauth required c\n", {}).success);
}
TEST(PamRun, JumpsOverASubstackAsOne) {
  const PamFiles others = {{"s", "auth required x\nauth required y\n"}};
  EXPECT_THAT(run("auth [success=1 default=ignore] a\nauth substack s\nauth required b\n", {}, others).ran, ElementsAre(0, 4));
}
TEST(PamRun, DoneAndDieLeaveASubstackAlone) {
  const PamFiles others = {{"s", "auth sufficient x\nauth required y\n"}, {"d", "auth requisite x\nauth required y\n"}};
  EXPECT_THAT(run("auth substack s\nauth required b\n", {}, others).ran, ElementsAre(1, 3));
  const auto died = run("auth substack d\nauth required b\n", {{"x", "auth_err"}}, others);
  EXPECT_THAT(died.ran, ElementsAre(1, 3));
  EXPECT_FALSE(died.success);
}
TEST(PamRun, ResetForgetsWhatTheSubstackDid) {
  const PamFiles others = {{"s", "auth required x\nauth [success=reset] y\n"}};
  EXPECT_TRUE(run("auth required a\nauth substack s\nauth required b\n", {{"x", "auth_err"}}, others).success);
}
TEST(PamRun, CallsNoModuleOfALineWithAFault) {
  const auto outcome = run("auth required\nauth include none\nauth required a\n", {});
  EXPECT_FALSE(outcome.success);
  EXPECT_THAT(outcome.ran, ElementsAre(2));
}
TEST(PamRun, LocksOutWithFaillockAsCentosHasIt) {
  constexpr std::string_view kStack =
      "auth required faillock preauth\nauth [success=1 default=bad] unix\nauth [default=die] faillock authfail\nauth sufficient faillock "
      "authsucc\n"
      "auth required deny\n";
  const auto locked = run(kStack, {{"faillock", "auth_err"}, {"deny", "auth_err"}});
  EXPECT_FALSE(locked.success);
  EXPECT_TRUE(run(kStack, {{"deny", "auth_err"}}).success);
}

}  // namespace
}  // namespace assay::parse
