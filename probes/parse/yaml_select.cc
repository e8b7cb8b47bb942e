// A path applied to documents, and what it selected as records.
#include <optional>

#include "probes/parse/yaml_document.h"

namespace assay {
namespace {

constexpr std::size_t kMaxVisits = 500'000;  // aliases make few bytes into many nodes

using Kind = YamlNode::Kind;
using Segments = std::vector<YamlPath::Segment>;

// Part of a document: a node as it is, or a sequence or map of which a path kept some.
struct Part;
struct Selection {
  std::uint32_t node = 0;
  std::optional<Kind> kept;  // not set: the node itself, whole
  std::vector<Part> parts;
};
struct Part {
  std::string name;  // of a map's value
  Selection selection;
};

class Selector {
 public:
  Selector(const YamlStream& stream, const Segments& segments) : stream_(stream), segments_(segments) {}

  // Nothing where the path leads nowhere.
  Result<std::optional<Selection>> select(std::uint32_t node, std::size_t from);

 private:
  Result<std::optional<Selection>> by(const YamlPath::Keys& keys, std::uint32_t node, std::size_t from);
  Result<std::optional<Selection>> by(const YamlPath::Indices& indices, std::uint32_t node, std::size_t from);
  Result<std::optional<Selection>> by(const YamlPath::Slice& slice, std::uint32_t node, std::size_t from);
  // Selects in `child` what is left of the path; keeps it under `name`.
  Result<bool> keep(Selection& into, std::string name, std::uint32_t child, std::size_t from);
  Result<std::optional<std::uint32_t>> value_of(const YamlNode& map, const std::string& key) const;

  const YamlStream& stream_;
  const Segments& segments_;
  std::size_t visits_ = 0;
};

Result<std::optional<Selection>> Selector::select(std::uint32_t node, std::size_t from) {
  if (++visits_ > kMaxVisits) return fail(EFBIG, "the YAML path selects too many nodes");
  if (from == segments_.size()) {
    Selection whole;
    whole.node = node;
    return std::optional(std::move(whole));
  }
  return std::visit([&](const auto& segment) { return by(segment, node, from + 1); }, segments_[from]);
}

Result<std::optional<std::uint32_t>> Selector::value_of(const YamlNode& map, const std::string& key) const {
  std::optional<std::uint32_t> found;
  for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
    const YamlNode& name = stream_.nodes[map.children[i]];
    if (name.kind != Kind::scalar || name.text != key) continue;
    if (found) return fail(EBADMSG, "YAML key \"" + key + "\" is there twice");
    found = map.children[i + 1];
  }
  return found;
}

Result<bool> Selector::keep(Selection& into, std::string name, std::uint32_t child, std::size_t from) {
  auto selected = select(child, from);
  if (!selected) return tl::make_unexpected(selected.error());
  if (*selected) into.parts.push_back({std::move(name), **std::move(selected)});
  return true;
}

Result<std::optional<Selection>> Selector::by(const YamlPath::Keys& keys, std::uint32_t node, std::size_t from) {
  const YamlNode& map = stream_.nodes[node];
  if (map.kind != Kind::map) return std::nullopt;
  Selection some;
  some.kept = Kind::map;
  for (const std::string& key : keys.names) {
    const auto value = value_of(map, key);
    if (!value) return tl::make_unexpected(value.error());
    if (!keys.set) return *value ? select(**value, from) : Result<std::optional<Selection>>(std::nullopt);
    if (!*value) continue;
    if (const auto kept = keep(some, key, **value, from); !kept) return tl::make_unexpected(kept.error());
  }
  return std::optional(std::move(some));
}

Result<std::optional<Selection>> Selector::by(const YamlPath::Indices& indices, std::uint32_t node, std::size_t from) {
  const YamlNode& sequence = stream_.nodes[node];
  if (sequence.kind != Kind::sequence) return std::nullopt;
  Selection some;
  some.kept = Kind::sequence;
  for (const std::size_t index : indices.numbers) {
    const bool there = index < sequence.children.size();
    if (!indices.set) return there ? select(sequence.children[index], from) : Result<std::optional<Selection>>(std::nullopt);
    if (!there) continue;
    if (const auto kept = keep(some, {}, sequence.children[index], from); !kept) return tl::make_unexpected(kept.error());
  }
  return std::optional(std::move(some));
}

Result<std::optional<Selection>> Selector::by(const YamlPath::Slice& slice, std::uint32_t node, std::size_t from) {
  const YamlNode& sequence = stream_.nodes[node];
  if (sequence.kind != Kind::sequence) return std::nullopt;
  Selection some;
  some.kept = Kind::sequence;
  const std::size_t end = std::min(slice.end, sequence.children.size());
  for (std::size_t i = slice.begin; i < end; i += std::min(slice.step, end - i))
    if (const auto kept = keep(some, {}, sequence.children[i], from); !kept) return tl::make_unexpected(kept.error());
  return std::optional(std::move(some));
}

// "Due to the limitation of the record type field names could not contain uppercase letters, they will be converted to the
// lowercase and escaped using the '^' symbol."
std::string field_name(std::string_view key) {
  std::string name;
  for (const char c : key) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || c == '^') name += '^';
    name += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

class Recorder {
 public:
  explicit Recorder(const YamlStream& stream) : stream_(stream) {}

