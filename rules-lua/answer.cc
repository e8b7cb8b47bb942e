#include "rules-lua/answer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "rules-lua/native.h"

namespace assay::lua {
namespace {

using evaluate::CheckAnswer;
using evaluate::Evidence;
using xccdf::Outcome;

constexpr std::size_t kTextBytes = 1000;
constexpr lua_Integer kMostMessages = 50;
constexpr lua_Integer kMostRows = 200;
constexpr lua_Integer kMostPlaces = 50;

std::string cut(std::string_view text) {
  if (text.size() <= kTextBytes) return printable(text);
  std::size_t end = kTextBytes;
  while (end > kTextBytes - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return printable(text.substr(0, end)) + "...";
}

// Strings, numbers and booleans as text; of anything else its type.
std::string text_at_top(lua_State* lua) {
  if (lua_type(lua, -1) == LUA_TBOOLEAN) return lua_toboolean(lua, -1) != 0 ? "true" : "false";
  if (lua_isstring(lua, -1) == 0) return luaL_typename(lua, -1);
  lua_pushvalue(lua, -1);
  std::size_t size = 0;
  const char* data = lua_tolstring(lua, -1, &size);
  std::string text = cut({data, size});
  lua_pop(lua, 1);
  return text;
}

std::string text_field(lua_State* lua, const char* name) {
  lua_getfield(lua, -1, name);
  std::string text = lua_isnil(lua, -1) ? "" : text_at_top(lua);
  lua_pop(lua, 1);
  return text;
}

// Calls `each` with every value of the list on top, up to `most`; how many there are.
template <class Each>
lua_Integer for_list(lua_State* lua, lua_Integer most, Each each) {
  const auto count = static_cast<lua_Integer>(lua_rawlen(lua, -1));
  for (lua_Integer i = 1; i <= std::min(count, most); ++i) {
    lua_rawgeti(lua, -1, i);
    each();
    lua_pop(lua, 1);
  }
  return count;
}

std::vector<std::string> texts_field(lua_State* lua, const char* name, lua_Integer most) {
  std::vector<std::string> texts;
  lua_getfield(lua, -1, name);
  if (lua_istable(lua, -1)) {
    const lua_Integer count = for_list(lua, most, [&] { texts.push_back(text_at_top(lua)); });
    if (count > most) texts.push_back("and " + std::to_string(count - most) + " more");
  } else if (!lua_isnil(lua, -1)) {
    texts.push_back(text_at_top(lua));
  }
  lua_pop(lua, 1);
  return texts;
}

Evidence read_row(lua_State* lua) {
  Evidence row;
  lua_getfield(lua, -1, "holds");
  row.result = lua_toboolean(lua, -1) != 0 ? oval::Truth::true_ : oval::Truth::false_;
  lua_pop(lua, 1);
  row.expected = text_field(lua, "expected");
  row.found = text_field(lua, "found");
  row.where = texts_field(lua, "where", kMostPlaces);
  return row;
}

// --- guards ---------------------------------------------------------------------------------------------------------------------

struct Doubt {
  Outcome outcome = Outcome::pass;  // pass: there is none
  std::string reason;

  // Error goes before unknown, the first before the later.
  void add(Outcome as, std::string why) {
    if (outcome == Outcome::error || (outcome == Outcome::unknown && as == Outcome::unknown)) return;
    outcome = as;
    reason = std::move(why);
  }
};

std::string because(std::string_view name, const oval::CollectedObject& object, std::string_view otherwise) {
  std::string reason = std::string(name) + ": ";
  return reason + (object.messages.empty() ? std::string(otherwise) : cut(object.messages.front().text));
}

void doubt_flag(std::string_view name, const oval::CollectedObject& object, Doubt& doubt) {
  switch (object.flag) {
    case oval::Flag::error: return doubt.add(Outcome::error, because(name, object, "it could not be looked at"));
    case oval::Flag::incomplete: return doubt.add(Outcome::unknown, because(name, object, "not all of it was looked at"));
    case oval::Flag::not_collected: return doubt.add(Outcome::unknown, because(name, object, "it was not looked at"));
    case oval::Flag::complete:
    case oval::Flag::does_not_exist:
    case oval::Flag::not_applicable: return;
  }
}

std::string describe(std::string_view name, const oval::Item& item) {
  std::string text(name);
  const std::string_view path = item.value("filepath").empty() ? item.value("path") : item.value("filepath");
  if (!path.empty()) text += ": " + printable(path);
  return text + ": " + (item.message().empty() ? "it could not be read" : cut(item.message()));
}

void doubt_item(std::string_view name, const oval::Item& item, Doubt& doubt) {
  if (item.status() == oval::Status::error) doubt.add(Outcome::error, describe(name, item));
  if (item.status() == oval::Status::not_collected) doubt.add(Outcome::unknown, describe(name, item));
}

Doubt doubt_of(const evaluate::CheckQuestion& question) {
  Doubt doubt;
  for (const evaluate::SeenObject& seen : question.seen) {
    if (seen.object == nullptr) {
      doubt.add(Outcome::unknown, std::string(seen.name) + ": the OVAL document has no such object");
      continue;
    }
    doubt_flag(seen.name, *seen.object, doubt);
    for (const std::uint32_t item : seen.object->items) doubt_item(seen.name, question.characteristics.items.at(item), doubt);
  }
  return doubt;
}

bool nothing_applies(const evaluate::CheckQuestion& question) {
  return !question.seen.empty() && std::all_of(question.seen.begin(), question.seen.end(), [](const evaluate::SeenObject& seen) {
    return seen.object != nullptr && seen.object->flag == oval::Flag::not_applicable;
  });
}

}  // namespace

CheckAnswer read_answer(lua_State* lua) {
  CheckAnswer answer;
  answer.outcome = parse_enum<Outcome>(text_field(lua, "outcome")).value_or(Outcome::error);
  answer.messages = texts_field(lua, "messages", kMostMessages);
  lua_getfield(lua, -1, "rows");
  const lua_Integer rows = for_list(lua, kMostRows, [&] { answer.evidence.push_back(read_row(lua)); });
  lua_pop(lua, 1);
  if (rows > kMostRows) answer.messages.push_back("and " + std::to_string(rows - kMostRows) + " rows of evidence more");
  return answer;
}

void guard(CheckAnswer& answer, const evaluate::CheckQuestion& question) {
  const bool decided = answer.outcome == Outcome::pass || answer.outcome == Outcome::fail;
  if (decided && nothing_applies(question)) {
    const evaluate::SeenObject& first = question.seen.front();
    answer.outcome = Outcome::notapplicable;
    answer.messages.insert(answer.messages.begin(), because(first.name, *first.object, "this target cannot answer it"));
    return;
  }
  if (answer.outcome != Outcome::pass && answer.outcome != Outcome::notapplicable) return;
  Doubt doubt = doubt_of(question);
  if (doubt.outcome == Outcome::pass) return;
  answer.outcome = doubt.outcome;
  answer.messages.insert(answer.messages.begin(), std::move(doubt.reason));
}

}  // namespace assay::lua
