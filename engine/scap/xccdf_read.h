// From the elements of an XCCDF document to its structs. Throws ContentError with line and id.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/scap/xccdf.h"
#include "engine/xml/document.h"

namespace assay::xccdf {

inline constexpr std::string_view kNamespace12 = "http://checklists.nist.gov/xccdf/1.2";
inline constexpr std::string_view kNamespace11 = "http://checklists.nist.gov/xccdf/1.1";

// Elements whose content only reports read, when they print it.
bool is_heavy(std::string_view name);

// What an item that extends another says itself: its attributes, its children ("description"), and those of its children that replace
// what they would inherit ("override description").
using Given = std::set<std::string, std::less<>>;

class Reader {
 public:
  Reader(const xml::Source& source, std::unordered_set<std::string>* texts) : source_(&source), texts_(texts) {}

  [[noreturn]] void refuse(int line, std::string_view id, const std::string& message) const {
    throw ContentError(source_->name(), line, std::string(id), message);
  }
  bool flag(const xml::Element& at, std::string_view attribute, bool otherwise) const {
    return flag(at.attr(attribute), at.line(), attribute, otherwise);
  }
  bool flag(std::optional<std::string_view> text, int line, std::string_view attribute, bool otherwise) const;
  double number(std::string_view text, int line, std::string_view attribute) const;
  template <class E>
  E word(const xml::Element& at, std::string_view attribute, E otherwise) const {
    const std::optional<std::string_view> text = at.attr(attribute);
    if (!text) return otherwise;
    const std::optional<E> value = parse_enum<E>(trim(*text));
    if (!value) refuse(at.line(), at.attr_or("id", ""), "unknown " + std::string(attribute) + " \"" + printable(*text) + "\"");
    return *value;
  }
  std::string required(const xml::Element& at, std::string_view attribute) const;
  std::string_view keep(std::string_view text) const { return *texts_->emplace(text).first; }

 private:
  const xml::Source* source_;
  std::unordered_set<std::string>* texts_;
};

// One child of a Group, of a Rule or (where they agree) of the Benchmark that every Item may have. False: not one of those.
bool read_item_child(const Reader& reader, const xml::Element& child, Item* item);
Rule read_rule(const Reader& reader, const xml::Element& element);
Value read_value(const Reader& reader, const xml::Element& element);
Check read_check(const Reader& reader, const xml::Element& element);  // check or complex-check
Profile read_profile(const Reader& reader, const xml::Element& element);
Tailoring read_tailoring(std::shared_ptr<const xml::Source> source, const xml::Element& element);

// A title for people: English where there is a choice, else the first.
void read_title(const std::vector<const xml::Element*>& titles, std::string* text, std::optional<xml::Fragment>* with_sub);

Given given_by(const xml::Element& element);

// What extends whom, made flat (NISTIR 7275r4, 6.4.5). Throws ContentError: an unknown id, a cycle.
void resolve_extends(const Reader& reader, Benchmark* benchmark, const std::map<const void*, Given>& given);

}  // namespace assay::xccdf
