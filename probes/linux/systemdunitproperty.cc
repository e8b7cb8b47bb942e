// linux:systemdunitproperty_test - properties of units. Those that follow from unit files are answered on an image as on a running system;
// the others (ActiveState, SubState, ...) only where systemd runs.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/collect/probe.h"
#include "probes/linux/systemd_running.h"
#include "probes/linux/systemd_units.h"

namespace assay::probes {
namespace {

using collect::Question;
using Values = std::vector<std::string>;

constexpr std::array<oval::ItemField, 3> kFields = {{{"unit"}, {"property"}, {"value"}}};
constexpr oval::ItemSchema kSchema{"linux", "systemdunitproperty", kFields};
constexpr std::array<std::string_view, 2> kEntities = {"unit", "property"};

// Properties of every unit that its files decide.
constexpr std::string_view kFileProperties[] = {"Id",          "Names",       "LoadState",     "UnitFileState", "FragmentPath",
                                                "DropInPaths", "Description", "Documentation", "Wants",         "Requires",
                                                "Requisite",   "BindsTo",     "PartOf",        "Conflicts",     "Upholds"};
constexpr std::string_view kActiveState = "ActiveState";

Values sorted(const std::set<std::string>& names) { return {names.begin(), names.end()}; }

// A list of units in [Unit] and what the unit's directories add to it.
Values unit_list(const SystemdUnits& units, const std::string& id, std::string_view key) {
  std::set<std::string> names;
  for (const std::string& name : units.list(id, "Unit", key)) names.insert(units.id(name).value_or(name));
  const auto add = [&](SystemdUnits::Kind kind) {
    for (const std::string& name : units.linked(id, kind)) names.insert(units.id(name).value_or(name));
  };
  if (key == "Wants") add(SystemdUnits::Kind::wants);
  if (key == "Requires") add(SystemdUnits::Kind::requires_);
  return sorted(names);
}

// As the bus prints booleans.
std::string bus_text(const std::string& value) {
  const std::string word = to_lower(value);
  for (const std::string_view yes : {"yes", "true", "on"})
    if (word == yes) return "true";
  for (const std::string_view no : {"no", "false", "off"})
    if (word == no) return "false";
  return value;
}

// A setting of [Unit] or of the unit's own section is a property of the same name.
std::optional<Values> setting(const SystemdUnits& units, const std::string& id, std::string_view property) {
  std::string section(parse::unit_type(id));
  if (!section.empty()) section[0] = static_cast<char>(section[0] - 'a' + 'A');
  std::optional<Values> values;
  for (const parse::UnitSetting& row : units.settings(id))
    if (row.key == property && (row.section == "Unit" || row.section == section))
      values = row.value.empty() ? Values{} : Values{bus_text(row.value)};
  return values;
}

Values one(std::string_view value) { return value.empty() ? Values{} : Values{std::string(value)}; }

// Nothing where files do not decide the property.
std::optional<Values> of_files(const SystemdUnits& units, const std::string& name, std::string_view property) {
  const std::string id = units.id(name).value_or(name);
  if (property == "Id") return one(id);
  if (property == "Names") return units.aliases(id);
  if (property == "LoadState") return one(units.load_state(id));
  if (property == "UnitFileState") return one(units.unit_file_state(id));
  if (property == "FragmentPath") return one(units.fragment_path(id));
  if (property == "DropInPaths") return units.drop_in_paths(id);
  if (property == "Description") {
    const std::string text = units.value(id, "Unit", property);
    return one(text.empty() ? id : text);
  }
  if (property == "Documentation") return units.list(id, "Unit", property);
  for (const std::string_view key : kFileProperties)
    if (property == key) return unit_list(units, id, key);
  return setting(units, id, property);
}

// The properties of a unit that may satisfy the question.
Values properties_of(const SystemdUnits& units, const std::string& name, const collect::BoundEntity& asked) {
  if (const Values* exact = asked.exact()) return *exact;
  std::set<std::string> known(std::begin(kFileProperties), std::end(kFileProperties));
  known.emplace(kActiveState);
  for (const parse::UnitSetting& row : units.settings(name))
    if (row.section != "Install") known.insert(row.key);
  Values matching;
  std::copy_if(known.begin(), known.end(), std::back_inserter(matching), [&](const std::string& one) { return asked.matches(one); });
  return matching;
}

class Answerer {
 public:
  explicit Answerer(const Target& target) : units_(target.files()), running_(target.files()), live_(target.live()) {}

  void answer(const Question& question) const {
    const collect::BoundEntity *unit = question.query->entity("unit"), *property = question.query->entity("property");
    if (unit == nullptr || property == nullptr) return;
    if (units_.empty()) return question.answer->flag(oval::Flag::not_applicable, "no file of the target defines a systemd unit");
    bool found = false;
    for (const std::string& name : units_.names()) {
      if (!unit->matches(name)) continue;
      found = true;
      for (const std::string& one : properties_of(units_, name, *property)) answer(question, name, one);
    }
    if (!found) say_why_nothing(question, *unit);
  }

 private:
  void answer(const Question& question, const std::string& name, const std::string& property) const {
    std::optional<Values> values = of_files(units_, name, property);
    const bool running = live_ && running_.booted();
    if (running && property == kActiveState)
      if (const auto state = running_.active_state(units_.id(name).value_or(name))) values = one(*state);
    if (!values && live_ && !running)  // a container, say: whether what a unit starts runs nonetheless, nobody can tell
      return question.answer->flag(oval::Flag::error, "systemd does not run here: " + property + " of " + name);
    if (!values && !live_) return question.answer->flag(oval::Flag::not_applicable, "needs a running system: " + property + " of " + name);
    oval::Item item(kSchema);
    item.add("unit", name).add("property", property);
    if (!values) {
      item.add_status("value", oval::Status::not_collected);
    } else if (values->empty()) {
      item.add("value", "");
    } else {
      for (const std::string& value : *values) item.add("value", value);
    }
    question.answer->add(std::move(item));
  }

  // Units that no file need define: a running system makes them of fstab, devices and sessions.
  static void say_why_nothing(const Question& question, const collect::BoundEntity& unit) {
    const std::vector<std::string>* names = unit.exact();
    if (names == nullptr) return;
    constexpr std::string_view kMadeAtRunTime[] = {"mount", "automount", "swap", "device", "scope", "slice"};
    for (const std::string& name : *names)
      for (const std::string_view type : kMadeAtRunTime)
        if (parse::unit_type(name) == type) question.answer->flag(oval::Flag::not_applicable, "needs a running system: " + name);
  }

  SystemdUnits units_;
  SystemdRunning running_;
  bool live_;
};

void collect_systemdunitproperty(std::span<const Question> questions, const Target& target) {
  const Answerer answerer(target);
  for (const Question& question : questions) answerer.answer(question);
}

}  // namespace

extern const collect::Probe kProbe_systemdunitproperty;
const collect::Probe kProbe_systemdunitproperty{
    "linux", "systemdunitproperty", collect::Needs::files, &kSchema, kEntities, collect_systemdunitproperty, nullptr};

}  // namespace assay::probes
