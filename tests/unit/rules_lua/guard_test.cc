// What the engine does not let a script say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rules_lua/judged.h"

namespace assay::lua {
namespace {

using oval::Flag;
using oval::Status;
using testing::ElementsAre;
using testing::HasSubstr;
using xccdf::Outcome;

const std::string kPass = "local v = verdict() v:expect(true, 'a', 'a') return v";
const std::string kFail = "local v = verdict() v:expect(false, 'a', 'b') return v";
const std::string kNot = "return notapplicable('none here')";

TEST(LuaGuard, LetsAPassStandWhereAllWasSeen) {
  Judged check(kPass);
  check.object("a", Flag::complete, {file_item("/a", "")}).object("b", Flag::does_not_exist).object("c", Flag::not_applicable);
  EXPECT_EQ(check.outcome(), Outcome::pass);
}

TEST(LuaGuard, NeverGivesAPassWhereAnObjectWasNotCollected) {
  EXPECT_EQ(Judged(kPass).object("a", Flag::error).outcome(), Outcome::error);
  EXPECT_EQ(Judged(kPass).object("a", Flag::not_collected).outcome(), Outcome::unknown);
  EXPECT_EQ(Judged(kPass).object("a", Flag::incomplete, {file_item("/a", "")}).outcome(), Outcome::unknown);
  EXPECT_EQ(Judged(kPass).lost("a").outcome(), Outcome::unknown);
}

TEST(LuaGuard, NeverGivesAPassWhereAnItemCouldNotBeRead) {
  EXPECT_EQ(Judged(kPass).object("a", Flag::complete, {file_item("/a", "", Status::error)}).outcome(), Outcome::error);
  EXPECT_EQ(Judged(kPass).object("a", Flag::complete, {file_item("/a", "", Status::not_collected)}).outcome(), Outcome::unknown);
  EXPECT_EQ(Judged(kPass).object("a", Flag::complete, {file_item("/a", "", Status::does_not_exist)}).outcome(), Outcome::pass);
}

TEST(LuaGuard, SaysWhy) {
  EXPECT_THAT(Judged(kPass).object("shadow", Flag::error, {}, "permission denied").answer().messages,
              ElementsAre("shadow: permission denied"));
  EXPECT_THAT(Judged(kPass).object("a", Flag::complete, {file_item("/etc/x", "", Status::error)}).answer().messages,
              ElementsAre("a: /etc/x: it could not be read"));
}

TEST(LuaGuard, TellsAnErrorBeforeWhatIsUnknown) {
  EXPECT_EQ(Judged(kPass).object("a", Flag::incomplete).object("b", Flag::error).object("c", Flag::incomplete).outcome(), Outcome::error);
}

TEST(LuaGuard, LetsAFailStand) {
  EXPECT_EQ(Judged(kFail).object("a", Flag::error).outcome(), Outcome::fail);
  EXPECT_EQ(Judged(kFail).object("a", Flag::incomplete).object("b", Flag::not_applicable).outcome(), Outcome::fail);
}

TEST(LuaGuard, DoesNotBelieveThatNothingAppliesWhereNothingCouldBeSeen) {
  EXPECT_EQ(Judged(kNot).object("a", Flag::complete).outcome(), Outcome::notapplicable);
  EXPECT_EQ(Judged(kNot).object("a", Flag::error).outcome(), Outcome::error);
  EXPECT_EQ(Judged(kNot).lost("a").outcome(), Outcome::unknown);
}

TEST(LuaGuard, JudgesNothingWhereNoObjectApplies) {
  EXPECT_EQ(Judged(kPass).object("a", Flag::not_applicable).object("b", Flag::not_applicable).outcome(), Outcome::notapplicable);
  EXPECT_EQ(Judged(kFail).object("a", Flag::not_applicable).outcome(), Outcome::notapplicable);
  EXPECT_THAT(Judged(kPass).object("a", Flag::not_applicable, {}, "an image has no kernel").answer().messages,
              ElementsAre(HasSubstr("an image has no kernel")));
}

TEST(LuaGuard, LeavesAPersonsQuestionAlone) {
  EXPECT_EQ(Judged("return manual(verdict())").object("a", Flag::error).outcome(), Outcome::notchecked);
}

TEST(LuaGuard, HasNothingToSayWhereNothingIsLookedAt) { EXPECT_EQ(Judged(kPass).outcome(), Outcome::pass); }

}  // namespace
}  // namespace assay::lua
