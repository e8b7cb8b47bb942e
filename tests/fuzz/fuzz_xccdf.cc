// Any bytes as an XCCDF Benchmark or Tailoring; every range it keeps must parse by itself.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/scap/content_load.h"

namespace {

void parse_ranges(const assay::xccdf::Benchmark& benchmark) {
  using namespace assay;
  for (const xccdf::Rule* rule : benchmark.rules()) {
    for (const xml::Fragment& range : rule->descriptions) xml::parse(*benchmark.source, range);
    for (const xccdf::Fix& fix : rule->fixes) xml::parse(*xml::Source::from_bytes("fix", xml::standalone(*benchmark.source, fix.content)));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  try {
    const scap::Loaded loaded = scap::load(xml::Source::from_bytes("fuzz", std::string(reinterpret_cast<const char*>(data), size)));
    for (const scap::LoadedComponent& part : loaded.parts)
      if (part.benchmark) parse_ranges(*part.benchmark);
  } catch (const ContentError&) {
  }
  return 0;
}
