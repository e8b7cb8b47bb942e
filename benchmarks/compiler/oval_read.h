// From what the builders of template.lua return to parts of an OVAL document, each held against what the probes know: a type, an
// entity, an operation that does not exist is a TemplateError and never content.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "benchmarks/compiler/lua_value.h"
#include "benchmarks/compiler/oval_document.h"
#include "benchmarks/compiler/source.h"
#include "engine/collect/probe.h"

namespace assay::benchmarks {

class OvalReader {
 public:
  // Both must outlive the reader.
  OvalReader(OvalDocument& document, const std::map<std::string, Value, std::less<>>& values) : document_(document), values_(values) {}

  // The ids of what is read, or known already; criteria refer to tests by id. Throw TemplateError.
  oval::Criteria criteria(const LuaValue& value);
  std::string object(const LuaValue& value);
  // The external variables met since the last call: variable id -> id of the value it is bound to.
  std::map<std::string, std::string> take_exports() { return std::exchange(exports_, {}); }

 private:
  struct Bound {  // a variable as an entity or component refers to it
    std::string id;
    oval::Datatype datatype = oval::Datatype::string;
  };

  oval::Criteria criterion(oval::Test test, std::string comment);
  std::string test(const LuaValue& value);
  std::string state(const LuaValue& value, const collect::Probe** probe);
  std::string object(const LuaValue& value, const collect::Probe** probe);
  std::string set(const LuaValue& value, const collect::Probe** probe);
  std::vector<oval::Filter> filters(const LuaValue& list, const collect::Probe& probe);
  void object_entities(const LuaValue& entities, const collect::Probe& probe, oval::Object& object);
  oval::Entity entity(std::string_view name, const LuaValue& value, oval::Datatype datatype, bool of_state);
  void entity_value(const LuaValue& value, bool has_datatype, oval::Entity& entity);
  Bound variable(const LuaValue& value);
  Bound external(const std::string& id);
  oval::Component component(const LuaValue& value);
  oval::Component function(const LuaValue& value);

  OvalDocument& document_;
  const std::map<std::string, Value, std::less<>>& values_;
  std::map<std::string, std::string> exports_;
};

// Is it a variable of template.lua, or a parameter of the form {value: ID}?
bool is_variable(const LuaValue& value);
// The OVAL datatype of an XCCDF Value.
oval::Datatype datatype_of(const Value& value);

}  // namespace assay::benchmarks
