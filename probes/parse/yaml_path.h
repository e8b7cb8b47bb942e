// YAML documents and the path expressions that yamlfilecontent_test asks them with (OVAL 5.11.3 leaves the language to
// yaml-filter's): `.spec.outputs[:].name`, `['config.yaml']`, `$.a`, `&anchor.key`, `[0]`, `[0,2]`, `[1:3]`, `['a','b']`.
//
// A key or a single index leads into what it names; a set or a slice keeps a sequence (or map) of what it selected. What is left
// must be scalars, a flat sequence or map of them, or a sequence of those: it becomes records of fields, "#" being the name where
// there is no key. Scalars have the types of YAML 1.2's core schema.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"

namespace assay {

enum class YamlType : std::uint8_t { string, integer, floating, boolean };

struct YamlField {
  std::string name;  // as OVAL's record fields are named: lower case; an upper-case letter (and "^") has a "^" before it
  YamlType type = YamlType::string;
  std::string value;  // integers in decimal, booleans "true" or "false", null "(null)"
  bool operator==(const YamlField&) const = default;
};
using YamlRecord = std::vector<YamlField>;

class YamlPath {
 public:
  static Result<YamlPath> parse(std::string_view text);

  struct Keys {
    std::vector<std::string> names;
    bool set = false;  // ['a','b']: keeps the map
  };
  struct Indices {
    std::vector<std::size_t> numbers;
    bool set = false;  // [0,2]: keeps the sequence
  };
  struct Slice {
    std::size_t begin = 0, end = ~std::size_t{0}, step = 1;
  };
  using Segment = std::variant<Keys, Indices, Slice>;

  const std::string& anchor() const { return anchor_; }  // "" where the path starts at the root
  const std::vector<Segment>& segments() const { return segments_; }

 private:
  std::string anchor_;
  std::vector<Segment> segments_;
};

// What the path selects in every document of the stream; no records where it selects nothing. Failures: EBADMSG bytes that are no
// YAML, EINVAL a selection that is no flat structure, EFBIG more nodes than we take.
Result<std::vector<YamlRecord>> yaml_values(std::string_view stream, const YamlPath& path);

}  // namespace assay
