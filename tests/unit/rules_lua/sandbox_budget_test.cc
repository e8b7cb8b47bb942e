// Scripts that try to run for ever or to hold everything, each by another way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rules_lua/script.h"

namespace assay::lua {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

auto spent() { return AnyOf(HasSubstr("has spent"), HasSubstr("too much memory"), HasSubstr("match limit")); }

// What the tests may take: a tenth of what a scan gives.
Budget small() { return {.instructions = 2'000'000, .bytes = 16u << 20, .processor_time = std::chrono::milliseconds(1000)}; }

std::string stopped(std::string_view source) { return error_of(source, {}, small()); }

TEST(SandboxBudget, EndsALoopAndNamesItsLine) {
  EXPECT_EQ(stopped("local i = 0\nwhile true do i = i + 1 end"), "script:2: it has spent its 2000000 instructions");
  EXPECT_THAT(stopped("::again:: goto again"), spent());
  EXPECT_THAT(stopped("for i = 1, math.huge do end"), spent());
}

TEST(SandboxBudget, EndsARecursion) {
  EXPECT_THAT(stopped("local function f() return 1 + f() end return f()"), AnyOf(spent(), HasSubstr("stack overflow")));
  EXPECT_THAT(stopped("local function f() return f() end return f()"), spent());
}

TEST(SandboxBudget, EndsAllocation) {
  EXPECT_THAT(stopped("local t = {} while true do t[#t + 1] = { #t } end"), spent());
  EXPECT_THAT(stopped("local s = 'x' while true do s = s .. s end"), HasSubstr("too much memory"));
  EXPECT_THAT(stopped("local t = {} while true do t = { t } end"), spent());
}

TEST(SandboxBudget, CountsTheBytesThatOneInstructionMoves) {
  EXPECT_THAT(stopped("local s = string.rep('a', 1 << 20) while true do s = s .. 'b' end"), spent());
  EXPECT_THAT(stopped("local s = string.rep('a', 1 << 20) while true do string.lower(s) end"), spent());
  EXPECT_THAT(stopped("local s = string.rep('a', 1 << 20) while true do string.find(s, 'b') end"), spent());
  EXPECT_THAT(stopped("local s = string.rep('a', 1 << 20) while true do utf8.len(s) end"), spent());
}

TEST(SandboxBudget, EndsRepetition) {
  EXPECT_EQ(value_of("return #string.rep('', 1 << 62)"), "0");
  EXPECT_THAT(stopped("return string.rep('x', 1 << 40)"), HasSubstr("too long"));
  EXPECT_THAT(stopped("return string.rep('x', 1 << 25)"), spent());
  EXPECT_THAT(stopped("return string.rep('', 1 << 40, 'x')"), HasSubstr("too long"));
  EXPECT_EQ(value_of("return string.rep('ab', 2, '-')"), "ab-ab");
}

TEST(SandboxBudget, EndsTableFunctions) {
  EXPECT_THAT(stopped("local t = {} for i = 1, 1e5 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end"), spent());
  EXPECT_THAT(stopped("local t = {} for i = 1, 1e5 do t[i] = '' end while true do table.concat(t) end"), spent());
  EXPECT_THAT(stopped("return table.concat({}, ',', 1, math.maxinteger)"), HasSubstr("invalid value"));
  EXPECT_THAT(stopped("return table.unpack({}, 1, 1e8)"), HasSubstr("too many results"));
  EXPECT_THAT(stopped("return table.unpack({}, math.mininteger, math.maxinteger)"), HasSubstr("too many results"));
}

TEST(SandboxBudget, EndsASortWhoseComparisonIsNone) {
  EXPECT_EQ(value_of("local t = { 3, 1, 2 } table.sort(t, function() return true end) return #t"), "3");
  EXPECT_THAT(stopped("table.sort({ 1, 2 }, function() while true do end end)"), spent());
}

TEST(SandboxBudget, EndsPatterns) {
  EXPECT_THAT(stopped("return string.match(string.rep('a', 40) .. '!', '^(a+)+$')"), spent());
  EXPECT_THAT(stopped("return string.match(string.rep('a', 1 << 20), 'a*[bc]')"), spent());
  EXPECT_THAT(stopped("return string.match(string.rep('a', 1 << 20), '(?:a{0,9}){0,6}[bc]')"), spent());
  EXPECT_THAT(stopped("local a = string.rep('a', 1 << 20) return string.match(a .. 'c' .. a, '(a+)\\\\1[bd]')"), spent());
  EXPECT_THAT(stopped("return string.gsub(string.rep('a', 1 << 20), '(?=(a*)*b)', 'x')"), spent());
  EXPECT_THAT(stopped("for m in string.gmatch(string.rep('ä', 1 << 18), 'ä') do end"), spent());
  EXPECT_THAT(stopped("return string.gsub(string.rep('a', 1 << 16), 'a', string.rep('b', 1 << 16))"), spent());
}

TEST(SandboxBudget, CountsTheCompilingOfPatterns) {
  EXPECT_THAT(stopped("local i = 0 while true do i = i + 1 string.match('x', '(?:ab){1,500}' .. i) end"), spent());
  EXPECT_THAT(stopped("return string.match('x', string.rep('a', 10000))"), HasSubstr("too long"));
  EXPECT_THAT(stopped("return string.match('x', string.rep('(', 300))"), HasSubstr("no regular expression"));
}

TEST(SandboxBudget, WatchesTheClockForWhatNoCountSees) {
  const Budget patient{.instructions = 1'000'000'000, .bytes = 64u << 20, .processor_time = std::chrono::milliseconds(200)};
  const auto late = HasSubstr("200 ms of processor time");
  EXPECT_THAT(error_of("local s = ('9'):rep(1 << 20) while true do local n = tonumber(s) end", {}, patient), late);
  EXPECT_THAT(error_of("local t = {} for i = 1, 1 << 18 do t[i] = i end for i = 1, 1 << 18 do t[i] = nil end "
                       "while true do next(t) end",
                       {}, patient),
              late);
}

TEST(SandboxBudget, IsOfTheStateAndNotOfTheCall) {
  const Modules modules;
  Sandbox sandbox(modules, kToday, small());
  EXPECT_THROW(sandbox.run("first", "while true do end"), ScriptError);
  EXPECT_THROW(sandbox.run("second", "return 1"), ScriptError);
}

TEST(SandboxBudget, TooSmallForTheStateItselfIsToldToo) {
  EXPECT_NE(error_of("return 1", {}, {.instructions = 10}), "");
  EXPECT_NE(error_of("return 1", {}, {.bytes = 10}), "");
  EXPECT_NE(error_of("return 1", {}, {.bytes = 20'000}), "");
}

TEST(SandboxBudget, LetsAScriptOfOrdinaryAmbitionThrough) {
  EXPECT_EQ(value_of("local n = 0 for i = 1, 5000 do for _ in string.gmatch('a=1 b=2', '(\\\\w)=(\\\\d)') do n = n + 1 end end return n"),
            "10000");
  EXPECT_EQ(value_of("local t = {} for i = 1, 50000 do t[i] = 50000 - i end table.sort(t) return t[1] .. ' ' .. t[50000]"), "0 49999");
}

TEST(SandboxBudget, HoldsForModules) {
  EXPECT_THAT(error_of("use 'm'", {{"m", "while true do end"}}, small()), StartsWith("m:1: it has spent"));
  EXPECT_THAT(error_of("use 'm'", {{"m", std::string(300'000, '\n')}}), HasSubstr("bytes of source"));
  EXPECT_THAT(error_of(std::string(300'000, '\n')), HasSubstr("bytes of source"));
  EXPECT_THAT(error_of("return " + std::string(5000, '(')), Not(HasSubstr("has spent")));
}

}  // namespace
}  // namespace assay::lua
