#include <algorithm>
#include <set>

#include "reports/rule_facts.h"
#include "reports/sarif.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

constexpr std::size_t kMostLocations = 100;

// The path below the root as a relative reference (RFC 3986): what is not unreserved is escaped, byte by byte.
std::string relative_uri(std::string_view path) {
  static constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/",
                                    kHex = "0123456789ABCDEF";
  while (path.starts_with('/')) path.remove_prefix(1);
  if (path.empty()) return ".";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved.find(c) != std::string_view::npos)
      uri += c;
    else
      uri += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return uri;
}

// Code scanning wants a line of every location: of a whole file it is the first, as is usual.
Json physical(std::string_view path, std::int64_t line) {
  return {{"artifactLocation", {{"uri", relative_uri(path)}, {"uriBaseId", kSarifRoot}}},
          {"region", {{"startLine", std::max<std::int64_t>(line, 1)}}}};
}

}  // namespace

Json sarif_message(std::string_view text) {
  const std::string shown = terminal_text(text);
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::string_view rest = std::string_view(shown).substr(i);
    if (rest.starts_with("](")) {
      out += "\\]";
      continue;
    }
    const std::size_t after = rest.find_first_not_of("0123456789", 1);
    if (rest[0] == '{' && after != std::string_view::npos && after > 1 && rest[after] == '}') {
      out += "{" + std::string(rest.substr(0, after)) + "}}";
      i += after;
      continue;
    }
    out += rest[0];
  }
  return {{"text", out}};
}

Json sarif_locations(const evaluate::RuleResult& result) {
  Json files = Json::array(), others = Json::array();
  std::set<std::string> seen;
  for (const evaluate::Evidence& evidence : result.evidence)
    for (const std::string& where : evidence.where) {
      if (files.size() + others.size() == kMostLocations || !seen.insert(where).second) continue;
      if (const auto place = file_place(where))
        files.push_back({{"physicalLocation", physical(place->path, place->line)}});
      else
        others.push_back({{"fullyQualifiedName", terminal_text(where)}});
    }
  if (!files.empty()) return files;
  Json root = {{"physicalLocation", physical("/", 0)}};
  if (!others.empty()) root["logicalLocations"] = std::move(others);
  return Json::array({std::move(root)});
}

}  // namespace assay::reports
