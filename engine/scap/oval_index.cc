#include "engine/scap/oval_index.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace assay::oval {
namespace {

struct PartName {
  std::string_view section, abbreviation;
};
constexpr PartName kPartNames[] = {{"definitions", "def"}, {"tests", "tst"}, {"objects", "obj"}, {"states", "ste"}, {"variables", "var"}};

std::optional<Part> part_of_section(std::string_view section) {
  for (std::size_t i = 0; i < std::size(kPartNames); ++i)
    if (kPartNames[i].section == section) return static_cast<Part>(i);
  return std::nullopt;
}

bool is_namespace_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

}  // namespace

bool is_id(Part part, std::string_view id) {
  const std::vector<std::string_view> pieces = split(id, ':');
  return pieces.size() == 4 && pieces[0] == "oval" && pieces[2] == kPartNames[static_cast<std::size_t>(part)].abbreviation &&
         !pieces[1].empty() && std::all_of(pieces[1].begin(), pieces[1].end(), is_namespace_character) && is_digits(pieces[3]) &&
         pieces[3][0] != '0';
}

xml::Want Indexer::start(const xml::Start& tag) {
  const std::size_t depth = depth_;
  if (depth == 0) {
    if (tag.ns != kNamespace || tag.name != "oval_definitions")
      throw ContentError(source_.name(), tag.line, {}, "<" + std::string(tag.name) + "> is no OVAL definitions document");
    ++depth_;
    return xml::Want::descend;
  }
  return depth == 1 ? start_section(tag) : start_part(tag);
}

xml::Want Indexer::start_section(const xml::Start& tag) {
  if (tag.ns == kNamespace && tag.name == "generator") return xml::Want::build;
  section_ = tag.ns == kNamespace ? part_of_section(tag.name) : std::nullopt;
  ++depth_;
  return section_ ? xml::Want::descend : xml::Want::skip;
}

xml::Want Indexer::start_part(const xml::Start& tag) {
  id_ = tag.attr("id");
  const auto refuse = [&](const std::string& what) { throw ContentError(source_.name(), tag.line, id_, what); };
  if (id_.empty()) refuse("<" + std::string(tag.name) + "> has no id");
  if (!is_id(*section_, id_)) refuse("malformed id in <" + std::string(tag.name) + ">");
  const std::string_view version = trim(tag.attr("version"));
  if (version.empty()) refuse("no version");
  if (!is_digits(version) || !parse_int(version)) refuse("malformed version");
  ++depth_;
  return xml::Want::skip;
}

void Indexer::built(xml::Element generator) {
  const auto text = [&](std::string_view name) {
    const xml::Element* child = generator.child(name);
    return child ? std::string(trim(child->text())) : std::string();
  };
  index_.generator = {text("product_name"), text("product_version"), {}, text("timestamp")};
  for (const xml::Element* version : generator.children("schema_version")) {
    const std::string value(trim(version->text()));
    const std::string platform = version->attr_or("platform", "");
    if (!platform.empty())
      index_.generator.platform_versions.push_back({platform, value});
    else if (index_.generator.schema_version.empty())
      index_.generator.schema_version = value;
  }
}

void Indexer::end(std::string_view, std::string_view, const xml::Fragment& range) {
  --depth_;
  if (depth_ == 0) index_.root = range;
  if (depth_ != 2) return;
  // A well-formed id has nothing that needs an escape, so it stands in the source as it is.
  const std::string_view element = source_.bytes().substr(range.begin, range.end - range.begin);
  index_.of(*section_).push_back({element.substr(element.find(id_), id_.size()), range});
}

Index Indexer::take() {
  if (index_.generator.schema_version.empty())
    throw ContentError(source_.name(), index_.root.line, {}, "no schema_version in the generator of the OVAL definitions");
  for (auto& part : index_.parts) part.shrink_to_fit();
  return std::move(index_);
}

}  // namespace assay::oval
