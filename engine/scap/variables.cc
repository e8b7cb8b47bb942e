#include "engine/base/text.h"
#include "engine/scap/oval.h"
#include "engine/scap/oval_index.h"

namespace assay::oval {

ExternalVariables load_variables(const std::string& host_path) {
  constexpr std::string_view kVariables = "http://oval.mitre.org/XMLSchema/oval-variables-5";
  const auto source = xml::Source::open(host_path);
  const xml::Element root = xml::parse(*source);
  if (!root.is(kVariables, "oval_variables"))
    throw ContentError(host_path, root.line(), {}, "<" + printable(root.name) + "> is no OVAL variables document");
  ExternalVariables found;
  for (const xml::Element* variables : root.children("variables")) {
    for (const xml::Element* variable : variables->children("variable")) {
      const std::string id = variable->attr_or("id", "");
      if (!is_id(Part::variable, id)) throw ContentError(host_path, variable->line(), id, "malformed variable id");
      std::vector<std::string> values;
      for (const xml::Element* value : variable->children("value")) values.push_back(value->text());
      if (values.empty()) throw ContentError(host_path, variable->line(), id, "a variable without a value");
      if (!found.emplace(id, std::move(values)).second) throw ContentError(host_path, variable->line(), id, "an id that is used twice");
    }
  }
  return found;
}

}  // namespace assay::oval
