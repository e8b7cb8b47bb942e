// A YAML stream as nodes that refer to each other by index (libyaml reads it). An alias is the index of its anchor's node: what
// is written once is kept once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "probes/parse/yaml_path.h"

namespace assay {

struct YamlNode {
  enum class Kind : std::uint8_t { scalar, sequence, map };
  Kind kind = Kind::scalar;
  bool plain = false;  // neither quoted nor a block
  std::string tag, text;
  std::uint32_t line = 0;               // 1-based, where it begins
  std::vector<std::uint32_t> children;  // of a map: key, value, key, value...
};

struct YamlDocument {
  std::uint32_t root = 0;
  std::map<std::string, std::uint32_t, std::less<>> anchors;
};

struct YamlStream {
  std::vector<YamlNode> nodes;
  std::vector<YamlDocument> documents;
};

Result<YamlStream> parse_yaml(std::string_view bytes);

// Type and value of a scalar by YAML 1.2's core schema and the standard tags. EINVAL where its tag claims what it is not.
Result<std::pair<YamlType, std::string>> resolve_scalar(const YamlNode& scalar);

}  // namespace assay
