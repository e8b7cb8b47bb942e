// An OVAL definitions document in the making: equal objects, states, tests and variables are one, ids are numbered in order of first
// use, so the same source always gives the same bytes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/scap/oval.h"
#include "engine/xml/writer.h"

namespace assay::benchmarks {

struct OvalDefinition {
  oval::Class class_ = oval::Class::compliance;
  std::string title, description, platform;  // platform: what <affected> names
  std::string reference_source, reference;   // where the definition belongs: the rule, or a CPE name
  oval::Criteria criteria;
};

class OvalDocument {
 public:
  // Ids are "oval:<name>:obj:1" and so on.
  explicit OvalDocument(std::string name) : name_(std::move(name)) {}

  // Each takes a part without id and returns the id it has, new or known.
  std::string add(oval::Object object);
  std::string add(oval::State state);
  std::string add(oval::Test test);
  std::string add(oval::Variable variable);  // an external one is bound to the value its comment names
  std::string add(OvalDefinition definition);

  bool empty() const { return definitions_.empty() && objects_.parts.empty(); }
  // The <oval_definitions> element; `timestamp` as xsd:dateTime.
  void write(xml::Writer& out, std::string_view timestamp) const;

 private:
  template <class T>
  struct Table {
    std::vector<T> parts;
    std::map<std::string, std::string> ids;  // what a part says, without its id -> id
  };
  template <class T>
  std::string add_to(Table<T>& table, T part, std::string_view kind, std::string_view besides = {});

  std::string name_;
  std::vector<OvalDefinition> definitions_;
  Table<oval::Test> tests_;
  Table<oval::Object> objects_;
  Table<oval::State> states_;
  Table<oval::Variable> variables_;
};

// "ind" for independent; the other families are called what they are.
std::string_view family_prefix(std::string_view family);

}  // namespace assay::benchmarks
