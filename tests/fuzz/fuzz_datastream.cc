// Any bytes as a content file: refused with a ContentError, or loaded and asked for everything it holds.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/scap/content_load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  try {
    const auto source = xml::Source::from_bytes("fuzz", std::string(reinterpret_cast<const char*>(data), size));
    scap::Loaded loaded = scap::load(source);
    for (const scap::DataStream& stream : loaded.streams)
      for (const scap::ComponentRef& ref : stream.checklists) scap::look_up(ref, "a.xml");
    for (scap::LoadedComponent& part : loaded.parts) loaded.definitions(part, "x");
    for (const scap::Component& component : loaded.components) xml::parse(*source, component.content);
  } catch (const ContentError&) {
  }
  return 0;
}
