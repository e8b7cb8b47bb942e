#include "engine/scap/oval_result.h"

#include "engine/base/text.h"
#include "engine/scap/oval_read.h"

namespace assay::oval {
namespace {

constexpr std::string_view kResults = "http://oval.mitre.org/XMLSchema/oval-results-5";
constexpr std::string_view kCharacteristics = "http://oval.mitre.org/XMLSchema/oval-system-characteristics-5";

enum class Place : std::uint8_t { passed_over, document, source_definitions, results, system, definitions, tests, definition, test, seen };

class Locator : public xml::Handler {
 public:
  xml::Want start(const xml::Start& tag) override {
    const Place place = open_.empty() ? Place::document : below(open_.back(), tag);
    open_.push_back(place);
    if (place == Place::system) ++systems_;
    if (place == Place::definition) id_ = id_of(tag, "definition_id");
    if (place == Place::test) id_ = id_of(tag, "test_id");
    const bool around = place == Place::document || place == Place::results || place == Place::system || place == Place::definitions ||
                        place == Place::tests;
    return around ? xml::Want::descend : xml::Want::skip;
  }

  void built(xml::Element) override {}

  void end(std::string_view, std::string_view, const xml::Fragment& range) override {
    const Place place = open_.back();
    open_.pop_back();
    if (place == Place::source_definitions) found_.source_definitions = range;
    if (place == Place::seen) found_.characteristics = range;
    if (place == Place::definition) found_.definitions.emplace(std::move(id_), range);
    if (place == Place::test) found_.tests.emplace(std::move(id_), range);
  }

  ResultsDocument take() { return std::move(found_); }

 private:
  Place below(Place parent, const xml::Start& tag) const {
    const auto result = [&](std::string_view name, Place place) {
      return tag.ns == kResults && tag.name == name ? place : Place::passed_over;
    };
    switch (parent) {
      case Place::document:
        return tag.ns == kNamespace && tag.name == "oval_definitions" ? Place::source_definitions : result("results", Place::results);
      case Place::results: return systems_ == 0 ? result("system", Place::system) : Place::passed_over;
      case Place::system:
        if (tag.ns == kCharacteristics && tag.name == "oval_system_characteristics") return Place::seen;
        return tag.name == "tests" ? result("tests", Place::tests) : result("definitions", Place::definitions);
      case Place::definitions: return result("definition", Place::definition);
      case Place::tests: return result("test", Place::test);
      case Place::source_definitions:
      case Place::definition:
      case Place::test:
      case Place::seen:
      case Place::passed_over: break;
    }
    return Place::passed_over;
  }

  static ResultId id_of(const xml::Start& tag, std::string_view attribute) {
    return {std::string(tag.attr(attribute)), parse_int(tag.attr("variable_instance")).value_or(1)};
  }

  ResultsDocument found_;
  std::size_t systems_ = 0;
  std::vector<Place> open_;
  ResultId id_;
};

}  // namespace

ResultsDocument load_results(const xml::Source& source, const xml::Fragment& range) {
  Locator locator;
  xml::scan(source, range, locator);
  return locator.take();
}

Truth read_definition_result(const xml::Source& source, const xml::Fragment& range) {
  const xml::Element element = xml::parse(source, range);
  return Reader(source, element).word<Truth>(element, "result", std::nullopt);
}

TestTested read_test_tested(const xml::Source& source, const xml::Fragment& range) {
  const xml::Element element = xml::parse(source, range);
  const Reader reader(source, element);
  TestTested test;
  test.result = reader.word<Truth>(element, "result", std::nullopt);
  for (const xml::Element* child : element.elements()) {
    if (child->name == "message" && test.message.empty()) test.message = trim(child->text());
    if (child->name == "tested_item")
      test.items.emplace_back(child->attr_or("item_id", ""), reader.word<Truth>(*child, "result", std::nullopt));
    if (child->name == "tested_variable") test.variables.push_back({child->attr_or("variable_id", ""), child->text()});
  }
  return test;
}

}  // namespace assay::oval
