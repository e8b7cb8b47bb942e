#include "engine/base/json_reader.h"

#include <cmath>
#include <set>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "engine/base/utc.h"

namespace assay {
namespace {

using nlohmann::json;

// Watches the parser, which builds whatever it is given.
class Guard {
 public:
  explicit Guard(const std::string& file) : file_(file) {}

  bool operator()(int depth, json::parse_event_t event, const json& parsed) {
    if (static_cast<std::size_t>(depth) > kLimits.json_depth)
      refuse("arrays and objects are nested more than " + std::to_string(kLimits.json_depth) + " deep");
    if (++values_ > kLimits.json_values) refuse("more than " + std::to_string(kLimits.json_values) + " values");
    if (event == json::parse_event_t::object_start) names_.emplace_back();
    if (event == json::parse_event_t::object_end) names_.pop_back();
    if (event == json::parse_event_t::key && !names_.back().insert(parsed.get<std::string>()).second)
      refuse("the name \"" + printable(parsed.get<std::string>()) + "\" is used twice in one object");
    return true;
  }

 private:
  [[noreturn]] void refuse(const std::string& message) const { throw ContentError(file_, 0, {}, message); }

  const std::string& file_;
  std::size_t values_ = 0;
  std::vector<std::set<std::string>> names_;  // of the objects that are open
};

// RFC 6901, 3.
std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

}  // namespace

json parse_json(const std::string& file, std::string_view bytes) {
  // The library takes a NUL for the end, whatever follows.
  if (bytes.find('\0') != std::string_view::npos) throw ContentError(file, 0, {}, "no JSON that can be read: a NUL byte in it");
  try {
    Guard guard(file);
    return json::parse(bytes, [&guard](int depth, json::parse_event_t event, json& parsed) { return guard(depth, event, parsed); });
  } catch (const json::exception& error) {
    const std::string_view what = error.what();  // "[json.exception.parse_error.101] parse error at line 1, column 1: ..."
    throw ContentError(file, 0, {}, "no JSON that can be read: " + printable(what.substr(what.find("] ") + 2)));
  }
}

void JsonPlace::refuse(const std::string& message) const {
  const std::string at = pointer();
  throw ContentError(file_, 0, at.empty() ? "the document" : at, message);
}

std::string JsonPlace::pointer() const {
  if (above_ == nullptr) return {};
  return above_->pointer() + "/" + (name_ == nullptr ? std::to_string(index_) : escaped(name_));
}

const json& JsonPlace::object() const {
  if (!value_.is_object()) refuse("is no object");
  return value_;
}

std::size_t JsonPlace::size() const {
  if (!value_.is_array()) refuse("is no array");
  return value_.size();
}

JsonPlace JsonPlace::member(const char* name) const {
  const auto found = object().find(name);
  if (found == object().end()) refuse("has no member \"" + std::string(name) + "\"");
  return {*this, name, *found};
}

std::string JsonPlace::text() const {
  if (!value_.is_string()) refuse("is no text");
  return printable(value_.get_ref<const std::string&>());
}

bool JsonPlace::flag(const char* name) const {
  const JsonPlace place = member(name);
  if (!place.value_.is_boolean()) place.refuse("is neither true nor false");
  return place.value_.get<bool>();
}

double JsonPlace::number(const char* name) const {
  const JsonPlace place = member(name);
  if (!place.value_.is_number() || !std::isfinite(place.value_.get<double>())) place.refuse("is no number");
  return place.value_.get<double>();
}

std::size_t JsonPlace::index(const char* name) const {
  const JsonPlace place = member(name);
  if (!place.value_.is_number_unsigned()) place.refuse("is no whole number of zero or more");
  return place.value_.get<std::size_t>();
}

std::int64_t JsonPlace::time(const char* name) const {
  if (!has(name)) return 0;
  const std::string spelt = text(name);
  const auto seconds = parse_utc_time(spelt);
  if (!seconds || utc_time(*seconds) != spelt) member(name).refuse("is no time like 2024-05-31T12:00:00Z");
  return *seconds;
}

std::string JsonPlace::sha256(const char* name) const {
  if (!has(name)) return {};
  std::string digest = text(name);
  if (!is_hex_sha256(digest)) member(name).refuse("is no SHA-256 in lower-case hex");
  return digest;
}

std::vector<std::string> JsonPlace::texts(const char* name) const {
  std::vector<std::string> found;
  each(name, [&](const JsonPlace& place) { found.push_back(place.text()); });
  return found;
}

}  // namespace assay
