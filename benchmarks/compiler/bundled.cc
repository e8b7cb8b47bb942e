#include "benchmarks/compiler/bundled.h"

#include "benchmarks/compiler/compile.h"
#include "benchmarks/compiler/source.h"
#include "engine/xml/encoding.h"

namespace assay::benchmarks {

const Bundled* find_bundled(std::string_view name) {
  for (const Bundled& each : bundled())
    if (each.id == name || stream_file_name(std::string(each.id)) == name) return &each;
  return nullptr;
}

const Bundled* newest_for(std::string_view distribution, std::string_view release) {
  const std::string prefix = "cis-" + std::string(distribution) + std::string(release) + "-v";
  const Bundled* newest = nullptr;
  for (const Bundled& each : bundled())
    if (each.id.starts_with(prefix) &&
        (newest == nullptr || number_before(newest->id.substr(prefix.size()), each.id.substr(prefix.size()))))
      newest = &each;
  return newest;
}

std::shared_ptr<const xml::Source> source_of(const Bundled& bundled) {
  const std::string name = stream_file_name(std::string(bundled.id));
  // Unpacked here, so that its digest is that of the data stream.
  return xml::Source::from_bytes(name, xml::unpack(name, std::string(bundled.gzip)));
}

}  // namespace assay::benchmarks
