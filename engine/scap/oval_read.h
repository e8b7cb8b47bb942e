// From the element of a definition, test, object, state or variable to its struct. Throws ContentError with line and id.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/scap/oval.h"
#include "engine/scap/oval_index.h"

namespace assay::oval {

// What the attributes of one element are read with: words of enumerations, booleans, references.
class Reader {
 public:
  explicit Reader(const xml::Source& source, const xml::Element& part) : source_(&source), id_(part.attr_or("id", "")) {}

  [[noreturn]] void refuse(const xml::Element& at, const std::string& message) const {
    throw ContentError(source_->name(), at.line(), id_, message);
  }
  // Absent: `otherwise`; absent without one: refused, as is a word that is none of E's.
  template <class E>
  E word(const xml::Element& at, std::string_view attribute, std::optional<E> otherwise) const {
    const std::optional<std::string_view> text = at.attr(attribute);
    if (!text && otherwise) return *otherwise;
    if (!text) refuse(at, "no " + std::string(attribute));
    const std::optional<E> value = parse_enum<E>(trim(*text));
    if (!value) refuse(at, "unknown " + std::string(attribute) + " \"" + printable(*text) + "\"");
    return *value;
  }
  bool flag(const xml::Element& at, std::string_view attribute) const;              // xsd:boolean, false where absent
  std::string reference(const xml::Element& at, std::string_view attribute) const;  // must be there and not empty
  int version(const xml::Element& part) const;
  const std::string& id() const { return id_; }

 private:
  const xml::Source* source_;
  std::string id_;
};

// <unix:file_object> with suffix "_object": family "unix", type "file".
void read_type(const Reader& reader, const xml::Element& element, std::string_view suffix, std::string* family, std::string* type);

Definition read_definition(const xml::Source& source, const xml::Element& element);
Test read_test(const xml::Source& source, const xml::Element& element);
Object read_object(const xml::Source& source, const xml::Element& element);
State read_state(const xml::Source& source, const xml::Element& element);
Variable read_variable(const xml::Source& source, const xml::Element& element);

}  // namespace assay::oval
