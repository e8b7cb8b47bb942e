#include "probes/parse/yaml_document.h"

#include <yaml.h>

#include <memory>

namespace assay {
namespace {

constexpr std::size_t kMaxNodes = 1'000'000, kMaxDepth = 1000;

std::string text_of(const yaml_char_t* text) { return text == nullptr ? std::string() : reinterpret_cast<const char*>(text); }

std::uint32_t line_of(const yaml_event_t& event) { return static_cast<std::uint32_t>(event.start_mark.line + 1); }

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&event_); }
  yaml_event_t* get() { return &event_; }
  yaml_event_t* operator->() { return &event_; }

 private:
  yaml_event_t event_{};
};

class Builder {
 public:
  Result<YamlStream> build(std::string_view bytes);

 private:
  struct Open {
    std::uint32_t node;
    std::string anchor;
  };

  Result<bool> take(yaml_event_t& event);
  std::uint32_t add(YamlNode node);
  void attach(std::uint32_t node);
  void name(const std::string& anchor, std::uint32_t node) {
    if (!anchor.empty()) stream_.documents.back().anchors[anchor] = node;
  }
  Result<bool> open(YamlNode::Kind kind, const yaml_event_t& event, std::string anchor);

  YamlStream stream_;
  std::vector<Open> open_;
};

std::uint32_t Builder::add(YamlNode node) {
  stream_.nodes.push_back(std::move(node));
  return static_cast<std::uint32_t>(stream_.nodes.size() - 1);
}

void Builder::attach(std::uint32_t node) {
  if (open_.empty())
    stream_.documents.back().root = node;
  else
    stream_.nodes[open_.back().node].children.push_back(node);
}

Result<bool> Builder::open(YamlNode::Kind kind, const yaml_event_t& event, std::string anchor) {
  if (open_.size() >= kMaxDepth) return fail(EFBIG, "YAML is nested too deeply");
  YamlNode node;
  node.kind = kind;
  node.line = line_of(event);
  const std::uint32_t index = add(std::move(node));
  attach(index);
  open_.push_back({index, std::move(anchor)});
  return true;
}

// False: the stream ends.
Result<bool> Builder::take(yaml_event_t& event) {
  switch (event.type) {
    case YAML_STREAM_END_EVENT: return false;
    case YAML_DOCUMENT_START_EVENT: stream_.documents.emplace_back(); return true;
    case YAML_ALIAS_EVENT: {
      const auto& anchors = stream_.documents.back().anchors;
      const auto found = anchors.find(text_of(event.data.alias.anchor));
      if (found == anchors.end()) return fail(EBADMSG, "YAML alias to an unknown anchor");  // or to a node around it
      attach(found->second);
      return true;
    }
    case YAML_SCALAR_EVENT: {
      const auto& scalar = event.data.scalar;
      YamlNode node;
      node.plain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.quoted_implicit == 0;
      node.line = line_of(event);
      node.tag = text_of(scalar.tag);
      node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
      const std::uint32_t index = add(std::move(node));
      attach(index);
      name(text_of(scalar.anchor), index);
      return true;
    }
    case YAML_SEQUENCE_START_EVENT: return open(YamlNode::Kind::sequence, event, text_of(event.data.sequence_start.anchor));
    case YAML_MAPPING_START_EVENT: return open(YamlNode::Kind::map, event, text_of(event.data.mapping_start.anchor));
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      name(open_.back().anchor, open_.back().node);  // not before: an alias to a node around it would never end
      open_.pop_back();
      return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT: return true;
  }
  return true;
}

Result<YamlStream> Builder::build(std::string_view bytes) {
  yaml_parser_t parser;
  if (yaml_parser_initialize(&parser) == 0) return fail(ENOMEM);
  const std::unique_ptr<yaml_parser_t, decltype(&yaml_parser_delete)> owner(&parser, yaml_parser_delete);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  for (;;) {
    Event event;
    if (yaml_parser_parse(&parser, event.get()) == 0) {
      const std::string why = parser.problem != nullptr ? parser.problem : "not YAML";
      return fail(EBADMSG, "YAML line " + std::to_string(parser.problem_mark.line + 1) + ": " + why);
    }
    const auto more = take(*event.get());
    if (!more) return tl::make_unexpected(more.error());
    if (!*more) return std::move(stream_);
    if (stream_.nodes.size() > kMaxNodes) return fail(EFBIG, "YAML has too many nodes");
  }
}

}  // namespace

Result<YamlStream> parse_yaml(std::string_view bytes) { return Builder().build(bytes); }

}  // namespace assay
