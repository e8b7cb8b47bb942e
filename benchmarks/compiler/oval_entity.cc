// Entities, variables and the components of local variables.
#include "benchmarks/compiler/oval_read.h"
#include "benchmarks/compiler/oval_words.h"
#include "engine/base/regex.h"

namespace assay::benchmarks {
namespace {

using oval::Datatype;
using oval::Operation;

void check_pattern(const std::string& pattern) {
  if (const auto compiled = Regex::compile(pattern); !compiled)
    throw TemplateError("the pattern \"" + pattern + "\": " + compiled.error().message());
}

void check_entity(const oval::Entity& entity) {
  if (entity.nil) return;
  if (!fits(entity.operation, entity.datatype))
    throw TemplateError(entity.name + ": \"" + std::string(text_of(entity.operation)) + "\" has no meaning for the datatype " +
                        std::string(text_of(entity.datatype)));
  if (!entity.var_ref.empty()) return;
  if (!is_of(entity.datatype, entity.value))
    throw TemplateError(entity.name + ": \"" + entity.value + "\" is no " + std::string(text_of(entity.datatype)));
  if (entity.operation == Operation::pattern_match) check_pattern(entity.value);
}

}  // namespace

bool fits(Operation operation, Datatype datatype) {
  switch (operation) {
    case Operation::equals:
    case Operation::not_equal: return true;
    case Operation::case_insensitive_equals:
    case Operation::case_insensitive_not_equal:
    case Operation::pattern_match: return datatype == Datatype::string;
    case Operation::greater_than:
    case Operation::less_than:
    case Operation::greater_than_or_equal:
    case Operation::less_than_or_equal:
      return datatype != Datatype::string && datatype != Datatype::boolean && datatype != Datatype::binary && datatype != Datatype::record;
    case Operation::bitwise_and:
    case Operation::bitwise_or: return datatype == Datatype::int_;
    case Operation::subset_of:
    case Operation::superset_of: return datatype == Datatype::ipv4_address || datatype == Datatype::ipv6_address;
  }
  return false;
}

bool is_of(Datatype datatype, std::string_view text) {
  switch (datatype) {
    case Datatype::int_: return parse_int(text).has_value();
    case Datatype::boolean: return text == "true" || text == "false";
    default: return true;
  }
}

bool is_variable(const LuaValue& value) {
  return value.builder() == "variable" || (value.table() && value.builder().empty() && value["value"].scalar());
}

Datatype datatype_of(const Value& value) {
  if (value.type == "boolean") return Datatype::boolean;
  return value.type == "number" ? Datatype::int_ : Datatype::string;
}

oval::Entity OvalReader::entity(std::string_view name, const LuaValue& value, Datatype datatype, bool of_state) {
  oval::Entity entity;
  entity.name = name;
  entity.datatype = datatype;
  entity.var_check = of_state ? oval::Check::all : oval::Check::at_least_one;
  if (value.builder() != "entity") {
    entity_value(value, false, entity);
    check_entity(entity);
    return entity;
  }
  value.allow(name, {"value", "operation", "datatype", "entity_check", "existence", "var_check", "nilled", "mask"});
  entity.operation = parse_word<Operation>("operation", value.word("operation", "equals"));
  if (value["datatype"].exists()) entity.datatype = parse_word<Datatype>("datatype", value.word("datatype"));
  if (entity.operation == Operation::pattern_match && !value["datatype"].exists()) entity.datatype = Datatype::string;
  entity.entity_check = parse_word<oval::Check>("entity_check", value.word("entity_check", "all"));
  entity.check_existence = parse_word<oval::Existence>("existence", value.word("existence", "at_least_one_exists"));
  if (value["var_check"].exists()) entity.var_check = parse_word<oval::Check>("var_check", value.word("var_check"));
  entity.mask = value.flag("mask");
  entity.nil = value.flag("nilled");
  if (!entity.nil) entity_value(value["value"], value["datatype"].exists(), entity);
  check_entity(entity);
  return entity;
}

// A variable and the entity that refers to it have one datatype (oval-definitions-schema says so of every entity).
void OvalReader::entity_value(const LuaValue& value, bool has_datatype, oval::Entity& entity) {
  if (!is_variable(value)) {
    if (!value.scalar()) throw TemplateError(entity.name + ": neither a literal nor a variable");
    entity.value = value.text;
    return;
  }
  const Bound bound = variable(value);
  if (entity.name == "var_ref") {  // variable_object: the variable is what is looked at, not where the value comes from
    entity.value = bound.id;
    return;
  }
  entity.var_ref = bound.id;
  if (!has_datatype && entity.datatype == Datatype::string && entity.operation != Operation::pattern_match)
    entity.datatype = bound.datatype;
  if (entity.datatype != bound.datatype)
    throw TemplateError(entity.name + " is " + std::string(text_of(entity.datatype)) + ", its variable " +
                        std::string(text_of(bound.datatype)));
}

OvalReader::Bound OvalReader::external(const std::string& id) {
  const auto value = values_.find(id);
  if (value == values_.end()) throw TemplateError("no value \"" + id + "\" in values.yaml");
  oval::Variable variable;
  variable.kind = oval::Variable::Kind::external;
  variable.datatype = datatype_of(value->second);
  variable.comment = id;
  const Datatype datatype = variable.datatype;
  const std::string variable_id = document_.add(std::move(variable));
  exports_[variable_id] = id;
  return {variable_id, datatype};
}

OvalReader::Bound OvalReader::variable(const LuaValue& value) {
  if (value.builder().empty()) return external(value.word("value"));
  if (value["external"].exists()) return external(value.word("external"));
  oval::Variable variable;
  variable.datatype = parse_word<Datatype>("datatype", value.word("datatype", "string"));
  if (value["constant"].exists()) {
    variable.kind = oval::Variable::Kind::constant;
    for (const LuaValue& each : value["constant"].list) {
      if (!each.scalar() || !is_of(variable.datatype, each.text))
        throw TemplateError("a constant that is no " + std::string(text_of(variable.datatype)));
      variable.values.push_back(each.text);
    }
    if (variable.values.empty()) throw TemplateError("constant{} without a value");
    variable.comment = join(variable.values, ", ");
  } else {
    variable.component = component(value["component"]);
    variable.comment = "computed";
  }
  const Datatype datatype = variable.datatype;
  return {document_.add(std::move(variable)), datatype};
}

oval::Component OvalReader::component(const LuaValue& value) {
  oval::Component component;
  if (is_variable(value)) {
    component.kind = oval::Component::Kind::variable;
    component.ref = variable(value).id;
    return component;
  }
  if (value.scalar()) {
    component.value = value.text;
    return component;
  }
  if (value.builder() != "component") throw TemplateError("neither a component nor a variable");
  const std::string name = value.word("name");
  if (name == "literal") {
    component.value = value.word("text");
  } else if (name == "object") {
    component.kind = oval::Component::Kind::object;
    const collect::Probe* probe = nullptr;
    component.ref = object(value["object"], &probe);
    component.item_field = value.word("item_field");
    if (probe->item->index(component.item_field) == probe->item->fields.size())
      throw TemplateError("of(): items of " + std::string(probe->type) + " have no " + component.item_field);
  } else {
    return function(value);
  }
  return component;
}

oval::Component OvalReader::function(const LuaValue& value) {
  using Kind = oval::Component::Kind;
  static const std::map<std::string, Kind, std::less<>> kKinds = {{"arithmetic", Kind::arithmetic},
                                                                  {"concat", Kind::concat},
                                                                  {"count", Kind::count},
                                                                  {"escape_regex", Kind::escape_regex},
                                                                  {"regex_capture", Kind::regex_capture},
                                                                  {"split", Kind::split},
                                                                  {"substring", Kind::substring},
                                                                  {"unique", Kind::unique}};
  oval::Component component;
  const auto kind = kKinds.find(value.word("name"));
  if (kind == kKinds.end()) throw TemplateError("no component " + value.word("name"));
  component.kind = kind->second;
  for (const auto& [name, attribute] : value["attributes"].fields) component.parameters.emplace_back(name, attribute.text);
  for (const LuaValue& argument : value["arguments"].list) component.arguments.push_back(this->component(argument));
  if (component.arguments.empty()) throw TemplateError(value.word("name") + " of nothing");
  return component;
}

}  // namespace assay::benchmarks
