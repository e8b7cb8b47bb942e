// independent:family_test - every target of ours is "unix".
#include <array>

#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

constexpr std::array<oval::ItemField, 1> kFields = {{{"family"}}};
constexpr oval::ItemSchema kSchema{"independent", "family", kFields};

void collect_family(std::span<const collect::Question> questions, const Target&) {
  for (const collect::Question& question : questions) question.answer->add(oval::Item(kSchema).add("family", "unix"));
}

}  // namespace

extern const collect::Probe kProbe_family;
const collect::Probe kProbe_family{"independent", "family", collect::Needs::files, &kSchema, {}, collect_family, nullptr};

}  // namespace assay::probes
