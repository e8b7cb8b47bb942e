#include "engine/scap/oval_read.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace assay::oval {
namespace {

bool is_notes(const xml::Element& element) { return element.name == "notes" && element.ns == kNamespace; }
bool is_signature(const xml::Element& element) { return element.ns == "http://www.w3.org/2000/09/xmldsig#"; }

Criteria read_criteria(const Reader& reader, const xml::Element& element);

Criteria read_node(const Reader& reader, const xml::Element& element) {
  if (element.is(kNamespace, "criteria")) return read_criteria(reader, element);
  Criteria node;
  if (element.is(kNamespace, "criterion")) {
    node.kind = Criteria::Kind::criterion;
    node.ref = reader.reference(element, "test_ref");
  } else if (element.is(kNamespace, "extend_definition")) {
    node.kind = Criteria::Kind::extend_definition;
    node.ref = reader.reference(element, "definition_ref");
  } else {
    reader.refuse(element, "<" + element.name + "> cannot be in criteria");
  }
  return node;
}

Criteria read_node_with_common(const Reader& reader, const xml::Element& element) {
  Criteria node = read_node(reader, element);
  node.negate = reader.flag(element, "negate");
  node.applicability_check = reader.flag(element, "applicability_check");
  node.comment = element.attr_or("comment", "");
  node.line = element.line();
  return node;
}

Criteria read_criteria(const Reader& reader, const xml::Element& element) {
  Criteria node;
  node.operation = reader.word<Operator>(element, "operator", Operator::AND);
  for (const xml::Element* child : element.elements())
    if (!is_notes(*child)) node.children.push_back(read_node_with_common(reader, *child));
  if (node.children.empty()) reader.refuse(element, "empty criteria");
  return node;
}

// check="none exist" is from before existence and state were two questions: true "if no matching object exists that satisfy the
// data requirements" (oval-common CheckEnumeration, deprecated in 5.3).
void read_none_exist(const xml::Element& element, Test* test) {
  if (element.attr_or("check", "") != "none exist") return;
  test->check_existence = test->state_refs.empty() ? Existence::none_exist : Existence::any_exist;
}

}  // namespace

bool Reader::flag(const xml::Element& at, std::string_view attribute) const {
  const std::optional<std::string_view> text = at.attr(attribute);
  const std::string_view word = trim(text.value_or("false"));
  if (word != "true" && word != "1" && word != "false" && word != "0")
    refuse(at, std::string(attribute) + " is no boolean: \"" + printable(word) + "\"");
  return word == "true" || word == "1";
}

std::string Reader::reference(const xml::Element& at, std::string_view attribute) const {
  const std::string_view text = trim(at.attr(attribute).value_or(""));
  if (text.empty()) refuse(at, "<" + at.name + "> without " + std::string(attribute));
  return std::string(text);
}

int Reader::version(const xml::Element& part) const {
  const auto number = parse_int(trim(part.attr("version").value_or("")));
  if (!number || *number < 0) refuse(part, "malformed version");
  return static_cast<int>(std::min<std::int64_t>(*number, std::numeric_limits<int>::max()));
}

void read_type(const Reader& reader, const xml::Element& element, std::string_view suffix, std::string* family, std::string* type) {
  if (!element.name.ends_with(suffix) || element.name.size() == suffix.size())
    reader.refuse(element, "<" + element.name + "> does not end in " + std::string(suffix));
  *type = element.name.substr(0, element.name.size() - suffix.size());
  const std::size_t cut = element.ns.find_last_of("#/");
  *family = cut == std::string::npos ? element.ns : element.ns.substr(cut + 1);
  if (element.ns == kNamespace) family->clear();
}

Definition read_definition(const xml::Source& source, const xml::Element& element) {
  const Reader reader(source, element);
  if (!element.is(kNamespace, "definition")) reader.refuse(element, "<" + element.name + "> is no definition");
  Definition definition;
  definition.id = reader.id();
  definition.version = reader.version(element);
  definition.class_ = reader.word<Class>(element, "class", std::nullopt);
  definition.deprecated = reader.flag(element, "deprecated");
  definition.fragment = element.fragment;
  if (const xml::Element* metadata = element.child("metadata")) {
    if (const xml::Element* title = metadata->child("title")) definition.title = trim(title->text());
    if (const xml::Element* description = metadata->child("description")) definition.description = trim(description->text());
  }
  const auto criteria = element.children("criteria");
  if (criteria.size() > 1) reader.refuse(*criteria[1], "a second criteria");
  if (!criteria.empty()) definition.criteria = read_node_with_common(reader, *criteria[0]);
  return definition;
}

Test read_test(const xml::Source& source, const xml::Element& element) {
  const Reader reader(source, element);
  Test test;
  test.id = reader.id();
  read_type(reader, element, "_test", &test.family, &test.type);
  test.comment = element.attr_or("comment", "");
  test.version = reader.version(element);
  test.check_existence = reader.word<Existence>(element, "check_existence", Existence::at_least_one_exists);
  test.check = reader.word<Check>(element, "check", std::nullopt);
  test.state_operator = reader.word<Operator>(element, "state_operator", Operator::AND);
  test.deprecated = reader.flag(element, "deprecated");
  test.fragment = element.fragment;
  for (const xml::Element* child : element.elements()) {
    if (is_notes(*child) || is_signature(*child)) continue;
    if (child->name == "object") {
      if (!test.object_ref.empty()) reader.refuse(*child, "a second object");
      test.object_ref = reader.reference(*child, "object_ref");
    } else if (child->name == "state") {
      test.state_refs.push_back(reader.reference(*child, "state_ref"));
    } else {
      reader.refuse(*child, "<" + child->name + "> cannot be in a test");
    }
  }
  read_none_exist(element, &test);
  if (test.object_ref.empty() && test.type != "unknown") reader.refuse(element, "a test without an object");
  return test;
}

}  // namespace assay::oval
