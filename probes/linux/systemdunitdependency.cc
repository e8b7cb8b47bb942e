// linux:systemdunitdependency_test - all units that starting a unit starts as well, through any depth (systemctl list-dependencies).
#include <array>
#include <set>
#include <string>

#include "engine/collect/probe.h"
#include "probes/linux/systemd_units.h"

namespace assay::probes {
namespace {

using collect::Question;

constexpr std::array<oval::ItemField, 2> kFields = {{{"unit"}, {"dependency"}}};
constexpr oval::ItemSchema kSchema{"linux", "systemdunitdependency", kFields};
constexpr std::array<std::string_view, 1> kEntities = {"unit"};

oval::Item item_of(const SystemdUnits& units, const std::string& name) {
  oval::Item item(kSchema);
  item.add("unit", name);
  const std::set<std::string> dependencies = units.dependencies(name);
  for (const std::string& dependency : dependencies) item.add("dependency", dependency);
  if (dependencies.empty()) item.add_status("dependency", oval::Status::does_not_exist);
  return item;
}

void answer(const Question& question, const SystemdUnits& units) {
  const collect::BoundEntity* unit = question.query->entity("unit");
  if (unit == nullptr) return;
  // A unit named outright is answered for even where no file defines it: it starts nothing. Content asks "does multi-user.target start
  // this?" with check_existence="any_exist", and no item would say yes.
  if (const std::vector<std::string>* names = unit->exact()) {
    for (const std::string& name : *names) question.answer->add(item_of(units, name));
    return;
  }
  for (const std::string& name : units.names())
    if (unit->matches(name) && !question.answer->add(item_of(units, name))) break;
}

void collect_systemdunitdependency(std::span<const Question> questions, const Target& target) {
  const SystemdUnits units(target.files());
  for (const Question& question : questions) answer(question, units);
}

}  // namespace

extern const collect::Probe kProbe_systemdunitdependency;
const collect::Probe kProbe_systemdunitdependency{
    "linux", "systemdunitdependency", collect::Needs::files, &kSchema, kEntities, collect_systemdunitdependency, nullptr};

}  // namespace assay::probes
