// YAML source as a tree of values that know their file and line, and a reader of maps that tells every wrong key instead of the first.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::benchmarks {

// What is wrong with the source, each with its place ("rules/cron.yaml:12: cron-enabled: ..."); all of it is told at once.
class Complaints {
 public:
  void add(std::string_view place, std::string_view message) { list_.push_back(std::string(place) + ": " + std::string(message)); }
  const std::vector<std::string>& list() const { return list_; }
  // Throws a JobError that names the first of them and counts the rest; does nothing where there are none.
  void refuse() const;

 private:
  std::vector<std::string> list_;
};

struct YamlEntry;

struct Yaml {
  enum class Kind { scalar, sequence, map };
  enum class Type { string, integer, floating, boolean };  // of a scalar, by YAML 1.2's core schema

  Kind kind = Kind::scalar;
  Type type = Type::string;
  std::string file;  // as messages name it
  int line = 0;
  std::string text;                // of a scalar: a boolean is "true" or "false"
  std::vector<Yaml> items;         // of a sequence
  std::vector<YamlEntry> entries;  // of a map, in document order

  std::string place() const { return file + ":" + std::to_string(line); }
  const Yaml* find(std::string_view key) const;  // null where absent, or no map
};

struct YamlEntry {
  std::string first;  // the key
  Yaml second;
};

// The one document in `bytes`; `file` is its name in messages. Throws ContentError: not YAML, several documents, a key twice.
Yaml parse_source(const std::string& file, std::string_view bytes);
// Of a host file. Throws ContentError.
Yaml read_source(const std::string& path, const std::string& name);

// Reads the keys of one map. What is missing or of the wrong kind becomes a complaint; finish() complains of keys nobody asked for.
class Fields {
 public:
  // `what` names the map in messages, as in "cron-enabled"; may be empty.
  Fields(const Yaml& map, std::string what, Complaints& complaints);

  const Yaml* any(std::string_view key);  // null where absent
  std::string text(std::string_view key);
  std::string text_or(std::string_view key, std::string_view otherwise);
  bool flag(std::string_view key, bool otherwise);
  std::string word(std::string_view key, std::string_view otherwise, const std::vector<std::string_view>& known);
  std::vector<std::string> list(std::string_view key);  // a scalar counts as a list of one
  void finish();
  void complain(const std::string& message) const;

 private:
  const Yaml& map_;
  std::string what_;
  Complaints& complaints_;
  std::vector<std::string> asked_;
};

}  // namespace assay::benchmarks
