// A JSON document that nobody vouches for, read member by member: what is missing or of another type than it must be is a ContentError
// that names the file and the JSON pointer (RFC 6901). Unknown members are passed over: later versions may add some.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/enum_text.h"

namespace assay {

// `file` is what messages start with. Throws ContentError: no JSON, nested deeper than kLimits.json_depth, more than kLimits.json_values
// values, a name used twice in one object (two readers may take different ones).
nlohmann::json parse_json(const std::string& file, std::string_view bytes);

// A place in such a document. The file's name and the places above it must outlive it.
class JsonPlace {
 public:
  JsonPlace(const std::string& file, const nlohmann::json& root) : file_(file), value_(root) {}

  [[noreturn]] void refuse(const std::string& message) const;

  std::string text() const;  // printable
  // Members of an object.
  std::string text(const char* name) const { return member(name).text(); }
  std::string text_or_empty(const char* name) const { return has(name) ? text(name) : std::string(); }
  bool flag(const char* name) const;
  bool flag_or(const char* name, bool otherwise) const { return has(name) ? flag(name) : otherwise; }
  double number(const char* name) const;
  std::size_t index(const char* name) const;   // a whole number of zero or more
  std::int64_t time(const char* name) const;   // as utc_time writes it; 0 where it is not there
  std::string sha256(const char* name) const;  // in lower-case hex; "" where it is not there
  std::vector<std::string> texts(const char* name) const;
  template <class E>
  E word(const char* name) const {
    const std::optional<E> value = parse_enum<E>(text(name));
    if (!value) member(name).refuse("is none of the words it may be");
    return *value;
  }

  bool has(const char* name) const { return object().contains(name); }
  JsonPlace member(const char* name) const;
  std::size_t size() const;  // of an array
  // Calls `work` with the place of each element of an array, which need not be there.
  template <class Work>
  void each(const char* name, Work work) const {
    if (!has(name)) return;
    const JsonPlace list = member(name);
    for (std::size_t i = 0; i < list.size(); ++i) work(JsonPlace(list, i));
  }

 private:
  JsonPlace(const JsonPlace& above, const char* name, const nlohmann::json& value)
      : file_(above.file_), value_(value), above_(&above), name_(name) {}
  JsonPlace(const JsonPlace& list, std::size_t index) : file_(list.file_), value_(list.value_[index]), above_(&list), index_(index) {}

  const nlohmann::json& object() const;
  std::string pointer() const;

  const std::string& file_;
  const nlohmann::json& value_;
  const JsonPlace* above_ = nullptr;
  const char* name_ = nullptr;  // in an object; null in an array
  std::size_t index_ = 0;
};

}  // namespace assay
