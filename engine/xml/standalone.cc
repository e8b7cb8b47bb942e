#include "engine/xml/standalone.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/xml/writer.h"

namespace assay::xml {
namespace {

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

// Of `prefixes`, those that stand before a colon somewhere: names in content (xsi:type="x:y") are in the text as well. One pass,
// however many there are.
std::vector<std::string_view> used_in(std::string_view bytes, std::vector<std::string_view> prefixes) {
  std::vector<std::string_view> used;
  for (std::size_t colon = bytes.find(':'); colon != std::string_view::npos && !prefixes.empty(); colon = bytes.find(':', colon + 1)) {
    const std::string_view before = bytes.substr(0, colon);
    const auto found = std::find_if(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) { return before.ends_with(prefix); });
    if (found == prefixes.end()) continue;
    used.push_back(*found);
    prefixes.erase(found);
    --colon;  // two may end alike
  }
  return used;
}

}  // namespace

Standalone stand_alone(const Source& source, const Fragment& range) {
  const std::string_view bytes = source.bytes().substr(range.begin, range.end - range.begin);
  const StartTag tag = read_start_tag(bytes);
  Standalone alone{std::string(bytes.substr(0, tag.name_end)), bytes.substr(tag.name_end)};
  if (!range.scope) return alone;
  const auto among = [](const std::vector<std::string_view>& prefixes, std::string_view prefix) {
    return std::find(prefixes.begin(), prefixes.end(), prefix) != prefixes.end();
  };
  std::vector<std::string_view> around;
  for (const auto& [prefix, uri] : *range.scope)
    if (!prefix.empty() && !among(tag.declared, prefix)) around.push_back(prefix);
  const std::vector<std::string_view> used = used_in(bytes, std::move(around));
  for (const auto& [prefix, uri] : *range.scope) {
    if (among(tag.declared, prefix) || (!prefix.empty() && !among(used, prefix))) continue;
    alone.head += prefix.empty() ? " xmlns" : " xmlns:" + prefix;
    alone.head += "=\"" + escape_attribute(uri) + "\"";
  }
  return alone;
}

std::string standalone(const Source& source, const Fragment& range) {
  const Standalone alone = stand_alone(source, range);
  return alone.head + std::string(alone.rest);
}

}  // namespace assay::xml
