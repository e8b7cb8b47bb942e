// independent:variable_test - the values of an OVAL variable. The plan knows them, not the target: the collector answers variable objects
// itself, with items of the schema this row gives it.
#include <array>

#include "engine/collect/probe.h"

namespace assay::probes {
namespace {

constexpr std::array<oval::ItemField, 2> kFields = {{{"var_ref"}, {"value"}}};
constexpr oval::ItemSchema kSchema{"independent", "variable", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"var_ref"};

// Never reached; should it be, the answer says nothing about the target.
void collect_variable(std::span<const collect::Question> questions, const Target&) {
  for (const collect::Question& question : questions)
    question.answer->flag(oval::Flag::not_collected, "the values of a variable are not on the target");
}

}  // namespace

extern const collect::Probe kProbe_variable;
const collect::Probe kProbe_variable{"independent", "variable", collect::Needs::files, &kSchema, kEntities, collect_variable, nullptr};

}  // namespace assay::probes