  Result<bool> add(const Selection& selection);
  std::vector<YamlRecord> records() && {
    std::vector<YamlRecord> all;
    if (!scalars_.empty()) all.push_back(std::move(scalars_));
    for (YamlRecord& record : structures_) all.push_back(std::move(record));
    return all;
  }

 private:
  Kind kind_of(const Selection& selection) const { return selection.kept ? *selection.kept : stream_.nodes[selection.node].kind; }
  Result<std::vector<Part>> parts_of(const Selection& selection);
  Result<bool> add_scalar(const Selection& scalar, const std::string& name, YamlRecord& record);
  Result<bool> add_map(const Selection& map);
  Result<bool> add_scalars(const std::vector<Part>& sequence, const std::string& name, YamlRecord& record);

  const YamlStream& stream_;
  YamlRecord scalars_;  // those without a key, of all documents
  std::vector<YamlRecord> structures_;
  std::size_t visits_ = 0;
};

tl::unexpected<Failure> not_flat() { return fail(EINVAL, "the YAML path selects a structure that is not flat"); }

Result<std::vector<Part>> Recorder::parts_of(const Selection& selection) {
  std::vector<Part> parts;
  if (selection.kept) {
    parts = selection.parts;
  } else {
    const YamlNode& node = stream_.nodes[selection.node];
    const bool map = node.kind == Kind::map;
    for (std::size_t i = 0; i < node.children.size(); i += map ? 2 : 1) {
      Part& part = parts.emplace_back();
      part.selection.node = node.children[map ? i + 1 : i];
      if (!map) continue;
      const YamlNode& key = stream_.nodes[node.children[i]];
      if (key.kind != Kind::scalar) return not_flat();
      part.name = key.text;
    }
  }
  visits_ += parts.size();
  if (visits_ > kMaxVisits) return fail(EFBIG, "the YAML path selects too many values");
  return parts;
}

Result<bool> Recorder::add_scalar(const Selection& scalar, const std::string& name, YamlRecord& record) {
  if (++visits_ > kMaxVisits) return fail(EFBIG, "the YAML path selects too many values");
  auto value = resolve_scalar(stream_.nodes[scalar.node]);
  if (!value) return tl::make_unexpected(value.error());
  record.push_back({name, value->first, std::move(value->second)});
  return true;
}

Result<bool> Recorder::add_scalars(const std::vector<Part>& sequence, const std::string& name, YamlRecord& record) {
  for (const Part& part : sequence) {
    if (kind_of(part.selection) != Kind::scalar) return not_flat();
    if (const auto added = add_scalar(part.selection, name, record); !added) return added;
  }
  return true;
}

Result<bool> Recorder::add_map(const Selection& map) {
  const auto parts = parts_of(map);
  if (!parts) return tl::make_unexpected(parts.error());
  YamlRecord record;
  for (const Part& part : *parts) {
    const std::string name = field_name(part.name);
    Result<bool> added = not_flat();
    switch (kind_of(part.selection)) {
      case Kind::scalar: added = add_scalar(part.selection, name, record); break;
      case Kind::sequence: {
        const auto values = parts_of(part.selection);
        added = values ? add_scalars(*values, name, record) : Result<bool>(tl::make_unexpected(values.error()));
        break;
      }
      case Kind::map: break;
    }
    if (!added) return added;
  }
  if (!record.empty()) structures_.push_back(std::move(record));
  return true;
}

Result<bool> Recorder::add(const Selection& selection) {
  const std::string no_key = "#";
  if (kind_of(selection) == Kind::scalar) return add_scalar(selection, no_key, scalars_);
  if (kind_of(selection) == Kind::map) return add_map(selection);
  const auto parts = parts_of(selection);
  if (!parts) return tl::make_unexpected(parts.error());
  const std::size_t scalars = scalars_.size(), structures = structures_.size();
  for (const Part& part : *parts) {
    Result<bool> added = true;
    if (kind_of(part.selection) == Kind::sequence) {
      const auto values = parts_of(part.selection);
      if (!values) return tl::make_unexpected(values.error());
      if (values->empty()) continue;
      added = add_scalars(*values, no_key, structures_.emplace_back());
    } else {
      added = kind_of(part.selection) == Kind::map ? add_map(part.selection) : add_scalar(part.selection, no_key, scalars_);
    }
    if (!added) return added;
  }
  if (scalars_.size() > scalars && structures_.size() > structures) return not_flat();
  return true;
}

}  // namespace

Result<std::vector<YamlRecord>> yaml_values(std::string_view stream, const YamlPath& path) {
  const auto parsed = parse_yaml(stream);
  if (!parsed) return tl::make_unexpected(parsed.error());
  Selector selector(*parsed, path.segments());
  Recorder recorder(*parsed);
  for (const YamlDocument& document : parsed->documents) {
    std::uint32_t start = document.root;
    if (!path.anchor().empty()) {
      const auto anchor = document.anchors.find(path.anchor());
      if (anchor == document.anchors.end()) continue;
      start = anchor->second;
    }
    const auto selected = selector.select(start, 0);
    if (!selected) return tl::make_unexpected(selected.error());
    if (!*selected) continue;
    if (const auto added = recorder.add(**selected); !added) return tl::make_unexpected(added.error());
  }
  return std::move(recorder).records();
}

}  // namespace assay
