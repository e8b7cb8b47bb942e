// One benchmark between its source and its XML: every recommendation with the checks made for it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "benchmarks/compiler/oval_document.h"
#include "benchmarks/compiler/source.h"
#include "benchmarks/compiler/template.h"

namespace assay::benchmarks {

using Exports = std::map<std::string, std::string>;  // export name -> id of the value

struct CompiledCheck {  // a check of the Lua document
  std::string module, function;
  std::map<std::string, std::string> objects;  // what the script calls them -> OVAL id
  struct Parameter {
    std::string name;
    std::vector<std::string> values;
    bool list = false;
  };
  std::vector<Parameter> parameters;
};

struct CompiledRule {
  const Recommendation* line = nullptr;
  const Rule* rule = nullptr;
  std::string definition;  // the OVAL definition; "" without
  std::optional<CompiledCheck> lua;
  Exports oval_exports, lua_exports;
  std::string checked;
  std::optional<Fix> fix;
};

struct CompiledBenchmark {
  explicit CompiledBenchmark(const Benchmark& from) : source(&from), oval("org.assay." + from.id) {}

  const Benchmark* source;
  std::string timestamp;  // xsd:dateTime
  OvalDocument oval;
  std::vector<CompiledRule> rules;                          // in the order of their numbers
  std::map<std::string, Value> values;                      // those in use, with this benchmark's defaults
  std::map<std::string, std::string, std::less<>> modules;  // those in use, by name
};

// Builds all recommendations; those that cannot be built are complained of and left out.
CompiledBenchmark compile_rules(const Benchmark& benchmark, const Source& source, const Templates& templates,
                                const std::map<std::string, std::string, std::less<>>& modules, Complaints& complaints);

// The whole collection.
std::string write_data_stream(const CompiledBenchmark& benchmark, const Source& source);

// ids
std::string rule_id(const Recommendation& line);
std::string value_id(const std::string& id);

// What ${value:ID} in a fix stands for: pieces of text and ids of values, in turn, beginning with text.
std::vector<std::string> value_pieces(const std::string& text);

}  // namespace assay::benchmarks
