#include "benchmarks/compiler/yaml.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "probes/parse/yaml_document.h"

namespace assay::benchmarks {
namespace {

// An alias is copied wherever it stands, so a short text could name a long one very often, and a deep one at its own end.
constexpr std::size_t kMaxValues = 1'000'000, kMaxDepth = 1'000;
constexpr std::size_t kMaxBytes = 16u << 20;
constexpr std::size_t kMostComplaints = 20;  // in one message

class Copy {
 public:
  Copy(std::string file, const YamlStream& stream) : file_(std::move(file)), stream_(stream) {}

  Yaml value(std::uint32_t index) {
    const YamlNode& node = stream_.nodes[index];
    if (++made_ > kMaxValues) refuse(node, "more values than a source file may have");
    if (++depth_ > kMaxDepth) refuse(node, "values are nested too deeply");
    Yaml copy;
    copy.file = file_;
    copy.line = static_cast<int>(node.line);
    switch (node.kind) {
      case YamlNode::Kind::scalar: scalar(node, copy); break;
      case YamlNode::Kind::sequence:
        copy.kind = Yaml::Kind::sequence;
        for (const std::uint32_t child : node.children) copy.items.push_back(value(child));
        break;
      case YamlNode::Kind::map: map(node, copy); break;
    }
    --depth_;
    return copy;
  }

 private:
  [[noreturn]] void refuse(const YamlNode& node, const std::string& why) const {
    throw ContentError(file_, static_cast<int>(node.line), {}, why);
  }

  void scalar(const YamlNode& node, Yaml& copy) const {
    const auto resolved = resolve_scalar(node);
    if (!resolved) refuse(node, resolved.error().message());
    copy.text = resolved->second;
    switch (resolved->first) {
      case YamlType::string: copy.type = Yaml::Type::string; break;
      case YamlType::integer: copy.type = Yaml::Type::integer; break;
      case YamlType::floating: copy.type = Yaml::Type::floating; break;
      case YamlType::boolean: copy.type = Yaml::Type::boolean; break;
    }
    // A version such as 2.10 is no number: what was written is what is meant.
    if (copy.type == Yaml::Type::floating) copy.text = node.text;
    // Only null has another text than was written: it says nothing, as what is left empty does.
    if (copy.type == Yaml::Type::string && copy.text != node.text) copy.text.clear();
  }

  void map(const YamlNode& node, Yaml& copy) {
    copy.kind = Yaml::Kind::map;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const YamlNode& key = stream_.nodes[node.children[i]];
      if (key.kind != YamlNode::Kind::scalar) refuse(key, "a key that is no word");
      if (!seen.insert(key.text).second) refuse(key, "the key \"" + key.text + "\" a second time");
      copy.entries.push_back({key.text, value(node.children[i + 1])});
    }
  }

  std::string file_;
  const YamlStream& stream_;
  std::size_t made_ = 0, depth_ = 0;
};

}  // namespace

void Complaints::refuse() const {
  if (list_.empty()) return;
  std::vector<std::string> told(list_.begin(), list_.begin() + static_cast<std::ptrdiff_t>(std::min(list_.size(), kMostComplaints)));
  if (list_.size() > told.size()) told.push_back("and " + std::to_string(list_.size() - told.size()) + " more");
  throw JobError(join(told, "; "));
}

const Yaml* Yaml::find(std::string_view key) const {
  for (const auto& entry : entries)
    if (entry.first == key) return &entry.second;
  return nullptr;
}

Yaml parse_source(const std::string& file, std::string_view bytes) {
  const auto stream = parse_yaml(bytes);
  if (!stream) throw ContentError(file, 0, {}, stream.error().detail);
  if (stream->documents.size() > 1) throw ContentError(file, 0, {}, "more than one YAML document");
  Yaml empty;
  empty.file = file;
  return stream->documents.empty() ? empty : Copy(file, *stream).value(stream->documents.front().root);
}

Yaml read_source(const std::string& path, const std::string& name) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw ContentError(name, 0, {}, "cannot be read: " + std::string(std::strerror(errno)));
  std::string bytes(kMaxBytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad() || (in.fail() && !in.eof())) throw ContentError(name, 0, {}, "cannot be read");
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() > kMaxBytes) throw ContentError(name, 0, {}, "larger than " + std::to_string(kMaxBytes >> 20) + " MiB");
  return parse_source(name, bytes);
}

Fields::Fields(const Yaml& map, std::string what, Complaints& complaints) : map_(map), what_(std::move(what)), complaints_(complaints) {
  if (map_.kind != Yaml::Kind::map) complain("keys and values are expected here");
}

void Fields::complain(const std::string& message) const { complaints_.add(map_.place(), what_.empty() ? message : what_ + ": " + message); }

const Yaml* Fields::any(std::string_view key) {
  asked_.emplace_back(key);
  return map_.find(key);
}

std::string Fields::text_or(std::string_view key, std::string_view otherwise) {
  const Yaml* value = any(key);
  if (value == nullptr) return std::string(otherwise);
  if (value->kind != Yaml::Kind::scalar) complain(std::string(key) + " is no text");
  return std::string(trim(value->text));
}

std::string Fields::text(std::string_view key) {
  std::string value = text_or(key, "");
  if (value.empty()) complain(std::string(key) + " is missing");
  return value;
}

bool Fields::flag(std::string_view key, bool otherwise) {
  const Yaml* value = any(key);
  if (value == nullptr) return otherwise;
  if (value->type != Yaml::Type::boolean) complain(std::string(key) + " is neither true nor false");
  return value->text == "true";
}

std::string Fields::word(std::string_view key, std::string_view otherwise, const std::vector<std::string_view>& known) {
  std::string value = text_or(key, otherwise);
  if (std::find(known.begin(), known.end(), value) == known.end())
    complain(std::string(key) + ": no \"" + value + "\"; one of: " + join({known.begin(), known.end()}, ", "));
  return value;
}

std::vector<std::string> Fields::list(std::string_view key) {
  const Yaml* value = any(key);
  if (value == nullptr) return {};
  if (value->kind == Yaml::Kind::scalar) return {value->text};
  std::vector<std::string> texts;
  for (const Yaml& item : value->items) {
    if (item.kind != Yaml::Kind::scalar) complain(std::string(key) + " holds what is no text");
    texts.push_back(item.text);
  }
  if (value->kind == Yaml::Kind::map) complain(std::string(key) + " is no list");
  return texts;
}

void Fields::finish() {
  for (const auto& [key, value] : map_.entries)
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end())
      complaints_.add(value.place(), (what_.empty() ? "" : what_ + ": ") + "unknown key \"" + key + "\"");
}

}  // namespace assay::benchmarks
