#include "rules-lua/meter.h"

#include <ctime>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

namespace assay::lua {
namespace {

constexpr int kTick = 500;  // instructions between two looks at the budget

std::chrono::nanoseconds time_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

// "sshd:12: " of the innermost Lua function.
std::string position(lua_State* lua) {
  lua_Debug frame{};
  for (int level = 0; lua_getstack(lua, level, &frame) != 0; ++level) {
    lua_getinfo(lua, "Sl", &frame);
    if (frame.currentline > 0) return std::string(frame.short_src) + ":" + std::to_string(frame.currentline) + ": ";
  }
  return {};
}

}  // namespace

void Meter::attach(lua_State* lua) {
  *static_cast<Meter**>(lua_getextraspace(lua)) = this;
  lua_sethook(lua, tick, LUA_MASKCOUNT, kTick);
  start_clock();
}

void Meter::stop(lua_State* lua, const std::string& what) {
  spent_ = position(lua) + "it has spent " + what;
  lua_pushliteral(lua, "budget");
  lua_error(lua);
  std::abort();  // lua_error does not return
}

void Meter::charge(lua_State* lua, std::uint64_t work) {
  left_ -= static_cast<std::int64_t>(std::min<std::uint64_t>(work, std::numeric_limits<std::int64_t>::max() / 2));
  const bool late = left_ >= 0 && out_of_time();
  if (left_ >= 0 && !late) return;
  left_ = -1;
  stop(lua, late ? "its " + std::to_string(budget_.processor_time.count()) + " ms of processor time"
                 : "its " + std::to_string(budget_.instructions) + " instructions");
}

void Meter::lift() {
  budget_.bytes = std::numeric_limits<std::size_t>::max();
  left_ = std::numeric_limits<std::int64_t>::max();
}

void Meter::start_clock() {
  started_ = time_of(CLOCK_THREAD_CPUTIME_ID);
  looked_ = time_of(CLOCK_MONOTONIC_COARSE);
}

// The exact clock is a system call, so it is asked only where the cheap one has moved.
bool Meter::out_of_time() {
  const auto now = time_of(CLOCK_MONOTONIC_COARSE);
  if (now - looked_ < std::chrono::milliseconds(50)) return false;
  looked_ = now;
  return time_of(CLOCK_THREAD_CPUTIME_ID) - started_ > budget_.processor_time;
}

void Meter::tick(lua_State* lua, lua_Debug*) { of(lua).charge(lua, kTick); }

std::string Meter::spent() const {
  if (!spent_.empty() || left_ >= 0) return spent_;
  return "it has spent its " + std::to_string(budget_.instructions) + " instructions";
}

bool Meter::grant(std::size_t size, std::size_t growth) {
  const auto pay = [this](std::size_t bytes) {
    if (left_ >= 0) left_ -= static_cast<std::int64_t>(1 + bytes / kBytesPerInstruction);
    return left_ >= 0;
  };
  if (!pay(size)) return false;
  if (growth <= budget_.bytes - std::min(used_, budget_.bytes)) return true;
  pay(budget_.bytes);  // Lua collects all its garbage now and asks again, which a script at the brink could make it do for ever
  return false;
}

void* Meter::allocate(void* self, void* block, std::size_t old_size, std::size_t size) {
  Meter& meter = *static_cast<Meter*>(self);
  if (block == nullptr) old_size = 0;  // Lua tells the kind of object there
  if (size == 0) {
    meter.used_ -= old_size;
    std::free(block);
    return nullptr;
  }
  const bool grows = size > old_size;
  if (grows && !meter.grant(size, size - old_size)) return nullptr;
  void* fresh = std::realloc(block, size);
  if (fresh == nullptr) return grows ? nullptr : block;  // Lua takes for granted that shrinking succeeds
  meter.used_ += size;
  meter.used_ -= old_size;
  return fresh;
}

}  // namespace assay::lua
