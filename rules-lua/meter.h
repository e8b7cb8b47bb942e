// What a state may still spend, known to every function a script calls: what is done in C++ costs as instructions do, and so does
// every byte allocated, because one instruction of a script can ask for 60 MB of either.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <lua.hpp>
#include <string>

#include "rules-lua/sandbox.h"

namespace assay::lua {

class Meter {
 public:
  explicit Meter(Budget budget) : budget_(budget), left_(static_cast<std::int64_t>(budget.instructions)) {}
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

  static Meter& of(lua_State* lua) { return **static_cast<Meter**>(lua_getextraspace(lua)); }
  // From here on `lua` pays.
  void attach(lua_State* lua);

  // `work` as instructions. Raises a Lua error where that is more than is left.
  void charge(lua_State* lua, std::uint64_t work);
  static void charge_bytes(lua_State* lua, std::size_t bytes) { of(lua).charge(lua, 1 + bytes / kBytesPerInstruction); }
  std::uint64_t left() const { return left_ > 0 ? static_cast<std::uint64_t>(left_) : 0; }
  void set_left(std::uint64_t left) { left_ = static_cast<std::int64_t>(left); }

  // For closing the state: what frees C++ objects may need some memory to be called with.
  void lift();

  // The processor time of a call counts from here.
  void start_clock();
  // "" while there is something left; else what was spent, and where.
  std::string spent() const;

  // A lua_Alloc; `meter` is the Meter.
  static void* allocate(void* meter, void* block, std::size_t old_size, std::size_t size);

 private:
  static constexpr std::size_t kBytesPerInstruction = 64;

  static void tick(lua_State* lua, lua_Debug*);
  bool out_of_time();
  bool grant(std::size_t size, std::size_t growth);
  [[noreturn]] void stop(lua_State* lua, const std::string& what);

  Budget budget_;
  std::int64_t left_;  // of the instructions; negative: spent
  std::size_t used_ = 0;
  std::chrono::nanoseconds started_{}, looked_{};
  std::string spent_;
};

}  // namespace assay::lua
