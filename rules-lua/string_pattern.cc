#include "rules-lua/string_pattern.h"

#include <map>
#include <new>

#include "engine/base/regex.h"
#include "engine/base/text.h"
#include "rules-lua/meter.h"
#include "rules-lua/native.h"

namespace assay::lua {
namespace {

constexpr std::size_t kPatternBytes = 8192;
constexpr std::size_t kPatternsKept = 128;
constexpr std::uint64_t kCompileCost = 1000;

struct PatternCache {
  std::map<std::pair<std::string, std::string>, Regex> kept;  // pattern and flags
};

Regex compiled(lua_State* lua, std::string_view pattern, std::string_view flags) {
  Regex::Options options;
  options.metered = true;
  std::string prefix;
  for (const char flag : flags) {
    if (flag == 'i') options.ignore_case = true;
    if (flag == 'm') options.multiline = true;
    if (flag == 's') options.singleline = true;
    if (flag == 'x') prefix = "(?x)";
    if (std::string_view("imsx").find(flag) == std::string_view::npos) luaL_error(lua, "'%c' is no flag of a pattern", flag);
  }
  if (pattern.size() > kPatternBytes) luaL_error(lua, "the pattern is too long");
  auto regex = Regex::compile(prefix + std::string(pattern), options);
  if (!regex) luaL_error(lua, "%s", printable(regex.error().detail).c_str());
  return std::move(*regex);
}

const Regex& pattern_argument(lua_State* lua, int at, int flags_at) {
  PatternCache& cache = *static_cast<PatternCache*>(lua_touserdata(lua, lua_upvalueindex(1)));
  std::pair<std::string, std::string> key(
      text_argument(lua, at), flags_at == 0 || lua_isnoneornil(lua, flags_at) ? std::string_view{} : text_argument(lua, flags_at));
  if (const auto known = cache.kept.find(key); known != cache.kept.end()) return known->second;
  Meter::of(lua).charge(lua, kCompileCost + key.first.size() * 16);
  if (cache.kept.size() >= kPatternsKept) cache.kept.clear();
  Regex regex = compiled(lua, key.first, key.second);
  return cache.kept.emplace(std::move(key), std::move(regex)).first->second;
}

// Empty where there is no further match.
Regex::Captures find_next(lua_State* lua, const Regex& regex, std::string_view text, std::size_t from) {
  Meter& meter = Meter::of(lua);
  Regex::Effort effort{meter.left()};
  auto found = regex.find(text, from, effort);
  meter.set_left(effort.left);
  if (!found && effort.left > 0) luaL_error(lua, "%s", printable(found.error().detail).c_str());
  meter.charge(lua, found ? 1 : 2);  // with nothing left, this tells so
  const std::size_t to = !found || found->empty() ? text.size() : found->front().end;
  Meter::charge_bytes(lua, to - std::min(from, to));
  return std::move(*found);
}

void push_range(lua_State* lua, Regex::Range range, std::string_view text) {
  range.matched() ? push(lua, range.in(text)) : lua_pushnil(lua);
}

// The captures, or the whole match where the pattern has none.
int push_captures(lua_State* lua, const Regex::Captures& captures, std::string_view text) {
  luaL_checkstack(lua, static_cast<int>(captures.size()), "too many captures");
  if (captures.size() == 1) return push(lua, captures[0].in(text)), 1;
  for (std::size_t i = 1; i < captures.size(); ++i) push_range(lua, captures[i], text);
  return static_cast<int>(captures.size()) - 1;
}

// Where the search after this match goes on, so that it comes to an end on empty matches too.
std::size_t after(const Regex::Captures& captures) { return captures[0].end + (captures[0].end == captures[0].begin ? 1 : 0); }

// Upvalues: the cache, the text, the pattern, its flags, where to go on.
int next_match(lua_State* lua) {
  const std::string_view text = text_argument(lua, lua_upvalueindex(2));
  const Regex& regex = pattern_argument(lua, lua_upvalueindex(3), lua_upvalueindex(4));
  const auto from = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(5)));
  if (from > text.size()) return lua_pushnil(lua), 1;
  const Regex::Captures captures = find_next(lua, regex, text, from);
  lua_pushinteger(lua, static_cast<lua_Integer>(captures.empty() ? text.size() + 1 : after(captures)));
  lua_replace(lua, lua_upvalueindex(5));
  if (captures.empty()) return lua_pushnil(lua), 1;
  const int count = push_captures(lua, captures, text);
  if (!lua_isnil(lua, -count)) return count;
  lua_pushboolean(lua, 0);  // nil would end the loop
  lua_replace(lua, -count - 1);
  return count;
}

// $0 to $9 are ranges of the match, $$ is a dollar; any other dollar is itself.
void add_replacement(luaL_Buffer& result, std::string_view replacement, const Regex::Captures& captures, std::string_view text) {
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char next = replacement[i] == '$' && i + 1 < replacement.size() ? replacement[i + 1] : '\0';
    if (next >= '0' && next <= '9') {
      const auto group = static_cast<std::size_t>(next - '0');
      const std::string_view piece = group < captures.size() ? captures[group].in(text) : std::string_view{};
      luaL_addlstring(&result, piece.data(), piece.size());
      ++i;
    } else {
      luaL_addchar(&result, replacement[i]);
      if (next == '$') ++i;
    }
  }
}

int collect_cache(lua_State* lua) {
  static_cast<PatternCache*>(lua_touserdata(lua, 1))->~PatternCache();
  return 0;
}

}  // namespace

void push_pattern_cache(lua_State* lua) {
  new (lua_newuserdatauv(lua, sizeof(PatternCache), 0)) PatternCache;
  lua_createtable(lua, 0, 1);
  lua_pushcfunction(lua, collect_cache);
  lua_setfield(lua, -2, "__gc");
  lua_setmetatable(lua, -2);
}

int match(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  const Regex::Captures captures = find_next(lua, pattern_argument(lua, 2, 3), text, 0);
  if (captures.empty()) return lua_pushnil(lua), 1;
  return push_captures(lua, captures, text);
}

int gmatch(lua_State* lua) {
  text_argument(lua, 1);
  pattern_argument(lua, 2, 3);  // a wrong pattern is told here
  lua_settop(lua, 3);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_pushinteger(lua, 0);
  lua_pushcclosure(lua, native<next_match>, 5);
  return 1;
}

int gsub(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  const Regex& regex = pattern_argument(lua, 2, 0);
  const std::string_view replacement = text_argument(lua, 3);
  luaL_Buffer result;
  luaL_buffinit(lua, &result);
  std::size_t copied = 0;
  std::size_t from = 0;
  while (from <= text.size()) {
    const Regex::Captures captures = find_next(lua, regex, text, from);
    if (captures.empty()) break;
    luaL_addlstring(&result, text.data() + copied, captures[0].begin - copied);
    Meter::charge_bytes(lua, replacement.size());
    add_replacement(result, replacement, captures, text);
    copied = captures[0].end;
    from = after(captures);
  }
  luaL_addlstring(&result, text.data() + copied, text.size() - copied);
  luaL_pushresult(&result);
  return 1;
}

}  // namespace assay::lua
