#include "benchmarks/compiler/oval_write.h"

namespace assay::benchmarks {
namespace {

std::string element(std::string_view family, std::string_view type, std::string_view suffix) {
  return std::string(family_prefix(family)) + ':' + std::string(type) + std::string(suffix);
}

template <class E>
void attribute(xml::Writer& out, std::string_view name, E value, E otherwise) {
  if (value != otherwise) out.attr(name, text_of(value));
}

template <class T>
void open_part(xml::Writer& out, const T& part, std::string_view suffix) {
  out.open(element(part.family, part.type, suffix)).attr("id", part.id).attr("version", "1");
  if (!part.comment.empty()) out.attr("comment", part.comment);
}

void write_entity(xml::Writer& out, std::string_view family, const oval::Entity& entity) {
  out.open(element(family, entity.name, ""));
  if (entity.nil) out.attr("xsi:nil", "true");
  attribute(out, "datatype", entity.datatype, oval::Datatype::string);
  attribute(out, "operation", entity.operation, oval::Operation::equals);
  if (entity.mask) out.attr("mask", "true");
  attribute(out, "entity_check", entity.entity_check, oval::Check::all);
  attribute(out, "check_existence", entity.check_existence, oval::Existence::at_least_one_exists);
  if (!entity.var_ref.empty()) out.attr("var_ref", entity.var_ref).attr("var_check", text_of(entity.var_check));
  out.text(entity.value).close();
}

void write_filters(xml::Writer& out, const std::vector<oval::Filter>& filters) {
  for (const oval::Filter& filter : filters)
    out.open("filter").attr("action", filter.include ? "include" : "exclude").text(filter.state_ref).close();
}

void write_set(xml::Writer& out, const oval::Set& set) {
  out.open("set");
  attribute(out, "set_operator", set.operation, oval::Set::Operator::set_union);
  for (const std::string& object : set.object_refs) out.leaf("object_reference", object);
  write_filters(out, set.filters);
  out.close();
}

std::string_view function_element(oval::Component::Kind kind) {
  using Kind = oval::Component::Kind;
  switch (kind) {
    case Kind::literal: return "literal_component";
    case Kind::object: return "object_component";
    case Kind::variable: return "variable_component";
    case Kind::arithmetic: return "arithmetic";
    case Kind::begin: return "begin";
    case Kind::concat: return "concat";
    case Kind::count: return "count";
    case Kind::end: return "end";
    case Kind::escape_regex: return "escape_regex";
    case Kind::glob_to_regex: return "glob_to_regex";
    case Kind::merge: return "merge";
    case Kind::regex_capture: return "regex_capture";
    case Kind::split: return "split";
    case Kind::substring: return "substring";
    case Kind::time_difference: return "time_difference";
    case Kind::unique: return "unique";
  }
  return {};
}

void write_component(xml::Writer& out, const oval::Component& component) {
  out.open(function_element(component.kind));
  switch (component.kind) {
    case oval::Component::Kind::literal:
      attribute(out, "datatype", component.datatype, oval::Datatype::string);
      out.text(component.value);
      break;
    case oval::Component::Kind::object: out.attr("object_ref", component.ref).attr("item_field", component.item_field); break;
    case oval::Component::Kind::variable: out.attr("var_ref", component.ref); break;
    default:
      for (const auto& [name, value] : component.parameters) out.attr(name, value);
      for (const oval::Component& argument : component.arguments) write_component(out, argument);
  }
  out.close();
}

void write_criteria(xml::Writer& out, const oval::Criteria& node) {
  const bool leaf = node.kind == oval::Criteria::Kind::criterion;
  out.open(leaf ? "criterion" : "criteria");
  if (leaf)
    out.attr("test_ref", node.ref);
  else
    out.attr("operator", text_of(node.operation));
  if (node.negate) out.attr("negate", "true");
  if (!node.comment.empty()) out.attr("comment", node.comment);
  for (const oval::Criteria& child : node.children) write_criteria(out, child);
  out.close();
}

}  // namespace

void write_part(xml::Writer& out, const oval::Object& object) {
  open_part(out, object, "_object");
  if (object.set) write_set(out, *object.set);
  if (!object.behaviors.empty()) {
    out.open(element(object.family, "behaviors", ""));
    for (const auto& [name, value] : object.behaviors) out.attr(name, value);
    out.close();
  }
  for (const oval::Entity& entity : object.entities) write_entity(out, object.family, entity);
  write_filters(out, object.filters);
  out.close();
}

void write_part(xml::Writer& out, const oval::State& state) {
  open_part(out, state, "_state");
  attribute(out, "operator", state.operation, oval::Operator::AND);
  for (const oval::Entity& entity : state.entities) write_entity(out, state.family, entity);
  out.close();
}

void write_part(xml::Writer& out, const oval::Test& test) {
  open_part(out, test, "_test");
  out.attr("check", text_of(test.check));
  attribute(out, "check_existence", test.check_existence, oval::Existence::at_least_one_exists);
  attribute(out, "state_operator", test.state_operator, oval::Operator::AND);
  if (!test.object_ref.empty()) out.open(element(test.family, "object", "")).attr("object_ref", test.object_ref).close();
  for (const std::string& state : test.state_refs) out.open(element(test.family, "state", "")).attr("state_ref", state).close();
  out.close();
}

void write_part(xml::Writer& out, const oval::Variable& variable) {
  const bool external = variable.kind == oval::Variable::Kind::external, local = variable.kind == oval::Variable::Kind::local;
  out.open(external ? "external_variable" : local ? "local_variable" : "constant_variable");
  out.attr("id", variable.id).attr("version", "1").attr("comment", variable.comment).attr("datatype", text_of(variable.datatype));
  for (const std::string& value : variable.values) out.leaf("value", value);
  if (variable.component) write_component(out, *variable.component);
  out.close();
}

void write_definition(xml::Writer& out, const OvalDefinition& definition, std::string_view id) {
  out.open("definition").attr("id", id).attr("version", "1").attr("class", text_of(definition.class_));
  out.open("metadata").leaf("title", definition.title);
  out.open("affected").attr("family", "unix").leaf("platform", definition.platform).close();
  out.open("reference").attr("source", definition.reference_source).attr("ref_id", definition.reference).close();
  out.leaf("description", definition.description).close();
  oval::Criteria top = definition.criteria;
  if (top.kind != oval::Criteria::Kind::criteria) {
    oval::Criteria around;
    around.children.push_back(std::move(top));
    top = std::move(around);
  }
  write_criteria(out, top);
  out.close();
}

}  // namespace assay::benchmarks
