// Objects and states: entities, behaviors, filters, sets.
#include "engine/scap/oval_read.h"

namespace assay::oval {
namespace {

constexpr std::string_view kXsi = "http://www.w3.org/2001/XMLSchema-instance";

bool is_aside(const xml::Element& element) {  // what says nothing about what to look for
  return element.is(kNamespace, "notes") || element.ns == "http://www.w3.org/2000/09/xmldsig#";
}

Entity read_entity(const Reader& reader, const xml::Element& element) {
  Entity entity;
  entity.name = element.name;
  entity.line = element.line();
  entity.operation = reader.word<Operation>(element, "operation", Operation::equals);
  entity.datatype = reader.word<Datatype>(element, "datatype", Datatype::string);
  entity.var_check = reader.word<Check>(element, "var_check", Check::all);
  entity.entity_check = reader.word<Check>(element, "entity_check", Check::all);
  entity.check_existence = reader.word<Existence>(element, "check_existence", Existence::at_least_one_exists);
  entity.mask = reader.flag(element, "mask");
  if (element.attr("var_ref")) entity.var_ref = reader.reference(element, "var_ref");
  const std::string_view nil = trim(element.attr_ns(kXsi, "nil").value_or(""));
  entity.nil = nil == "true" || nil == "1";
  if (entity.datatype != Datatype::record) {
    if (!element.elements().empty()) reader.refuse(element, "<" + element.name + "> holds elements but is no record");
    entity.value = element.text();
    return entity;
  }
  for (const xml::Element* child : element.elements()) {
    if (child->name != "field") reader.refuse(*child, "<" + child->name + "> cannot be in a record");
    entity.fields.push_back(read_entity(reader, *child));
    entity.fields.back().name = reader.reference(*child, "name");
    if (entity.fields.back().datatype == Datatype::record) reader.refuse(*child, "a record in a record");
  }
  return entity;
}

Filter read_filter(const Reader& reader, const xml::Element& element) {
  const std::string action = element.attr_or("action", "exclude");
  if (action != "exclude" && action != "include") reader.refuse(element, "unknown action \"" + printable(action) + "\"");
  Filter filter{action == "include", std::string(trim(element.text()))};
  if (filter.state_ref.empty()) reader.refuse(element, "a filter without a state");
  return filter;
}

Set read_set(const Reader& reader, const xml::Element& element) {
  Set set;
  set.operation = reader.word<Set::Operator>(element, "set_operator", Set::Operator::set_union);
  for (const xml::Element* child : element.elements()) {
    if (child->name == "set") {
      set.sets.push_back(read_set(reader, *child));
    } else if (child->name == "object_reference") {
      set.object_refs.emplace_back(trim(child->text()));
      if (set.object_refs.back().empty()) reader.refuse(*child, "an object_reference without an id");
    } else if (child->name == "filter") {
      set.filters.push_back(read_filter(reader, *child));
    } else {
      reader.refuse(*child, "<" + child->name + "> cannot be in a set");
    }
  }
  if (set.sets.empty() == set.object_refs.empty()) reader.refuse(element, "a set of either one or two sets, or one or two objects");
  if (set.sets.size() > 2 || set.object_refs.size() > 2) reader.refuse(element, "a set of more than two operands");
  return set;
}

}  // namespace

Object read_object(const xml::Source& source, const xml::Element& element) {
  const Reader reader(source, element);
  Object object;
  object.id = reader.id();
  read_type(reader, element, "_object", &object.family, &object.type);
  object.comment = element.attr_or("comment", "");
  object.version = reader.version(element);
  object.deprecated = reader.flag(element, "deprecated");
  object.fragment = element.fragment;
  for (const xml::Element* child : element.elements()) {
    if (is_aside(*child)) continue;
    if (child->is(kNamespace, "set")) {
      if (object.set) reader.refuse(*child, "a second set");
      object.set = read_set(reader, *child);
    } else if (child->is(kNamespace, "filter")) {
      object.filters.push_back(read_filter(reader, *child));
    } else if (child->name == "behaviors") {
      for (const xml::Attribute& attribute : child->attributes)
        if (attribute.ns.empty()) object.behaviors.emplace_back(attribute.name, attribute.value);
    } else {
      object.entities.push_back(read_entity(reader, *child));
    }
  }
  if (object.set && !object.entities.empty()) reader.refuse(element, "an object with both a set and entities");
  return object;
}

State read_state(const xml::Source& source, const xml::Element& element) {
  const Reader reader(source, element);
  State state;
  state.id = reader.id();
  read_type(reader, element, "_state", &state.family, &state.type);
  state.comment = element.attr_or("comment", "");
  state.version = reader.version(element);
  state.operation = reader.word<Operator>(element, "operator", Operator::AND);
  state.fragment = element.fragment;
  for (const xml::Element* child : element.elements())
    if (!is_aside(*child)) state.entities.push_back(read_entity(reader, *child));
  return state;
}

const Entity* Object::entity(std::string_view name) const {
  for (const Entity& candidate : entities)
    if (candidate.name == name) return &candidate;
  return nullptr;
}

std::string_view Object::behavior(std::string_view name, std::string_view otherwise) const {
  for (const auto& [behavior_name, value] : behaviors)
    if (behavior_name == name) return value;
  return otherwise;
}

}  // namespace assay::oval
