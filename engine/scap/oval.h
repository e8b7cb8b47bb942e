// OVAL Definitions (5.3 to 5.11.2) as plain structs, and the file that holds them.
//
// A file of 1,200 definitions is asked for a few hundred: Definitions knows where each definition, test, object, state and
// variable lies and parses one when it is first asked for.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/scap/oval_types.h"
#include "engine/xml/document.h"

namespace assay::oval {

// What an object or a state says of one entity (EntityObject..., EntityState...).
struct Entity {
  std::string name;
  Operation operation = Operation::equals;
  Datatype datatype = Datatype::string;
  std::string value;
  std::string var_ref;  // "" where the value is literal
  Check var_check = Check::all;
  Check entity_check = Check::all;                             // states only
  Existence check_existence = Existence::at_least_one_exists;  // states only: of the item's entities of this name
  bool nil = false;                                            // xsi:nil
  bool mask = false;                                           // the value must not appear in results
  std::vector<Entity> fields;                                  // of a record
  int line = 0;
};

struct Filter {
  bool include = false;  // else exclude (the default)
  std::string state_ref;
};

struct Set {  // two sets or up to two object references with filters
  enum class Operator : std::uint8_t { complement, intersection, set_union };
  Operator operation = Operator::set_union;
  std::vector<Set> sets;
  std::vector<std::string> object_refs;
  std::vector<Filter> filters;
};
inline constexpr EnumText<Set::Operator> kSetOperatorText[] = {
    {Set::Operator::complement, "COMPLEMENT"}, {Set::Operator::intersection, "INTERSECTION"}, {Set::Operator::set_union, "UNION"}};
constexpr std::span<const EnumText<Set::Operator>> enum_table(Set::Operator) { return kSetOperatorText; }

struct Object {
  std::string id, family, type, comment;  // family "unix", type "file" of <unix:file_object>
  int version = 0;
  std::vector<Entity> entities;                                // in document order
  std::vector<std::pair<std::string, std::string>> behaviors;  // as written; the probe knows the defaults
  std::vector<Filter> filters;
  std::optional<Set> set;
  bool deprecated = false;
  xml::Fragment fragment;

  const Entity* entity(std::string_view name) const;
  std::string_view behavior(std::string_view name, std::string_view otherwise) const;
};

struct State {
  std::string id, family, type, comment;
  int version = 0;
  Operator operation = Operator::AND;
  std::vector<Entity> entities;
  xml::Fragment fragment;
};

struct Test {
  std::string id, family, type, comment;  // type "file"; "unknown" for <ind:unknown_test>
  int version = 0;
  Existence check_existence = Existence::at_least_one_exists;
  Check check = Check::all;
  Operator state_operator = Operator::AND;
  std::string object_ref;  // "" for unknown_test
  std::vector<std::string> state_refs;
  bool deprecated = false;
  xml::Fragment fragment;
};

// ComponentGroup: a literal, an item's entity, another variable, or a function of components.
struct Component {
  enum class Kind : std::uint8_t {
    literal,
    object,
    variable,
    arithmetic,
    begin,
    concat,
    count,
    end,
    escape_regex,
    glob_to_regex,
    merge,
    regex_capture,
    split,
    substring,
    time_difference,
    unique
  };
  Kind kind = Kind::literal;
  std::string value;                     // literal
  Datatype datatype = Datatype::string;  // literal
  std::string ref;                       // object_component's object_ref, variable_component's var_ref
  std::string item_field, record_field;  // object_component
  std::vector<std::pair<std::string, std::string>>
      parameters;  // a function's attributes: character, delimiter, pattern, arithmetic_operation, ...
  std::vector<Component> arguments;
  int line = 0;

  std::string_view parameter(std::string_view name, std::string_view otherwise = {}) const;
};

struct Variable {
  enum class Kind : std::uint8_t { local, constant, external };
  struct Restriction {  // possible_restriction
    Operator operation = Operator::AND;
    std::vector<std::pair<Operation, std::string>> conditions;
  };
  std::string id, comment;
  int version = 0;
  Kind kind = Kind::local;
  Datatype datatype = Datatype::string;
  std::vector<std::string> values;           // constant
  std::optional<Component> component;        // local
  std::vector<std::string> possible_values;  // external
  std::vector<Restriction> restrictions;     // external
  bool deprecated = false;
  xml::Fragment fragment;
};

struct Criteria {  // a node: criteria with children, a criterion (test_ref), or an extend_definition (definition_ref)
  enum class Kind : std::uint8_t { criteria, criterion, extend_definition };
  Kind kind = Kind::criteria;
  Operator operation = Operator::AND;
  bool negate = false;
  bool applicability_check = false;
  std::string comment;
  std::string ref;
  std::vector<Criteria> children;
  int line = 0;
};

struct Definition {
  std::string id, title, description;
  int version = 0;
  Class class_ = Class::compliance;
  bool deprecated = false;
  std::optional<Criteria> criteria;
  xml::Fragment fragment;
};

struct Generator {
  struct PlatformVersion {  // <schema_version platform="...">: of one component schema
    std::string platform, version;
  };
  std::string product_name, product_version, schema_version, timestamp;
  std::vector<PlatformVersion> platform_versions = {};
};

struct Index;  // where everything of a file lies (oval_index.h)
enum class Part : std::uint8_t { definition, test, object, state, variable };

class Definitions {
 public:
  // The <oval_definitions> document element in `root`. Throws ContentError: not OVAL, no schema_version, an id twice.
  Definitions(std::shared_ptr<const xml::Source> source, const xml::Fragment& root, std::string name);
  // The same of an index made in somebody else's pass.
  Definitions(std::shared_ptr<const xml::Source> source, Index index, std::string name);
  ~Definitions();
  Definitions(Definitions&&) noexcept;

  const std::string& name() const;  // what check-content-ref calls it: an href, a component id
  const xml::Source& source() const;
  const xml::Fragment& root() const;
  const Generator& generator() const;
  const std::vector<std::string>& definition_ids() const;  // in document order
  std::vector<std::string_view> ids(Part part) const;      // in document order

  // Null where there is none with this id. Throws ContentError where it is there and malformed. Pointers stay valid; may be
  // asked from several threads.
  const Definition* definition(std::string_view id) const;
  const Test* test(std::string_view id) const;
  const Object* object(std::string_view id) const;
  const State* state(std::string_view id) const;
  const Variable* variable(std::string_view id) const;

  ContentError error(int line, std::string_view id, const std::string& message) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// OVAL Variables file (oval-variables-5): id -> values.
using ExternalVariables = std::unordered_map<std::string, std::vector<std::string>>;
ExternalVariables load_variables(const std::string& host_path);
ExternalVariables load_variables(const xml::Source& source);

}  // namespace assay::oval
