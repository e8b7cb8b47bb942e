// Where everything of an OVAL Definitions document lies: made in one pass, without building a tree of it.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "engine/scap/oval.h"
#include "engine/xml/document.h"

namespace assay::oval {

inline constexpr std::string_view kNamespace = "http://oval.mitre.org/XMLSchema/oval-definitions-5";

struct Index {
  struct Entry {
    std::string_view id;  // where it stands in the source
    xml::Fragment range;
  };
  xml::Fragment root;
  Generator generator;
  std::array<std::vector<Entry>, 5> parts;  // by Part

  std::vector<Entry>& of(Part part) { return parts[static_cast<std::size_t>(part)]; }
  const std::vector<Entry>& of(Part part) const { return parts[static_cast<std::size_t>(part)]; }
};

// Is `id` as oval-common's ...IDPattern of this part ("oval:org.example:def:1")?
bool is_id(Part part, std::string_view id);

// Give it the pass over an <oval_definitions> element (depth 0), then ask for the index. Throws ContentError: another element, no
// schema_version, an id or version that is missing or malformed.
class Indexer : public xml::Handler {
 public:
  explicit Indexer(const xml::Source& source) : source_(source) {}
  xml::Want start(const xml::Start& tag) override;
  void built(xml::Element generator) override;
  void end(std::string_view ns, std::string_view name, const xml::Fragment& range) override;
  Index take();

 private:
  xml::Want start_section(const xml::Start& tag);
  xml::Want start_part(const xml::Start& tag);

  const xml::Source& source_;
  Index index_;
  std::size_t depth_ = 0;
  std::optional<Part> section_;
  std::string id_;
};

}  // namespace assay::oval
