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

Outcome outcome(const std::string& body) { return Judged("local v = verdict() " + body + " return v").outcome(); }

TEST(Verdict, FailsOnAnyFalseRow) {
  EXPECT_EQ(outcome("v:expect(true, '', '') v:expect(false, '', '') v:error('e') v:unknown('u')"), Outcome::fail);
  EXPECT_EQ(outcome("v:expect(nil, '', '')"), Outcome::fail);
}

TEST(Verdict, IsAnErrorThenUnknownThenAPass) {
  EXPECT_EQ(outcome("v:expect(true, '', '') v:error('e') v:unknown('u')"), Outcome::error);
  EXPECT_EQ(outcome("v:expect(true, '', '') v:unknown('u') v:skip('s')"), Outcome::unknown);
  EXPECT_EQ(outcome("v:expect(true, '', '') v:skip('s')"), Outcome::pass);
  EXPECT_EQ(outcome("v:expect(1, '', '')"), Outcome::pass);
}

TEST(Verdict, DoesNotApplyWhereNothingWasDecided) {
  EXPECT_EQ(outcome(""), Outcome::notapplicable);
  EXPECT_EQ(outcome("v:say('x')"), Outcome::notapplicable);
  EXPECT_THAT(Judged("local v = verdict() v:skip('only live') return v").answer().messages, ElementsAre("only live"));
}

TEST(Verdict, TellsTheReasonBeforeWhatIsSaidBesides) {
  EXPECT_THAT(Judged("local v = verdict() v:say('besides') v:unknown('why') return v").answer().messages, ElementsAre("why", "besides"));
}

TEST(Verdict, TellsWhatItDoesNotRestOn) {
  const auto answer = Judged("local v = verdict() v:expect(true, '', '') v:skip('only live') return v").answer();
  EXPECT_EQ(answer.outcome, Outcome::pass);
  EXPECT_THAT(answer.messages, ElementsAre("not judged: only live"));
}

TEST(Verdict, GivesBackWhetherARowHolds) {
  EXPECT_EQ(Judged("local v = verdict() v:say(tostring(v:expect('x', '', '')) .. tostring(v:expect(nil, '', ''))) return v").said(),
            "truefalse");
}

TEST(NotApplicable, SaysWhy) {
  const auto answer = Judged("return notapplicable('no IPv6')").answer();
  EXPECT_EQ(answer.outcome, Outcome::notapplicable);
  EXPECT_THAT(answer.messages, ElementsAre("no IPv6"));
}

TEST(Manual, ShowsItsRowsAndWhatCouldNotBeShown) {
  const auto answer = Judged("local v = verdict() v:expect(false, 'a', 'b') v:unknown('not read') v:say('look') return manual(v)").answer();
  EXPECT_EQ(answer.outcome, Outcome::notchecked);
  EXPECT_EQ(answer.evidence.size(), 1u);
  EXPECT_THAT(answer.messages, ElementsAre("not read", "look"));
}

const std::string kReadings =
    "local literal, intent = verdict(), verdict() literal:expect(true, 'a', 'a') intent:expect(false, 'b', 'c') "
    "return readings(want, literal, intent)";

TEST(Readings, AreDecidedByTheOneThatIsWanted) {
  const auto literal = Judged(kReadings).exports("reading", {"literal"}).answer();
  EXPECT_EQ(literal.outcome, Outcome::pass);
  EXPECT_THAT(literal.messages, ElementsAre(HasSubstr("intent of the benchmark, the outcome would be fail: expected b, found c")));
  const auto intent = Judged(kReadings).exports("reading", {"intent"}).answer();
  EXPECT_EQ(intent.outcome, Outcome::fail);
  EXPECT_THAT(intent.messages, ElementsAre(HasSubstr("letter of the benchmark, the outcome would be pass")));
}

TEST(Readings, ThatAgreeAreToldToAgree) {
  const std::string body = "local a, b = verdict(), verdict() a:expect(true, '', '') b:expect(true, '', '') return readings(want, a, b)";
  EXPECT_THAT(Judged(body).exports("reading", {"intent"}).answer().messages, ElementsAre(HasSubstr("the outcome is the same")));
}

TEST(Readings, AreAnErrorWhereNoneIsWanted) {
  EXPECT_EQ(Judged(kReadings).outcome(), Outcome::error);
  EXPECT_EQ(Judged(kReadings).exports("reading", {"third"}).outcome(), Outcome::error);
}

