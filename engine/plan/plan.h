// What must be looked at, each thing once. A Plan is immutable and its parts refer to each other by index.
//
// A unit is one OVAL file under one set of external variables: rules that export different values to the same variable get
// units of their own. Only what the asked-for definitions reach is in a unit.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/scap/oval.h"

namespace assay::plan {

using Index = std::uint32_t;
inline constexpr Index kNone = ~Index{0};

struct ObjectPlan {
  const oval::Object* object = nullptr;
  std::vector<Index>
      variables;  // of its entities, in the order of Object::entities (kNone for a literal); record fields are not object entities
  std::vector<Index> filter_states;  // parallel to Object::filters
  // Objects that must be collected first: set operands, objects its variables read (through any depth), and those its filters' states read.
  std::vector<Index> needs;
  std::uint32_t wave = 0;    // 0: needs nothing
  std::string problem;       // not empty: cannot be collected, and why (dangling reference, bad set, ...): flagged error
  bool unsupported = false;  // no probe of this type: flagged not collected
};

struct StatePlan {
  const oval::State* state = nullptr;
  std::vector<Index>
      variables;  // parallel to State::entities; kNone for a literal. Record fields' var_refs are looked up by id in the unit
};

struct TestPlan {
  const oval::Test* test = nullptr;
  Index object = kNone;  // kNone for unknown_test
  std::vector<Index> states;
  std::string problem;  // dangling reference, ...: result error
};

struct VariablePlan {
  const oval::Variable* variable = nullptr;
  std::vector<Index> objects;    // object_components', directly
  std::vector<Index> variables;  // variable_components', directly
  std::string problem;           // a cycle, a dangling reference: value error
};

struct DefinitionPlan {
  const oval::Definition* definition = nullptr;
  std::string problem;  // a cycle of extend_definitions, a dangling reference in its criteria: result error
};

struct Unit {
  const oval::Definitions* source = nullptr;
  oval::ExternalVariables external;
  std::vector<DefinitionPlan> definitions;  // those asked for first, then those they extend, then by criteria order
  std::vector<TestPlan> tests;
  std::vector<ObjectPlan> objects;
  std::vector<StatePlan> states;
  std::vector<VariablePlan> variables;

  // By OVAL id; kNone where the unit has none.
  Index definition(std::string_view id) const;
  Index test(std::string_view id) const;
  Index object(std::string_view id) const;
  Index state(std::string_view id) const;
  Index variable(std::string_view id) const;

  std::map<std::string, Index, std::less<>> definition_index, test_index, object_index, state_index, variable_index;
  // Parts of the content that are malformed have a stand-in with nothing but an id and its type; their plan has the `problem`.
  std::vector<std::shared_ptr<const void>> stand_ins;
};

struct Plan {
  std::vector<Unit> units;
};

// Is there a probe for objects of this type? The caller knows the registry; plan does not.
using SupportedType = bool (*)(std::string_view family, std::string_view type);

struct Asked {
  const oval::Definitions* source = nullptr;
  oval::ExternalVariables external;
  std::vector<std::string> definitions = {};  // ids; with no objects either: all
  std::vector<std::string> objects = {};      // ids of objects wanted for themselves: a check system beside OVAL judges what they saw
};

// Never throws for one bad definition: it gets a `problem`. Throws ContentError where an asked-for id does not exist (an object that does
// not is left out: its check says so).
Unit compile(const Asked& asked, SupportedType supported);

}  // namespace assay::plan
