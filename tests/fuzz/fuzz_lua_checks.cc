// Bytes as a document of checks: it is refused with a ContentError, or each of its checks can be judged with nothing seen.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "rules-lua/lua_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  try {
    const auto source = xml::Source::from_bytes("input", std::string(reinterpret_cast<const char*>(data), size));
    const xml::Element root = xml::parse(*source);
    const auto document = lua::kLuaChecks.load(*source, root.fragment);
    for (const xml::Element* check : root.children("check")) {
      const std::string id = check->attr_or("id", "");
      const auto* needs = document->needs(id);
      if (needs == nullptr) __builtin_trap();
      std::vector<evaluate::SeenObject> seen;
      for (const evaluate::NeededObject& need : *needs) seen.push_back({need.name, nullptr});
      const evaluate::CheckAnswer answer = document->judge({id, {}, seen, {}, 0});
      if (answer.outcome == xccdf::Outcome::pass && !seen.empty()) __builtin_trap();
    }
  } catch (const ContentError&) {
  }
  return 0;
}
