#include "engine/certify/json.h"

#include <set>
#include <vector>

#include "engine/base/error.h"

namespace assay::certify {
namespace {

constexpr int kMostDepth = 64;

// Two readers may take different ones of two fields of one name: what was signed would not be what is shown.
class NoNameTwice {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) names_.emplace_back();
    if (event == Json::parse_event_t::object_end) names_.pop_back();
    if (event == Json::parse_event_t::key && !names_.back().insert(parsed.get<std::string>()).second)
      throw JobError("the name \"" + parsed.get<std::string>() + "\" twice in one object");
    if (depth > kMostDepth) throw JobError("nested too deeply");
    return true;
  }

 private:
  std::vector<std::set<std::string>> names_;
};

}  // namespace

Json parse_json(const std::string& name, std::string_view text) {
  if (text.size() > kMostJson) throw ContentError(name, 0, {}, "too large: more than 16 MiB");
  NoNameTwice check;
  try {
    return Json::parse(text, [&check](int depth, Json::parse_event_t event, const Json& parsed) { return check(depth, event, parsed); });
  } catch (const Json::exception& error) {
    throw ContentError(name, 0, {}, std::string("no JSON: ") + error.what());
  } catch (const JobError& error) {
    throw ContentError(name, 0, {}, error.what());
  }
}

const Json& field(const Json& object, const char* key, const std::string& name, const std::string& path) {
  if (!object.is_object()) throw ContentError(name, 0, {}, (path.empty() ? "the document" : "\"" + path + "\"") + " is no JSON object");
  const auto found = object.find(key);
  if (found == object.end()) throw ContentError(name, 0, {}, "\"" + (path.empty() ? "" : path + ".") + key + "\" is missing");
  return *found;
}

std::string text_field(const Json& object, const char* key, const std::string& name, const std::string& path) {
  const Json& value = field(object, key, name, path);
  if (!value.is_string()) throw ContentError(name, 0, {}, "\"" + (path.empty() ? "" : path + ".") + key + "\" is no string");
  return value.get<std::string>();
}

}  // namespace assay::certify
