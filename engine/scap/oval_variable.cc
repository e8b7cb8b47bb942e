// Variables: constants, what comes from outside, and the components and functions of local ones.
#include <algorithm>
#include <array>

#include "engine/scap/oval_read.h"

namespace assay::oval {
namespace {

using Kind = Component::Kind;

struct Function {
  std::string_view element;
  Kind kind;
  std::size_t least, most;  // how many components it takes
  std::array<std::string_view, 2> required;
};
constexpr std::size_t kMany = ~std::size_t{0};
constexpr Function kFunctions[] = {
    {"arithmetic", Kind::arithmetic, 1, kMany, {"arithmetic_operation"}},
    {"begin", Kind::begin, 1, 1, {"character"}},
    {"concat", Kind::concat, 1, kMany, {}},
    {"count", Kind::count, 1, kMany, {}},
    {"end", Kind::end, 1, 1, {"character"}},
    {"escape_regex", Kind::escape_regex, 1, 1, {}},
    {"glob_to_regex", Kind::glob_to_regex, 1, 1, {}},
    {"merge", Kind::merge, 1, kMany, {}},
    {"regex_capture", Kind::regex_capture, 1, 1, {}},
    {"split", Kind::split, 1, 1, {"delimiter"}},
    {"substring", Kind::substring, 1, 1, {"substring_start", "substring_length"}},
    {"time_difference", Kind::time_difference, 1, 2, {}},
    {"unique", Kind::unique, 1, kMany, {}},
};

void check_parameters(const Reader& reader, const xml::Element& element) {
  constexpr std::string_view kOperations[] = {"add", "multiply"};
  constexpr std::string_view kFormats[] = {"year_month_day", "month_day_year",      "day_month_year",
                                           "win_filetime",   "seconds_since_epoch", "cim_datetime"};
  const auto one_of = [&](std::string_view name, const auto& words) {
    const auto value = element.attr(name);
    if (value && std::find(std::begin(words), std::end(words), *value) == std::end(words))
      reader.refuse(element, "unknown " + std::string(name) + " \"" + printable(*value) + "\"");
  };
  one_of("arithmetic_operation", kOperations);
  one_of("format_1", kFormats);
  one_of("format_2", kFormats);
  for (const std::string_view name : {"substring_start", "substring_length"})
    if (const auto value = element.attr(name); value && !parse_int(trim(*value)))
      reader.refuse(element, std::string(name) + " is no number: \"" + printable(*value) + "\"");
  reader.flag(element, "glob_noescape");
}

Component read_component(const Reader& reader, const xml::Element& element);

Component read_function(const Reader& reader, const xml::Element& element, const Function& function) {
  Component component;
  component.kind = function.kind;
  for (const std::string_view name : function.required)
    if (!name.empty() && !element.attr(name)) reader.refuse(element, "<" + element.name + "> without " + std::string(name));
  check_parameters(reader, element);
  for (const xml::Attribute& attribute : element.attributes)
    if (attribute.ns.empty()) component.parameters.emplace_back(attribute.name, attribute.value);
  for (const xml::Element* child : element.elements()) component.arguments.push_back(read_component(reader, *child));
  if (component.arguments.size() < function.least || component.arguments.size() > function.most)
    reader.refuse(element, "<" + element.name + "> of " + std::to_string(component.arguments.size()) + " components");
  return component;
}

Component read_component_kind(const Reader& reader, const xml::Element& element) {
  Component component;
  if (element.name == "literal_component") {
    component.value = element.text();
    component.datatype = reader.word<Datatype>(element, "datatype", Datatype::string);
    return component;
  }
  if (element.name == "object_component") {
    component.kind = Kind::object;
    component.ref = reader.reference(element, "object_ref");
    component.item_field = reader.reference(element, "item_field");
    component.record_field = element.attr_or("record_field", "");
    return component;
  }
  if (element.name == "variable_component") {
    component.kind = Kind::variable;
    component.ref = reader.reference(element, "var_ref");
    return component;
  }
  for (const Function& function : kFunctions)
    if (element.name == function.element) return read_function(reader, element, function);
  reader.refuse(element, "unknown component or function <" + element.name + ">");
}

Component read_component(const Reader& reader, const xml::Element& element) {
  Component component = read_component_kind(reader, element);
  component.line = element.line();
  return component;
}

Variable::Restriction read_restriction(const Reader& reader, const xml::Element& element) {
  Variable::Restriction restriction;
  restriction.operation = reader.word<Operator>(element, "operator", Operator::AND);
  for (const xml::Element* child : element.children("restriction"))
    restriction.conditions.emplace_back(reader.word<Operation>(*child, "operation", std::nullopt), child->text());
  if (restriction.conditions.empty()) reader.refuse(element, "a possible_restriction without a restriction");
  return restriction;
}

void read_local(const Reader& reader, const xml::Element& element, Variable* variable) {
  for (const xml::Element* child : element.elements()) {
    if (child->is(kNamespace, "notes")) continue;
    if (variable->component) reader.refuse(*child, "a second component");
    variable->component = read_component(reader, *child);
  }
  if (!variable->component) reader.refuse(element, "a local_variable without a component");
}

}  // namespace

Variable read_variable(const xml::Source& source, const xml::Element& element) {
  const Reader reader(source, element);
  Variable variable;
  variable.id = reader.id();
  variable.comment = element.attr_or("comment", "");
  variable.version = reader.version(element);
  variable.datatype = reader.word<Datatype>(element, "datatype", std::nullopt);
  if (variable.datatype == Datatype::record) reader.refuse(element, "a variable cannot be a record");
  variable.deprecated = reader.flag(element, "deprecated");
  variable.fragment = element.fragment;
  if (element.is(kNamespace, "local_variable")) {
    read_local(reader, element, &variable);
  } else if (element.is(kNamespace, "constant_variable")) {
    variable.kind = Variable::Kind::constant;
    for (const xml::Element* value : element.children("value")) variable.values.push_back(value->text());
    if (variable.values.empty()) reader.refuse(element, "a constant_variable without a value");
  } else if (element.is(kNamespace, "external_variable")) {
    variable.kind = Variable::Kind::external;
    for (const xml::Element* value : element.children("possible_value")) variable.possible_values.push_back(value->text());
    for (const xml::Element* child : element.children("possible_restriction"))
      variable.restrictions.push_back(read_restriction(reader, *child));
  } else {
    reader.refuse(element, "unknown kind of variable <" + element.name + ">");
  }
  return variable;
}

std::string_view Component::parameter(std::string_view name, std::string_view otherwise) const {
  for (const auto& [parameter_name, parameter_value] : parameters)
    if (parameter_name == name) return parameter_value;
  return otherwise;
}

}  // namespace assay::oval
