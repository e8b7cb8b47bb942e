#include "engine/xml/document.h"

#include "engine/base/text.h"

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

}  // namespace assay::xml
