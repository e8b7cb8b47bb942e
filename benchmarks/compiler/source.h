// The source of our content as it is written (benchmarks/README.md): benchmarks, rules, values, references.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "benchmarks/compiler/yaml.h"

namespace assay::benchmarks {

struct Recommendation {  // a line of a section file
  std::string number, rule, confidence, doubt;
  int server = 0, workstation = 0;  // level; 0: in no profile of that role
  bool scored = true;
  Yaml with;  // parameters that override those of the rule's template
  std::string place;
};

struct Section {  // a group line, and the recommendations whose number starts with its own
  std::string number, title;
};

struct Benchmark {
  std::string id, title, version, description, notice, status, date;
  std::string os_id, os_version, cpe, platform_title;
  Yaml system;                          // what templates are told of the system
  std::map<std::string, Yaml> presets;  // values whose default differs here
  std::vector<Section> sections;
  std::vector<Recommendation> recommendations;  // by number
  std::string place;
};

struct Fix {
  std::string text, shell, disruption;
  bool reboot = false;
};

struct Rule {
  std::string slug, title, description, rationale, severity, question, slip, limits;
  std::vector<std::string> themes;
  std::string check;  // the template; "" where a person looks for himself
  Yaml parameters;
  bool manual = false, has_fix = false;
  Fix fix;
  std::string place;
};

struct Value {
  std::string id, title, description, type, preset;  // preset: the default
  std::vector<std::string> choices;
  std::string place;
};

struct Framework {
  std::string key, title, href;
};

struct Source {
  std::string directory;
  std::vector<Benchmark> benchmarks;
  std::map<std::string, Rule, std::less<>> rules;
  std::map<std::string, Value, std::less<>> values;
  std::vector<Framework> frameworks;
  std::map<std::string, std::map<std::string, std::vector<std::string>>, std::less<>> themes;  // theme -> framework -> its ids
};

// Reads everything below `directory`. What is wrong is added to `complaints`; throws JobError where there is nothing to read.
Source load_source(const std::string& directory, Complaints& complaints);

// "5.1.10" after "5.1.9".
bool number_before(std::string_view a, std::string_view b);

}  // namespace assay::benchmarks
