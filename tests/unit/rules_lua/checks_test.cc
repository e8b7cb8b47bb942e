// What a check is called with, and what becomes of what it returns.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rules_lua/judged.h"

namespace assay::lua {
namespace {

using oval::Flag;
using testing::ElementsAre;
using testing::HasSubstr;
using xccdf::Outcome;

// What an expression over see and want comes to.
std::string told(const Judged& check) { return check.said(); }
std::string say(const std::string& expression) { return "local v = verdict() v:say(tostring(" + expression + ")) return v"; }

TEST(LuaSee, HoldsTheItemsOfEachObjectWithTheirEntities) {
  oval::Item item = file_item("/etc/a", "text");
  item.set_line(7);
  Judged check("local i = see.config.items[1] " +
               say("see.config.flag .. #see.config.items .. i.filepath .. i.text .. i.status .. i.line"));
  EXPECT_EQ(told(check.object("config", Flag::complete, {item})), "complete1/etc/atextexists7");
}

TEST(LuaSee, GivesAListWhereAnEntityIsThereOften) {
  oval::Item item = file_item("/etc/a", "t");
  item.add("subexpression", "x").add("subexpression", "y");
  EXPECT_EQ(told(Judged(say("table.concat(see.a.items[1].subexpression, '+')")).object("a", Flag::complete, {item})), "x+y");
}

TEST(LuaSee, LeavesOutAnEntityWithoutAValue) {
  oval::Item item(kFile);
  item.add("path", "/etc").add_status("filename", oval::Status::does_not_exist);
  EXPECT_EQ(told(Judged(say("see.a.items[1].filename")).object("a", Flag::complete, {item})), "nil");
}

TEST(LuaSee, GivesARecordAsATable) {
  static constexpr oval::ItemField kFields[] = {{"result", oval::Datatype::record}};
  static constexpr oval::ItemSchema kRecord{"independent", "yamlfilecontent", kFields};
  oval::Item item(kRecord);
  item.add_record("result", {{"name", oval::Datatype::string, oval::Status::exists, "value"}});
  EXPECT_EQ(told(Judged(say("see.a.items[1].result.name")).object("a", Flag::complete, {item})), "value");
}

TEST(LuaSee, SaysWhatBecameOfAnObject) {
  EXPECT_EQ(told(Judged(say("see.a.flag .. ': ' .. see.a.message")).object("a", Flag::error, {}, "no permission")), "error: no permission");
  EXPECT_EQ(told(Judged(say("see.a.flag")).lost("a")), "not collected");
}

TEST(LuaWant, HoldsParameters) {
  const std::string parts =
      "<parameter name='keyword'>maxauthtries</parameter><parameter name='one' list='true'>a</parameter>"
      "<parameter name='two'>a</parameter><parameter name='two'>b</parameter>";
  EXPECT_EQ(told(Judged(say("want.keyword .. #want.one .. want.one[1] .. table.concat(want.two)"), parts)), "maxauthtries1aab");
}

TEST(LuaWant, HoldsExportedValuesWhichGoBeforeParameters) {
  const std::string parts = "<parameter name='limit'>1</parameter><parameter name='names' list='true'>a</parameter>";
  Judged check(say("want.limit .. want.names[1] .. want.days .. #want.many"), parts);
  check.exports("limit", {"4"}).exports("names", {"z"}).exports("days", {"7"}).exports("many", {"x", "y"});
  EXPECT_EQ(told(check), "4z72");
}

TEST(LuaAnswer, HasItsRowsAsEvidenceTheFalseOnesFirst) {
  const auto answer =
      Judged("local v = verdict() v:expect(true, 'a', 'b', at('/x', 3)) v:expect(false, 1, nil, {'/y', '/z'}) return v").answer();
  EXPECT_EQ(answer.outcome, Outcome::fail);
  ASSERT_EQ(answer.evidence.size(), 2u);
  EXPECT_EQ(answer.evidence[0].result, oval::Truth::false_);
  EXPECT_EQ(answer.evidence[0].expected, "1");
  EXPECT_EQ(answer.evidence[0].found, "");
  EXPECT_THAT(answer.evidence[0].where, ElementsAre("/y", "/z"));
  EXPECT_EQ(answer.evidence[1].result, oval::Truth::true_);
  EXPECT_THAT(answer.evidence[1].where, ElementsAre("/x:3"));
}

TEST(LuaAnswer, IsCutToALengthPeopleRead) {
  const auto answer = Judged(
                          "local v = verdict() local places = {} for i = 1, 100 do places[i] = '/p' .. i end "
                          "for i = 1, 1000 do v:expect(true, string.rep('ä', 5000), 'b', places) v:say('m') end return v")
                          .answer();
  EXPECT_EQ(answer.evidence.size(), 200u);
  EXPECT_LE(answer.evidence[0].expected.size(), 1003u);
  EXPECT_THAT(answer.evidence[0].expected, HasSubstr("ä..."));
  EXPECT_EQ(answer.evidence[0].where.size(), 51u);
  EXPECT_EQ(answer.evidence[0].where.back(), "and 50 more");
  EXPECT_EQ(answer.messages.size(), 52u);
}

TEST(LuaAnswer, IsAnErrorWhereTheCheckBreaksOff) {
  EXPECT_EQ(told(Judged("\nerror('oh')")), "the check broke off: m:3: oh");
  EXPECT_EQ(Judged("while true do end").outcome(), Outcome::error);
  EXPECT_THAT(told(Judged("return see.config.items")), HasSubstr("attempt to index a nil value"));
  EXPECT_THAT(told(Judged("syntax error")), HasSubstr("m:2: "));
}

TEST(LuaAnswer, IsAnErrorWhereNoVerdictIsReturned) {
  EXPECT_THAT(told(Judged("")), HasSubstr("no verdict but a nil"));
  EXPECT_THAT(told(Judged("return true")), HasSubstr("no verdict but a boolean"));
  EXPECT_THAT(told(Judged("return {}")), HasSubstr("no verdict but a table"));
  EXPECT_EQ(Judged("return { rows = {1}, messages = {}, errors = {}, unknowns = {}, skipped = {} }").outcome(), Outcome::error);
}

TEST(LuaAnswer, CannotBeGivenPastTheRows) {
  EXPECT_EQ(Judged("local v = verdict() v.whole = 'pass' v.outcome = 'pass' v:expect(false, 'a', 'b') return v").outcome(), Outcome::fail);
}

TEST(LuaAnswer, IsAnErrorWhereTheFunctionIsNotThere) {
  const auto document =
      load(checks("<module name='m'>return 1</module><module name='n'>return {}</module>"
                  "<check id='c' module='m' function='f'/><check id='d' module='n' function='f'/>"));
  const oval::SystemCharacteristics nothing;
  EXPECT_THAT(document->judge({"c", {}, {}, nothing, 0}).messages, ElementsAre(HasSubstr("module m is no table of functions")));
  EXPECT_THAT(document->judge({"d", {}, {}, nothing, 0}).messages, ElementsAre(HasSubstr("module n has no function f")));
}

TEST(LuaAnswer, KnowsTheDayOfTheScan) { EXPECT_EQ(told(Judged(say("today"))), "3"); }

TEST(LuaAnswer, OfOneCheckLeavesNothingForTheNext) {
  Judged check("string.left = (string.left or 0) + 1 " + say("string.left"));
  EXPECT_EQ(told(check), "1");
  EXPECT_EQ(told(check), "1");
}

}  // namespace
}  // namespace assay::lua
