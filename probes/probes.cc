#include "probes/probes.h"

namespace assay {
namespace probes {
#define PROBE(type) extern const collect::Probe kProbe_##type;
#include "probes/probes.inc"
#undef PROBE
}  // namespace probes

std::span<const collect::Probe* const> probe_registry() {
  static constexpr const collect::Probe* kAll[] = {
#define PROBE(type) &probes::kProbe_##type,
#include "probes/probes.inc"
#undef PROBE
  };
  return kAll;
}

bool has_probe(std::string_view family, std::string_view type) { return collect::find_probe(probe_registry(), family, type) != nullptr; }

}  // namespace assay