TEST(Files, GoByPathAndLeaveOutWhatHasNoText) {
  Judged check("local v, s = verdict(), '' for path, text in files(see.a) do s = s .. path .. '=' .. text .. ' ' end v:say(s) return v");
  check.object("a", Flag::complete, {file_item("/b", "2"), file_item("/a", "1"), file_item("/c", "", Status::error)});
  EXPECT_EQ(check.said(), "/a=1 /b=2 ");
}

TEST(Files, PutAPathTogether) {
  oval::Item item(kFile);
  item.add("path", "/").add("filename", "x").add("text", "t");
  EXPECT_EQ(Judged("local v = verdict() local _, path = file(see.a) v:say(path) return v").object("a", Flag::complete, {item}).said(),
            "/x");
}

TEST(File, IsTheOneThereIs) {
  const std::string body = "local v = verdict() local text, path = file(see.a) v:say(tostring(text) .. tostring(path)) return v";
  EXPECT_EQ(Judged(body).object("a", Flag::complete, {file_item("/a", "t")}).said(), "t/a");
  EXPECT_EQ(Judged(body).object("a", Flag::does_not_exist).said(), "nilnil");
}

std::string told(const std::string& expression, Flag flag, std::vector<oval::Item> items = {}, const std::string& message = "") {
  Judged check("local v = verdict() v:say(tostring(" + expression + ")) return manual(v)");
  return check.object("a", flag, std::move(items), message).said();
}

TEST(Exists, IsOfItemsThatDo) {
  EXPECT_EQ(told("exists(see.a)", Flag::complete, {file_item("/a", "")}), "true");
  EXPECT_EQ(told("exists(see.a)", Flag::complete, {file_item("/a", "", Status::does_not_exist)}), "false");
  EXPECT_EQ(told("exists(see.a)", Flag::does_not_exist), "false");
}

TEST(Live, IsATargetWhoseKernelIsKnown) {
  static constexpr oval::ItemField kFields[] = {{"os_release"}};
  static constexpr oval::ItemSchema kUname{"unix", "uname", kFields};
  oval::Item known(kUname);
  known.add("os_release", "4.15.0-20-generic");
  EXPECT_EQ(told("live(see.a)", Flag::complete, {known}), "true");
  EXPECT_EQ(told("live(see.a)", Flag::complete, {oval::Item(kUname)}), "false");
  EXPECT_EQ(told("live(see.a)", Flag::not_applicable), "false");
}

TEST(Unanswered, IsNilWhereThereIsAnAnswer) {
  EXPECT_EQ(told("unanswered(see.a)", Flag::complete), "nil");
  EXPECT_EQ(told("unanswered(see.a)", Flag::does_not_exist), "nil");
}

TEST(Unanswered, TellsTheReason) {
  EXPECT_EQ(told("unanswered(see.a)", Flag::error, {}, "no permission"), "no permission");
  EXPECT_EQ(told("unanswered(see.a)", Flag::error), "it could not be looked at");
  EXPECT_EQ(told("unanswered(see.a)", Flag::not_applicable), "only a running system could answer this");
  EXPECT_EQ(told("unanswered(see.a)", Flag::not_collected), "it was not looked at");
}

TEST(Helpers, TellAnObjectThatTheCheckDoesNotDeclare) {
  EXPECT_THAT(told("exists(see.b)", Flag::complete), HasSubstr("m:2: this is no object of the check: nil"));
  EXPECT_THAT(told("file(see.b)", Flag::complete), HasSubstr("m:2: this is no object of the check: nil"));
}

TEST(At, NamesALineWhereThereIsOne) { EXPECT_EQ(told("at('/x', 3) .. at('/y') .. at('/z', 0)", Flag::complete), "/x:3/y/z"); }

TEST(Sort, KeepsTheOrderOfWhatIsEqual) {
  EXPECT_EQ(told("(function() local t = {{1,'a'},{0,'b'},{1,'c'},{0,'d'},{1,'e'}} table.sort(t, function(x, y) return x[1] < y[1] end) "
                 "local s = '' for _, e in ipairs(t) do s = s .. e[2] end return s end)()",
                 Flag::complete),
            "bdace");
  EXPECT_EQ(told("(function() local t = {} table.sort(t) return #t end)()", Flag::complete), "0");
}

}  // namespace
}  // namespace assay::lua
