// System characteristics from a file: read or refused, never anything else; what is read can be written.
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "engine/base/error.h"
#include "engine/scap/syschar.h"
#include "engine/xml/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  try {
    const std::vector<oval::Wanted> wanted = {{{"oval:a:obj:1", "oval:a:obj:2"}, nullptr}};
    const auto source = xml::Source::from_bytes("fuzz", std::string(reinterpret_cast<const char*>(data), size));
    const oval::SystemCharacteristics seen = oval::load_characteristics(*source, wanted);
    const std::size_t units[] = {0};
    std::ostringstream out;
    xml::Writer writer(out);
    oval::write_characteristics(seen, units, {"p", "1", "5.11.2", "2020-01-01T00:00:00"}, writer);
    oval::load_characteristics(*xml::Source::from_bytes("again", out.str()), wanted);
  } catch (const ContentError&) {
  }
  return 0;
}
