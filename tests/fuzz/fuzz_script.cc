// Bytes as the source of a script: whatever it does, it ends within a small budget, with a value or a ScriptError.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "rules-lua/sandbox.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::lua;
  static const std::map<std::string, std::string, std::less<>> kModules{{"m", "return { list = { 3, 1, 2 }, text = 'a=1 b=2' }"}};
  const Budget small{.instructions = 200'000, .bytes = 4u << 20, .processor_time = std::chrono::milliseconds(500)};
  Sandbox sandbox(kModules, 20'000, small);
  try {
    sandbox.run("script", {reinterpret_cast<const char*>(data), size});
  } catch (const ScriptError&) {
  }
  return 0;
}
