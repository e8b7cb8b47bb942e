// Scripts that reach for what they are not given; and what they are given, the same on every run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rules_lua/script.h"

namespace assay::lua {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

class Missing : public testing::TestWithParam<const char*> {};

TEST_P(Missing, IsNoGlobal) {
  EXPECT_EQ(error_of(std::string("return ") + GetParam()), std::string("script:1: there is no global '") + GetParam() + "'");
}

INSTANTIATE_TEST_SUITE_P(Sandbox, Missing,
                         testing::Values("io", "os", "debug", "package", "coroutine", "load", "loadstring", "loadfile", "dofile", "require",
                                         "pcall", "xpcall", "collectgarbage", "setmetatable", "getmetatable", "rawset", "rawget", "print",
                                         "warn", "_G"));

TEST(SandboxReach, LibrariesHoldOnlyWhatIsHarmless) {
  EXPECT_EQ(value_of("return tostring(string.dump)"), "nil");
  EXPECT_EQ(value_of("return tostring(string.pack)"), "nil");
  EXPECT_EQ(value_of("return tostring(math.random)"), "nil");
  EXPECT_EQ(value_of("return tostring(table.move)"), "nil");
  EXPECT_EQ(value_of("return tostring(utf8.charpattern)"), "nil");
}

TEST(SandboxReach, NoMetatableIsReachable) {
  EXPECT_EQ(value_of("return tostring(('').__index) .. tostring(('').__add) .. tostring(('').dump)"), "nilnilnil");
  EXPECT_EQ(value_of("return ('x'):rep(2)"), "xx");
  EXPECT_EQ(value_of("local t = { __index = function() return 1 end } return tostring(t.x)"), "nil");
}

TEST(SandboxReach, BytecodeIsRefused) {
  EXPECT_THAT(error_of(std::string("\x1bLua\x54\x00", 6)), HasSubstr("binary chunk"));
  EXPECT_THAT(error_of("use 'm'", {{"m", "\x1bLua"}}), HasSubstr("binary chunk"));
}

TEST(SandboxReach, GlobalsAreNotMade) {
  EXPECT_EQ(error_of("x = 1"), "script:1: global 'x' is not to be set: make it local");
  EXPECT_EQ(error_of("return exsits({})"), "script:1: there is no global 'exsits'");
}

TEST(SandboxReach, TheHostMaySetGlobals) {
  const Modules modules;
  Sandbox sandbox(modules, kToday);
  lua_pushinteger(sandbox.state(), 7);
  lua_setglobal(sandbox.state(), "seven");
  sandbox.run("script", "return seven");
  EXPECT_EQ(lua_tointeger(sandbox.state(), -1), 7);
}

TEST(SandboxReach, NoAddressIsSeen) {
  EXPECT_EQ(value_of("return tostring({}) .. tostring(tostring) .. string.format('%s %5s', {}, tostring)"), "tablefunctiontable function");
  EXPECT_THAT(error_of("return string.format('%d %-8p', 1, 'x')"), HasSubstr("'%p' is not known"));
  EXPECT_EQ(value_of("return string.format('%d%%p %s', 1, 'x')"), "1%p x");
}

TEST(SandboxReach, PairsGoInTheOrderOfTheKeys) {
  EXPECT_EQ(value_of("local t = { z = 1, a = 2, [10] = 3, 4, [2.5] = 5, [true] = 6 } local s = '' "
                     "for k, v in pairs(t) do s = s .. tostring(k) .. v .. ' ' end return s"),
            "true6 14 2.55 103 a2 z1 ");
}

TEST(SandboxReach, PairsMayLoseWhatTheyComeTo) {
  EXPECT_EQ(value_of("local t = { a = 1, b = 2, c = 3 } local s = '' for k in pairs(t) do s = s .. k t.b = nil end return s"), "ac");
  EXPECT_THAT(error_of("for _ in pairs(nil) do end"), HasSubstr("table expected"));
}

TEST(SandboxReach, TodayIsTheDayOfTheScan) { EXPECT_EQ(value_of("return today"), "20000"); }

TEST(SandboxModules, AreMadeOnceAState) {
  const Modules modules{{"m", "return { n = 0 }"}};
  EXPECT_EQ(value_of("use('m').n = 5 return use('m').n", modules), "5");
}

TEST(SandboxModules, AreNamedWhereTheyAreWrong) {
  EXPECT_EQ(error_of("use 'x'"), "script:1: there is no module 'x'");
  EXPECT_THAT(error_of("use 'm'", {{"m", "return {}\n}"}}), StartsWith("m:2: "));
  EXPECT_THAT(error_of("use 'm'", {{"m", "\nerror 'broken'"}}), StartsWith("m:2: broken"));
  EXPECT_THAT(error_of("use 'm'", {{"m", ""}}), HasSubstr("module 'm' returns nothing"));
}

TEST(SandboxModules, MayNotUseThemselves) {
  EXPECT_THAT(error_of("use 'a'", {{"a", "return use 'b'"}, {"b", "return use 'a'"}}), HasSubstr("module 'a' uses itself"));
}

TEST(SandboxModules, ALongChainOfUsesEnds) {
  Modules modules;
  for (int i = 0; i < 300; ++i) modules["m" + std::to_string(i)] = "return use 'm" + std::to_string(i + 1) + "'";
  EXPECT_THAT(error_of("use 'm0'", modules), HasSubstr("stack overflow"));
}

TEST(SandboxErrors, AreTextWhateverWasThrown) {
  EXPECT_EQ(error_of("error('why', 0)"), "why");
  EXPECT_EQ(error_of("error({})"), "an error that is a table");
  EXPECT_EQ(error_of("error()"), "an error that is a nil");
  EXPECT_THAT(error_of("return nil + 1"), StartsWith("script:1: attempt to perform arithmetic"));
  EXPECT_LE(error_of("error(string.rep('x', 1 << 20))").size(), 1100u);
}

TEST(SandboxErrors, OfTheHostOutsideACallAreScriptErrors) {
  const Modules modules;
  Sandbox sandbox(modules, kToday);
  EXPECT_THROW(luaL_error(sandbox.state(), "lost"), ScriptError);
}

}  // namespace
}  // namespace assay::lua
