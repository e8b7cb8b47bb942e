#include "engine/scap/oval_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"

namespace assay::oval {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Pair;

const std::string kNs = "xmlns='http://oval.mitre.org/XMLSchema/oval-results-5'";

std::shared_ptr<const xml::Source> document(const std::string& systems) {
  return xml::Source::from_bytes("r.xml", "<oval_results " + kNs + "><results>" + systems + "</results></oval_results>");
}

ResultsDocument load(const xml::Source& source) { return load_results(source, {0, source.bytes().size(), 1, nullptr}); }

TestTested test(const std::string& element) {
  const auto source = xml::Source::from_bytes("r.xml", element);
  return read_test_tested(*source, {0, source->bytes().size(), 1, nullptr});
}

TEST(OvalResults, LieWhereTheirIdsSay) {
  const auto source = document(
      "<system><definitions><definition definition_id='d' result='true'/><definition definition_id='d' variable_instance='2' "
      "result='false'/>"
      "</definitions><tests><test test_id='t' result='error'/></tests>"
      "<oval_system_characteristics xmlns='http://oval.mitre.org/XMLSchema/oval-system-characteristics-5'/></system>");
  const ResultsDocument found = load(*source);
  EXPECT_THAT(found.definitions, ElementsAre(Key(Pair("d", 1)), Key(Pair("d", 2))));
  EXPECT_THAT(found.tests, ElementsAre(Key(Pair("t", 1))));
  EXPECT_EQ(read_definition_result(*source, found.definitions.at({"d", 2})), Truth::false_);
  EXPECT_EQ(source->bytes().substr(found.characteristics.begin, 28), "<oval_system_characteristics");
  EXPECT_EQ(found.source_definitions.begin, found.source_definitions.end);
}

TEST(OvalResults, OfTheFirstSystemAndTheFirstOfAnIdAreTaken) {
  const auto source = document(
      "<system><definitions><definition definition_id='d' result='true'/><definition definition_id='d' "
      "result='false'/></definitions></system>"
      "<system><definitions><definition definition_id='e' result='true'/></definitions></system>");
  const ResultsDocument found = load(*source);
  ASSERT_THAT(found.definitions, ElementsAre(Key(Pair("d", 1))));
  EXPECT_EQ(read_definition_result(*source, found.definitions.at({"d", 1})), Truth::true_);
}

TEST(OvalResults, OfATestAreItsItemsAndVariables) {
  const TestTested found = test("<test " + kNs +
                                " test_id='t' result='not evaluated'><message>m</message><tested_item item_id='7' result='unknown'/>"
                                "<tested_variable variable_id='v'>x</tested_variable></test>");
  EXPECT_EQ(found.result, Truth::not_evaluated);
  EXPECT_EQ(found.message, "m");
  EXPECT_THAT(found.items, ElementsAre(Pair("7", Truth::unknown)));
  EXPECT_EQ(found.variables.at(0).value, "x");
}

TEST(OvalResults, ThatOvalDoesNotKnowAreRefused) {
  for (const char* result : {"", "result='perhaps'"}) {
    try {
      test("<test " + kNs + " test_id='t' " + result + "/>");
      ADD_FAILURE() << result;
    } catch (const ContentError& error) {
      EXPECT_THAT(error.what(), HasSubstr("result"));
    }
  }
}

}  // namespace
}  // namespace assay::oval
