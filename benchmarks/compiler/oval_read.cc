#include "benchmarks/compiler/oval_read.h"

#include <algorithm>

#include "benchmarks/compiler/oval_words.h"
#include "probes/probes.h"

namespace assay::benchmarks {
namespace {

const collect::Probe& probe_of(const std::string& type) {
  const std::size_t colon = type.find(':');
  if (colon == std::string::npos) throw TemplateError("the type \"" + type + "\" is not of the form unix:file");
  const std::string family = type.substr(0, colon);
  const collect::Probe* probe = collect::find_probe(probe_registry(), family == "ind" ? "independent" : family, type.substr(colon + 1));
  if (probe == nullptr) throw TemplateError("no OVAL type \"" + type + "\" that can be collected");
  return *probe;
}

std::string type_text(const collect::Probe& probe) { return std::string(family_prefix(probe.family)) + ':' + std::string(probe.type); }

oval::Datatype field_datatype(const collect::Probe& probe, std::string_view name) {
  const std::size_t field = probe.item->index(name);
  return field == probe.item->fields.size() ? oval::Datatype::string : probe.item->fields[field].datatype;
}

void same_type(const collect::Probe* one, const collect::Probe* other) {
  if (one != other) throw TemplateError(type_text(*one) + " and " + type_text(*other) + " cannot be put together");
}

const LuaValue& of_builder(const LuaValue& value, std::string_view builder) {
  if (value.builder() != builder) throw TemplateError("a " + std::string(builder) + "{...} is expected");
  return value;
}

// A choice of filepath, or path with filename, where the type has both; all other entities must be there.
void check_entities(const collect::Probe& probe, const oval::Object& object) {
  const bool by_path = object.entity("path") != nullptr;
  const auto& all = probe.entities;
  const bool choice = std::find(all.begin(), all.end(), "path") != all.end() && std::find(all.begin(), all.end(), "filepath") != all.end();
  for (const std::string_view name : all) {
    const bool wanted = !choice || (name == "filepath" ? !by_path : (name != "path" && name != "filename") || by_path);
    if (wanted != (object.entity(name) != nullptr))
      throw TemplateError(type_text(probe) + (wanted ? " lacks " : " has path and filename, so it cannot have ") + std::string(name));
  }
}

void add_behaviors(const LuaValue& behaviors, oval::Object& object) {
  if (!behaviors.list.empty()) throw TemplateError("behaviors are {name = value}");
  for (const auto& [name, value] : behaviors.fields) object.behaviors.emplace_back(name, behaviors.word(name));
}

}  // namespace

oval::Criteria OvalReader::criterion(oval::Test test, std::string comment) {
  oval::Criteria node;
  node.kind = oval::Criteria::Kind::criterion;
  node.comment = comment;
  test.comment = std::move(comment);
  node.ref = document_.add(std::move(test));
  return node;
}

oval::Criteria OvalReader::criteria(const LuaValue& value) {
  const std::string_view builder = value.builder();
  if (builder == "test") {
    oval::Criteria node;
    node.kind = oval::Criteria::Kind::criterion;
    node.comment = value.word("comment", "");
    node.ref = test(value);
    return node;
  }
  if (builder == "unsaid") {
    oval::Test unknown;
    unknown.family = "independent";
    unknown.type = "unknown";
    return criterion(std::move(unknown), value.word("comment"));
  }
  if (builder == "no") {
    oval::Criteria node = criteria(value["criterion"]);
    node.negate = !node.negate;
    return node;
  }
  if (builder != "criteria") throw TemplateError("criteria are made of test{...}, all{...}, any{...}, no(...) and unsaid(...)");
  oval::Criteria node;
  node.operation = parse_word<oval::Operator>("operator", value.word("operator"));
  for (const LuaValue& child : value["list"].list) node.children.push_back(criteria(child));
  if (node.children.empty()) throw TemplateError("all{} or any{} of nothing");
  return node;
}

std::string OvalReader::test(const LuaValue& value) {
  value.allow("test", {"object", "state", "states", "check", "existence", "operator", "comment"});
  oval::Test test;
  const collect::Probe* probe = nullptr;
  test.object_ref = object(value["object"], &probe);
  test.family = probe->family;
  test.type = probe->type;
  std::vector<const LuaValue*> states;
  if (value["state"].exists()) states.push_back(&value["state"]);
  for (const LuaValue& each : value["states"].list) states.push_back(&each);
  for (const LuaValue* each : states) {
    const collect::Probe* of_state = nullptr;
    test.state_refs.push_back(state(*each, &of_state));
    same_type(probe, of_state);
  }
  test.check = parse_word<oval::Check>("check", value.word("check", "all"));
  test.check_existence = parse_word<oval::Existence>("existence", value.word("existence", "at_least_one_exists"));
  test.state_operator = parse_word<oval::Operator>("operator", value.word("operator", "AND"));
  if (test.check_existence == oval::Existence::none_exist && !test.state_refs.empty())
    throw TemplateError("a state beside existence = \"none_exist\" is never looked at: filter the object instead");
  test.comment = value.word("comment", type_text(*probe));
  return document_.add(std::move(test));
}

std::string OvalReader::state(const LuaValue& value, const collect::Probe** probe) {
  of_builder(value, "state");
  *probe = &probe_of(value.word("type"));
  oval::State state;
  state.family = (*probe)->family;
  state.type = (*probe)->type;
  state.comment = value.word("comment", "");
  state.operation = parse_word<oval::Operator>("operator", value.word("operator", "AND"));
  const LuaValue& entities = value["entities"];
  for (const oval::ItemField& field : (*probe)->item->fields)
    if (const LuaValue& said = entities[field.name]; said.exists())
      state.entities.push_back(entity(field.name, said, field.datatype, true));
  for (const auto& [name, said] : entities.fields)
    if ((*probe)->item->index(name) == (*probe)->item->fields.size())
      throw TemplateError(type_text(**probe) + " has no entity \"" + name + "\"");
  if (state.entities.empty()) throw TemplateError("a state of " + type_text(**probe) + " that says nothing");
  return document_.add(std::move(state));
}

std::string OvalReader::object(const LuaValue& value) {
  const collect::Probe* probe = nullptr;
  return object(value, &probe);
}

std::string OvalReader::object(const LuaValue& value, const collect::Probe** probe) {
  of_builder(value, "object");
  if (value["set"].exists()) return set(value, probe);
  *probe = &probe_of(value.word("type"));
  oval::Object object;
  object.family = (*probe)->family;
  object.type = (*probe)->type;
  object.comment = value.word("comment", "");
  add_behaviors(value["behaviors"], object);
  object_entities(value["entities"], **probe, object);
  object.filters = filters(value["filters"], **probe);
  return document_.add(std::move(object));
}

void OvalReader::object_entities(const LuaValue& entities, const collect::Probe& probe, oval::Object& object) {
  for (const std::string_view name : probe.entities)
    if (const LuaValue& said = entities[name]; said.exists())
      object.entities.push_back(entity(name, said, field_datatype(probe, name), false));
  for (const auto& [name, said] : entities.fields)
    if (std::find(probe.entities.begin(), probe.entities.end(), name) == probe.entities.end())
      throw TemplateError(type_text(probe) + " has no entity \"" + name + "\" in objects");
  check_entities(probe, object);
}

std::string OvalReader::set(const LuaValue& value, const collect::Probe** probe) {
  oval::Object object;
  oval::Set set;
  set.operation = parse_word<oval::Set::Operator>("the operator of a set", value.word("set"));
  for (const LuaValue& operand : value["operands"].list) {
    const collect::Probe* of_operand = nullptr;
    set.object_refs.push_back(this->object(operand, &of_operand));
    if (*probe != nullptr) same_type(*probe, of_operand);
    *probe = of_operand;
  }
  if (set.object_refs.empty()) throw TemplateError("a set of nothing");
  set.filters = filters(value["filters"], **probe);
  object.family = (*probe)->family;
  object.type = (*probe)->type;
  object.set = std::move(set);
  return document_.add(std::move(object));
}

std::vector<oval::Filter> OvalReader::filters(const LuaValue& list, const collect::Probe& probe) {
  std::vector<oval::Filter> result;
  for (const LuaValue& filter : list.list) {
    const collect::Probe* of_state = nullptr;
    of_builder(filter, "filter");
    result.push_back({filter.word("action") == "include", state(filter["state"], &of_state)});
    same_type(&probe, of_state);
  }
  if (list.exists() && list.list.empty()) throw TemplateError("filters are { exclude(state), include(state), ... }");
  return result;
}

}  // namespace assay::benchmarks
