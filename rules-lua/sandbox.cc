#include "rules-lua/sandbox.h"

#include <algorithm>
#include <lua.hpp>
#include <set>

#include "rules-lua/api.h"
#include "rules-lua/meter.h"
#include "rules-lua/native.h"
#include "rules-lua/prelude.h"

namespace assay::lua {
namespace {

constexpr std::size_t kMessageBytes = 1000;

using Modules = std::map<std::string, std::string, std::less<>>;

struct Closer {
  void operator()(lua_State* lua) const { lua_close(lua); }
};

std::string message_at_top(lua_State* lua) {
  if (lua_isstring(lua, -1) == 0) return std::string("an error that is a ") + luaL_typename(lua, -1);
  std::size_t size = 0;
  const char* text = lua_tolstring(lua, -1, &size);
  return std::string(text, std::min(size, kMessageBytes));
}

// Where no call of ours is there to catch an error (a host that pushes without lua_pcall).
int panic(lua_State* lua) { throw ScriptError(message_at_top(lua)); }

}  // namespace

struct Sandbox::Impl {
  Impl(const Modules& given, Budget budget) : modules(given), meter(budget) {}
  ~Impl() { meter.lift(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  const Modules& modules;
  Meter meter;
  std::set<std::string, std::less<>> loading;
  std::unique_ptr<lua_State, Closer> lua;  // closed first: it frees through the meter

  static Impl& of(lua_State* state) { return *static_cast<Impl*>(lua_touserdata(state, lua_upvalueindex(1))); }

  static int use(lua_State* state);
  void load(lua_State* state, std::string_view name, std::string_view source) const;
  void set_up(std::int64_t today);
};

// Leaves the compiled chunk; source, not bytecode, which can be made to crash the machine that runs it.
void Sandbox::Impl::load(lua_State* state, std::string_view name, std::string_view source) const {
  if (source.size() > kLimits.script_source_bytes)
    luaL_error(state, "%s: more than %d bytes of source", std::string(name).c_str(), static_cast<int>(kLimits.script_source_bytes));
  const std::string chunk = "=" + std::string(name);
  Meter::charge_bytes(state, source.size());
  if (luaL_loadbufferx(state, source.data(), source.size(), chunk.c_str(), "t") != LUA_OK) lua_error(state);
}

// Upvalues: Impl, the table of modules made so far.
int Sandbox::Impl::use(lua_State* state) {
  const std::string name(text_argument(state, 1));
  lua_settop(state, 1);
  if (lua_getfield(state, lua_upvalueindex(2), name.c_str()) != LUA_TNIL) return 1;
  Impl& impl = of(state);
  const auto module = impl.modules.find(name);
  if (module == impl.modules.end()) return luaL_error(state, "there is no module '%s'", name.c_str());
  if (!impl.loading.insert(name).second) return luaL_error(state, "module '%s' uses itself", name.c_str());
  impl.load(state, name, module->second);
  lua_call(state, 0, 1);
  if (lua_isnil(state, -1)) return luaL_error(state, "module '%s' returns nothing", name.c_str());
  impl.loading.erase(name);
  lua_pushvalue(state, -1);
  lua_setfield(state, lua_upvalueindex(2), name.c_str());
  return 1;
}

void Sandbox::Impl::set_up(std::int64_t today) {
  lua_State* state = lua.get();
  open_base(state);
  open_string(state);
  open_parse(state);
  meter_library(state, "parse");
  lua_pushinteger(state, today);
  lua_setglobal(state, "today");
  lua_pushlightuserdata(state, this);
  lua_newtable(state);
  lua_pushcclosure(state, native<use>, 2);
  lua_setglobal(state, "use");
  load(state, "prelude", kPrelude);
  lua_call(state, 0, 1);
  lua_setfield(state, LUA_REGISTRYINDEX, kAnswer);
  freeze_globals(state);
}

Sandbox::Sandbox(const Modules& modules, std::int64_t today, Budget budget) : impl_(std::make_unique<Impl>(modules, budget)) {
  impl_->lua.reset(lua_newstate(Meter::allocate, &impl_->meter));
  if (!impl_->lua) throw ScriptError("no memory for a script");
  lua_atpanic(state(), panic);
  impl_->meter.attach(state());
  impl_->set_up(today);
}

Sandbox::~Sandbox() = default;

lua_State* Sandbox::state() const { return impl_->lua.get(); }

void Sandbox::run(std::string_view name, std::string_view source) {
  impl_->load(state(), name, source);
  call(0, 1);
}

void Sandbox::push_module(std::string_view name) {
  lua_getglobal(state(), "use");
  push(state(), name);
  call(1, 1);
}

void Sandbox::call(int arguments, int results) {
  Meter& meter = impl_->meter;
  if (const std::string spent = meter.spent(); !spent.empty()) throw ScriptError(spent);
  meter.start_clock();
  const int status = lua_pcall(state(), arguments, results, 0);
  if (status == LUA_OK) return;
  std::string message = meter.spent();
  if (message.empty()) message = status == LUA_ERRMEM ? "it needs too much memory" : message_at_top(state());
  lua_pop(state(), 1);
  throw ScriptError(message);
}

}  // namespace assay::lua
