// The <ds:data-stream> element: component references and their catalogs (SCAP 1.2 and 1.3 share the namespace).
#include "engine/base/text.h"
#include "engine/scap/content_load.h"

namespace assay::scap {
namespace {

constexpr std::string_view kXlink = "http://www.w3.org/1999/xlink";

ComponentRef read_component_ref(const xml::Source& source, const xml::Element& element) {
  ComponentRef ref;
  ref.id = element.attr_or("id", "");
  ref.href = trim(element.attr_ns(kXlink, "href").value_or(""));
  if (ref.id.empty()) throw ContentError(source.name(), element.line(), {}, "a component-ref without an id");
  if (ref.href.empty()) throw ContentError(source.name(), element.line(), ref.id, "a component-ref without xlink:href");
  if (ref.href.starts_with('#')) ref.component_id = ref.href.substr(1);
  for (const xml::Element* catalog : element.children("catalog")) {
    for (const xml::Element* entry : catalog->elements()) {
      if (entry->name == "uri") ref.catalog.emplace_back(entry->attr_or("name", ""), entry->attr_or("uri", ""));
      if (entry->name == "rewriteURI") ref.rewrites.emplace_back(entry->attr_or("uriStartString", ""), entry->attr_or("rewritePrefix", ""));
    }
  }
  return ref;
}

std::vector<ComponentRef> read_refs(const xml::Source& source, const xml::Element& stream, std::string_view list) {
  std::vector<ComponentRef> refs;
  for (const xml::Element* container : stream.children(list))
    for (const xml::Element* ref : container->children("component-ref")) refs.push_back(read_component_ref(source, *ref));
  return refs;
}

}  // namespace

DataStream read_data_stream(const xml::Source& source, const xml::Element& element) {
  DataStream stream;
  stream.id = element.attr_or("id", "");
  if (stream.id.empty()) throw ContentError(source.name(), element.line(), {}, "a data-stream without an id");
  stream.scap_version = element.attr_or("scap-version", "");
  stream.use_case = element.attr_or("use-case", "");
  stream.timestamp = element.attr_or("timestamp", "");
  stream.dictionaries = read_refs(source, element, "dictionaries");
  stream.checklists = read_refs(source, element, "checklists");
  stream.checks = read_refs(source, element, "checks");
  stream.extended = read_refs(source, element, "extended-components");
  return stream;
}

std::optional<std::string> look_up(const ComponentRef& holder, std::string_view name) {
  if (name.starts_with('#')) return std::string(name);
  for (const auto& [known, uri] : holder.catalog)
    if (known == name) return uri;
  const std::pair<std::string, std::string>* longest = nullptr;
  for (const auto& rewrite : holder.rewrites)
    if (name.starts_with(rewrite.first) && (!longest || rewrite.first.size() > longest->first.size())) longest = &rewrite;
  if (!longest) return std::nullopt;
  return longest->second + std::string(name.substr(longest->first.size()));
}

}  // namespace assay::scap
