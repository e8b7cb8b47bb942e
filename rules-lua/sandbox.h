// One Lua state that can do nothing but compute: no files, no clock, no other code than what it was given, a budget of
// instructions and bytes, patterns by PCRE2 with a match limit (README.md lists what there is). Lua is built as C++: an error
// unwinds C++ objects.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/base/limits.h"

struct lua_State;

namespace assay::lua {

// "sshd.lua:12: ...", or what budget was spent.
class ScriptError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Budget {
  std::uint64_t instructions = kLimits.script_instructions;               // of the virtual machine, over the state's life
  std::size_t bytes = kLimits.script_bytes;                               // alive at one time
  std::chrono::milliseconds processor_time{kLimits.script_milliseconds};  // of one call
};

class Sandbox {
 public:
  // `modules`: name to source, for `use`; must outlive the sandbox. `today`: days since 1970-01-01.
  Sandbox(const std::map<std::string, std::string, std::less<>>& modules, std::int64_t today, Budget budget = {});
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  lua_State* state() const;
  // Runs `source` (text, never bytecode) named `name` in messages; leaves its one value on the stack. Throws ScriptError.
  void run(std::string_view name, std::string_view source);
  // What `use(name)` gives: the module's value, made once a state. Throws ScriptError.
  void push_module(std::string_view name);
  // lua_call under the budgets: the function and its arguments are on the stack. Throws ScriptError.
  void call(int arguments, int results);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::lua
