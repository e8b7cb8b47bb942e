// independent:environmentvariable_test - the environment the scan itself runs in.
#include <array>

#include "engine/collect/probe.h"
#include "probes/independent/environment.h"

namespace assay::probes {
namespace {

using collect::Question;

constexpr std::array<oval::ItemField, 2> kFields = {{{"name"}, {"value"}}};
constexpr oval::ItemSchema kSchema{"independent", "environmentvariable", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"name"};

void collect_environmentvariable(std::span<const Question> questions, const Target&) {
  for (const Question& question : questions)
    for (const auto& [name, value] : own_environment())
      if (question.query->matches("name", name)) question.answer->add(oval::Item(kSchema).add("name", name).add("value", value));
}

}  // namespace

extern const collect::Probe kProbe_environmentvariable;
const collect::Probe kProbe_environmentvariable{
    "independent", "environmentvariable", collect::Needs::live_system, &kSchema, kEntities, collect_environmentvariable, nullptr};

}  // namespace assay::probes
