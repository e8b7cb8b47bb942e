#include "engine/base/text.h"
#include "engine/scap/oval.h"
#include "engine/scap/oval_index.h"

namespace assay::oval {

ExternalVariables load_variables(const std::string& host_path) { return load_variables(*xml::Source::open(host_path)); }

ExternalVariables load_variables(const xml::Source& source) {
  constexpr std::string_view kVariables = "http://oval.mitre.org/XMLSchema/oval-variables-5";
  const xml::Element root = xml::parse(source);
  if (!root.is(kVariables, "oval_variables"))
    throw ContentError(source.name(), root.line(), {}, "<" + printable(root.name) + "> is no OVAL variables document");
  ExternalVariables found;
  for (const xml::Element* variables : root.children("variables")) {
    for (const xml::Element* variable : variables->children("variable")) {
      const std::string id = variable->attr_or("id", "");
      if (!is_id(Part::variable, id)) throw ContentError(source.name(), variable->line(), id, "malformed variable id");
      std::vector<std::string> values;
      for (const xml::Element* value : variable->children("value")) values.push_back(value->text());
      if (values.empty()) throw ContentError(source.name(), variable->line(), id, "a variable without a value");
      if (!found.emplace(id, std::move(values)).second) throw ContentError(source.name(), variable->line(), id, "an id that is used twice");
    }
  }
  return found;
}

}  // namespace assay::oval
