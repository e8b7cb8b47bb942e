// One content file after its one pass: what is in it, built or indexed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/scap/content.h"
#include "engine/scap/oval_index.h"

namespace assay::scap {

struct LoadedComponent {  // parallel to Loaded::components; what the component is of the four, if it is
  std::shared_ptr<xccdf::Benchmark> benchmark;
  std::shared_ptr<xccdf::Tailoring> tailoring;
  std::optional<cpe::Dictionary> dictionary;
  std::optional<oval::Index> oval_index;
  std::unique_ptr<oval::Definitions> oval;  // made of the index when first asked for
};

struct Loaded {
  std::shared_ptr<const xml::Source> source;
  Kind kind = Kind::data_stream;
  std::vector<DataStream> streams;
  std::vector<Component> components;  // outside a data stream: one, without id
  std::vector<LoadedComponent> parts;

  LoadedComponent* part(std::string_view component_id);  // null where there is none
  const Component& component(const LoadedComponent& part) const { return components[static_cast<std::size_t>(&part - parts.data())]; }
  const oval::Definitions* definitions(LoadedComponent& part, const std::string& name) const;  // null where it is no OVAL
};

// Throws ContentError: also where it is no SCAP content, unless it lies `beside` some and may be any document that names.
Loaded load(const std::shared_ptr<const xml::Source>& source, bool beside = false);

// <ds:data-stream>
DataStream read_data_stream(const xml::Source& source, const xml::Element& element);

// What `name` means by a catalog: "#component-ref-id" or a URL; nothing where the catalog does not say. A name that starts with '#' means
// itself.
std::optional<std::string> look_up(const ComponentRef& holder, std::string_view name);

struct HostPath {
  std::string path;
  bool beside = true;  // in the directory of the content or below it; else spelled out by an absolute reference
};

// What is said of every file elsewhere that does not serve: not whether it is there, nor what is in it.
inline constexpr std::string_view kNoOval = "is no OVAL definitions document";

// The host path that `href` means as seen from the content file at `content_path`. A relative reference stays in the file's directory
// or below it, whatever links lie on the way; an absolute one is taken at its word. Nothing, with *why set, where it is remote, missing
// or leads elsewhere.
std::optional<HostPath> path_beside(const std::string& content_path, std::string_view href, std::string* why);

bool is_remote(std::string_view href);

}  // namespace assay::scap
