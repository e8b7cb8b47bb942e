#include "rules-lua/lua_checks.h"

#include <exception>
#include <utility>

#include "engine/base/text.h"
#include "rules-lua/answer.h"
#include "rules-lua/document.h"
#include "rules-lua/native.h"
#include "rules-lua/prelude.h"
#include "rules-lua/sandbox.h"
#include "rules-lua/seen.h"

namespace assay::lua {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

struct Call {
  const Check& check;
  const evaluate::CheckQuestion& question;
  evaluate::CheckAnswer answer;
};

// Argument: a Call. Everything that touches the state is inside a call of the sandbox, where running out of memory is an error.
int run_check(lua_State* lua) {
  Call& call = *static_cast<Call*>(lua_touserdata(lua, 1));
  lua_getfield(lua, LUA_REGISTRYINDEX, kAnswer);
  lua_getglobal(lua, "use");
  push(lua, call.check.module);
  lua_call(lua, 1, 1);
  if (!lua_istable(lua, -1)) return luaL_error(lua, "module %s is no table of functions", call.check.module.c_str());
  lua_getfield(lua, -1, call.check.function.c_str());
  if (!lua_isfunction(lua, -1))
    return luaL_error(lua, "module %s has no function %s", call.check.module.c_str(), call.check.function.c_str());
  lua_remove(lua, -2);
  push_seen(lua, call.question);
  push_wanted(lua, call.check, call.question.exports);
  lua_call(lua, 2, 1);
  lua_call(lua, 1, 1);
  call.answer = read_answer(lua);
  return 0;
}

evaluate::CheckAnswer fault(std::string message) { return {xccdf::Outcome::error, {std::move(message)}, {}}; }

class LuaDocument : public evaluate::CheckDocument {
 public:
  explicit LuaDocument(Document document) : document_(std::move(document)) {}

  const std::string& objects_href() const override { return document_.objects_href; }

  const std::vector<evaluate::NeededObject>* needs(std::string_view check) const override {
    const auto at = document_.checks.find(check);
    return at == document_.checks.end() ? nullptr : &at->second.objects;
  }

  evaluate::CheckAnswer judge(const evaluate::CheckQuestion& question) const override {
    const auto check = document_.checks.find(question.check);
    if (check == document_.checks.end()) return fault("there is no check " + printable(question.check));
    try {
      return run(check->second, question);
    } catch (const std::exception& problem) {
      return fault("the check broke off: " + printable(problem.what()));
    }
  }

 private:
  evaluate::CheckAnswer run(const Check& check, const evaluate::CheckQuestion& question) const {
    Sandbox sandbox(document_.modules, question.now / kSecondsPerDay);
    Call call{check, question, {}};
    lua_pushcfunction(sandbox.state(), native<run_check>);
    lua_pushlightuserdata(sandbox.state(), &call);
    sandbox.call(1, 0);
    guard(call.answer, question);
    return std::move(call.answer);
  }

  Document document_;
};

std::unique_ptr<evaluate::CheckDocument> load(const xml::Source& source, const xml::Fragment& root) {
  return std::make_unique<LuaDocument>(load_document(source, root));
}

}  // namespace

const evaluate::CheckSystem kLuaChecks{kLuaSystem, load};

}  // namespace assay::lua
