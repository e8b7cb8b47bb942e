// Any bytes as OVAL definitions: every part is asked for, and each either reads or is refused.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/scap/content_load.h"

namespace {

void ask(const assay::oval::Definitions& definitions, assay::oval::Part part, std::string_view id) {
  using assay::oval::Part;
  try {
    switch (part) {
      case Part::definition: definitions.definition(id); break;
      case Part::test: definitions.test(id); break;
      case Part::object: definitions.object(id); break;
      case Part::state: definitions.state(id); break;
      case Part::variable: definitions.variable(id); break;
    }
  } catch (const assay::ContentError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  try {
    scap::Loaded loaded = scap::load(xml::Source::from_bytes("fuzz", std::string(reinterpret_cast<const char*>(data), size)));
    for (scap::LoadedComponent& component : loaded.parts) {
      const oval::Definitions* definitions = loaded.definitions(component, "fuzz");
      if (!definitions) continue;
      for (const auto part : {oval::Part::definition, oval::Part::test, oval::Part::object, oval::Part::state, oval::Part::variable})
        for (const std::string_view id : definitions->ids(part)) ask(*definitions, part, id);
    }
  } catch (const ContentError&) {
  }
  return 0;
}
