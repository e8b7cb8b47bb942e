#include "images/description.h"

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace assay::images {

Json parse_description(const std::string& text, const std::string& what) {
  Json parsed = Json::parse(text, nullptr, false);
  if (parsed.is_discarded()) throw JobError(what + ": is not JSON: the image is damaged");
  return parsed;
}

const Json& member(const Json& object, const char* name) {
  static const Json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

std::string text_member(const Json& object, const char* name) {
  const Json& text = member(object, name);
  return text.is_string() ? text.get<std::string>() : std::string();
}

std::uint64_t number_member(const Json& object, const char* name, const std::string& what) {
  const Json& number = member(object, name);
  if (!number.is_number_unsigned()) throw JobError(what + ": has no number \"" + name + "\"");
  return number.get<std::uint64_t>();
}

std::vector<std::string> text_list(const Json& object, const char* name) {
  std::vector<std::string> texts;
  const Json& list = member(object, name);
  if (!list.is_array()) return texts;
  for (const Json& text : list)
    if (text.is_string()) texts.push_back(text.get<std::string>());
  return texts;
}

void check_configuration(const Json& configuration, const std::string& what) {
  const std::string system = text_member(configuration, "os");
  if (!system.empty() && system != "linux") throw JobError(what + ": an image for " + printable(system) + ", not for Linux");
}

std::vector<std::string> layer_digests(const Json& configuration) { return text_list(member(configuration, "rootfs"), "diff_ids"); }

}  // namespace assay::images
