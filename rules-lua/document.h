// A document of checks (README.md, lua-checks.xsd) as it was read.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/evaluate/check_system.h"
#include "engine/xml/document.h"

namespace assay::lua {

struct Parameter {
  std::vector<std::string> values;
  bool list = false;  // a list to the script even where it holds one value
};

struct Check {
  std::string module, function;
  std::vector<evaluate::NeededObject> objects;
  std::map<std::string, Parameter, std::less<>> parameters;
};

struct Document {
  std::string objects_href;
  std::map<std::string, std::string, std::less<>> modules;  // name to source
  std::map<std::string, Check, std::less<>> checks;         // by id
};

// Throws ContentError.
Document load_document(const xml::Source& source, const xml::Fragment& root);

}  // namespace assay::lua
