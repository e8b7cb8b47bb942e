// The JSON that describes an image: manifests, indexes, configurations. Hostile, so that everything is asked for by its type. Private to
// images.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace assay::images {

using Json = nlohmann::json;

Json parse_description(const std::string& text, const std::string& what);  // throws JobError

const Json& member(const Json& object, const char* name);                                    // null where there is none
std::string text_member(const Json& object, const char* name);                               // "" where there is no such text
std::uint64_t number_member(const Json& object, const char* name, const std::string& what);  // throws JobError
std::vector<std::string> text_list(const Json& object, const char* name);                    // the texts of an array

// A JobError where the image is not for Linux.
void check_configuration(const Json& configuration, const std::string& what);
// What the configuration says of the unpacked layers; empty where it says nothing.
std::vector<std::string> layer_digests(const Json& configuration);

}  // namespace assay::images
