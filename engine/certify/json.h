// JSON of strangers: bounded in size and depth, well-formed, no name twice in an object. Private to engine/certify.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace assay::certify {

inline constexpr std::size_t kMostJson = 16u << 20;  // bytes: a statement of 1,500 rules has half a MiB

using Json = nlohmann::json;  // fields come out sorted: the same statement is the same bytes

// Throws ContentError, starting with `name`.
Json parse_json(const std::string& name, std::string_view text);

// A field of an object, or a ContentError that names it by `path` ("predicate.assay.verdict").
const Json& field(const Json& object, const char* key, const std::string& name, const std::string& path);
std::string text_field(const Json& object, const char* key, const std::string& name, const std::string& path);

}  // namespace assay::certify
