#include "engine/scap/xccdf_read.h"

namespace assay::xccdf {
namespace {

Check read_complex(const Reader& reader, const xml::Element& element) {
  Check check;
  check.complex = true;
  const std::string operation = reader.required(element, "operator");
  if (operation != "AND" && operation != "OR")
    reader.refuse(element.line(), {}, "unknown operator \"" + printable(operation) + "\" of a complex-check");
  check.all = operation == "AND";
  for (const xml::Element* child : element.elements())
    if (child->name == "check" || child->name == "complex-check") check.children.push_back(read_check(reader, *child));
  if (check.children.empty()) reader.refuse(element.line(), {}, "an empty complex-check");
  return check;
}

Check read_simple(const Reader& reader, const xml::Element& element) {
  Check check;
  check.system = reader.required(element, "system");
  check.id = element.attr_or("id", "");
  check.selector = element.attr_or("selector", "");
  check.multi_check = reader.flag(element, "multi-check", false);
  for (const xml::Element* child : element.elements()) {
    if (child->name == "check-export")
      check.exports.push_back({reader.required(*child, "value-id"), reader.required(*child, "export-name")});
    else if (child->name == "check-import")
      check.imports.push_back({reader.required(*child, "import-name"), child->attr_or("import-xpath", "")});
    else if (child->name == "check-content-ref")
      check.content_refs.push_back({child->attr_or("href", ""), child->attr_or("name", "")});
    else if (child->name == "check-content")
      check.has_inline_content = true;
  }
  return check;
}

}  // namespace

Check read_check(const Reader& reader, const xml::Element& element) {
  Check check = element.name == "complex-check" ? read_complex(reader, element) : read_simple(reader, element);
  check.negate = reader.flag(element, "negate", false);
  check.line = element.line();
  return check;
}

}  // namespace assay::xccdf
