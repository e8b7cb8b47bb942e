#include "probes/independent/variable.h"

#include <array>

#include "engine/collect/probe.h"

namespace assay {
namespace {

constexpr std::array<oval::ItemField, 2> kFields = {{{"var_ref"}, {"value"}}};
constexpr oval::ItemSchema kSchema{"independent", "variable", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"var_ref"};

// The collector answers before it would come to this (see variable.h): the row is there so that the type is known to the plan.
void collect_variable(std::span<const collect::Question> questions, const Target&) {
  for (const collect::Question& question : questions)
    question.answer->flag(oval::Flag::not_collected, "the values of a variable are not on the target");
}

}  // namespace

namespace independent {

oval::Item variable_item(std::string_view id, const std::vector<std::string>& values) {
  oval::Item item(kSchema);
  item.add("var_ref", id);
  for (const std::string& value : values) item.add("value", value);
  return item;
}

oval::Item variable_item(std::string_view id, std::string_view value) { return oval::Item(kSchema).add("var_ref", id).add("value", value); }

}  // namespace independent

namespace probes {

extern const collect::Probe kProbe_variable;
const collect::Probe kProbe_variable{"independent", "variable", collect::Needs::files, &kSchema, kEntities, collect_variable, nullptr};

}  // namespace probes
}  // namespace assay
