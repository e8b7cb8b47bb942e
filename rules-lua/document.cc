#include "rules-lua/document.h"

#include <algorithm>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/text.h"
#include "rules-lua/lua_checks.h"

namespace assay::lua {
namespace {

class Loader {
 public:
  explicit Loader(const xml::Source& source) : source_(source) {}

  Document load(const xml::Element& root) {
    if (!root.is(kLuaSystem, "checks")) refuse(root, "<" + printable(root.name) + "> is no document of Lua checks");
    document_.objects_href = root.attr_or("objects", "");
    for (const xml::Element* element : root.elements()) add(*element);
    for (const auto& [id, check] : document_.checks)
      if (!document_.modules.contains(check.module))
        refuse(root, "check " + printable(id) + ": there is no module " + printable(check.module));
    return std::move(document_);
  }

 private:
  [[noreturn]] void refuse(const xml::Element& at, const std::string& message) const {
    throw ContentError(source_.name(), at.line(), {}, message);
  }

  std::string required(const xml::Element& at, std::string_view attribute) const {
    std::string value = at.attr_or(attribute, "");
    if (value.empty()) refuse(at, "<" + at.name + "> without " + std::string(attribute));
    return value;
  }

  void add(const xml::Element& element) {
    if (element.is(kLuaSystem, "module")) return add_module(element);
    if (element.is(kLuaSystem, "check")) return add_check(element);
    refuse(element, "<" + printable(element.name) + "> has no place among checks");
  }

  void add_module(const xml::Element& element) {
    std::string text = element.text();
    if (text.size() > kLimits.script_source_bytes)
      refuse(element, "a module of more than " + std::to_string(kLimits.script_source_bytes) + " bytes");
    if (!document_.modules.emplace(required(element, "name"), std::move(text)).second) refuse(element, "a module that is there twice");
  }

  void add_check(const xml::Element& element) {
    Check check;
    check.module = required(element, "module");
    check.function = required(element, "function");
    for (const xml::Element* part : element.elements()) {
      if (part->is(kLuaSystem, "object"))
        add_object(*part, check);
      else if (part->is(kLuaSystem, "parameter"))
        add_parameter(*part, check);
      else
        refuse(*part, "<" + printable(part->name) + "> has no place in a check");
    }
    if (!document_.checks.emplace(required(element, "id"), std::move(check)).second) refuse(element, "a check that is there twice");
  }

  void add_object(const xml::Element& element, Check& check) const {
    if (document_.objects_href.empty()) refuse(element, "an object, but the document does not say where its objects are");
    evaluate::NeededObject need{required(element, "name"), required(element, "idref")};
    const auto same = [&](const evaluate::NeededObject& other) { return other.name == need.name; };
    if (std::any_of(check.objects.begin(), check.objects.end(), same)) refuse(element, "two objects of one name");
    check.objects.push_back(std::move(need));
  }

  void add_parameter(const xml::Element& element, Check& check) const {
    Parameter& parameter = check.parameters[required(element, "name")];
    parameter.values.push_back(element.text());
    parameter.list = parameter.list || parameter.values.size() > 1 || element.attr_bool("list", false);
  }

  const xml::Source& source_;
  Document document_;
};

}  // namespace

Document load_document(const xml::Source& source, const xml::Fragment& root) { return Loader(source).load(xml::parse(source, root)); }

}  // namespace assay::lua
