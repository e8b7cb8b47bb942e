#include "engine/xml/document.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/xml/writer.h"

namespace assay::xml {
namespace {

void append_text(const Element& element, std::string* out) {
  for (const Element::Node& node : element.nodes) {
    if (node.element)
      append_text(*node.element, out);
    else
      *out += node.text;
  }
}

// Builds the one element it meets first.
class Builder : public Handler {
 public:
  Want start(const Start&) override { return Want::build; }
  void built(Element element) override { element_ = std::move(element); }
  Element take() { return std::move(element_); }

 private:
  Element element_;
};

// The prefixes (`""` for the default) that a well-formed start tag declares, and where its name ends.
struct StartTag {
  std::size_t name_end = 0;
  std::vector<std::string_view> declared;
};

StartTag read_start_tag(std::string_view bytes) {
  StartTag tag;
  tag.name_end = bytes.find_first_of(" \t\r\n/>", 1);
  for (std::size_t at = tag.name_end;;) {
    at = bytes.find_first_not_of(kXmlSpace, at);
    if (at == std::string_view::npos || bytes[at] == '>' || bytes[at] == '/') return tag;
    const std::size_t equals = bytes.find('=', at);
    const std::size_t quote = bytes.find_first_of("\"'", equals);
    if (quote == std::string_view::npos) return tag;
    const std::string_view name = trim(bytes.substr(at, equals - at));
    if (name == "xmlns") tag.declared.emplace_back();
    if (name.starts_with("xmlns:")) tag.declared.push_back(name.substr(6));
    at = bytes.find(bytes[quote], quote + 1);
    if (at == std::string_view::npos) return tag;
    ++at;
  }
}

}  // namespace

std::string_view Start::attr(std::string_view local) const {
  for (const auto& [attribute, value] : attributes)
    if (attribute == local) return value;
  return {};
}

std::optional<std::string_view> Element::attr(std::string_view local) const { return attr_ns({}, local); }

std::optional<std::string_view> Element::attr_ns(std::string_view ns_uri, std::string_view local) const {
  for (const Attribute& attribute : attributes)
    if (attribute.name == local && attribute.ns == ns_uri) return attribute.value;
  return std::nullopt;
}

std::string Element::attr_or(std::string_view local, std::string_view otherwise) const {
  return std::string(attr(local).value_or(otherwise));
}

bool Element::attr_bool(std::string_view local, bool otherwise) const {
  const std::string_view word = trim(attr(local).value_or(""));
  if (word == "true" || word == "1") return true;
  if (word == "false" || word == "0") return false;
  return otherwise;
}

std::string Element::text() const {
  std::string out;
  append_text(*this, &out);
  return out;
}

const Element* Element::child(std::string_view local) const {
  for (const Node& node : nodes)
    if (node.element && node.element->name == local) return node.element.get();
  return nullptr;
}

std::vector<const Element*> Element::children(std::string_view local) const {
  std::vector<const Element*> found;
  for (const Node& node : nodes)
    if (node.element && node.element->name == local) found.push_back(node.element.get());
  return found;
}

std::vector<const Element*> Element::elements() const {
  std::vector<const Element*> found;
  for (const Node& node : nodes)
    if (node.element) found.push_back(node.element.get());
  return found;
}

Element parse(const Source& source, const Fragment& range) {
  Builder builder;
  scan(source, range, builder);
  return builder.take();
}

Element parse(const Source& source) {
  Builder builder;
  scan(source, builder);
  return builder.take();
}

std::string standalone(const Source& source, const Fragment& range) {
  const std::string_view bytes = source.bytes().substr(range.begin, range.end - range.begin);
  const StartTag tag = read_start_tag(bytes);
  std::string out(bytes.substr(0, tag.name_end));
  if (range.scope) {
    for (const auto& [prefix, uri] : *range.scope) {
      if (std::find(tag.declared.begin(), tag.declared.end(), prefix) != tag.declared.end()) continue;
      // A prefix that is nowhere in the text is not needed: names in content (xsi:type="x:y") are in the text as well.
      if (!prefix.empty() && bytes.find(prefix + ":") == std::string_view::npos) continue;
      out += prefix.empty() ? " xmlns" : " xmlns:" + prefix;
      out += "=\"" + escape_attribute(uri) + "\"";
    }
  }
  out += bytes.substr(tag.name_end);
  return out;
}

}  // namespace assay::xml
