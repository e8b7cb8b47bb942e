#include "engine/xml/validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/xml/document.h"

namespace assay::xml {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kSchemas = "/usr/share/openscap/schemas";

std::vector<Complaint> complaints(const std::string& document) { return validate(*Source::from_bytes("given.xml", document), kSchemas); }

std::string oval(const std::string& version, const std::string& definition_attributes = "") {
  return "<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5' "
         "xmlns:o='http://oval.mitre.org/XMLSchema/oval-common-5'>\n"
         "<generator><o:schema_version>" +
         version +
         "</o:schema_version><o:timestamp>2020-01-01T00:00:00</o:timestamp></generator>\n"
         "<definitions><definition id='oval:a:def:1' version='1' class='compliance'" +
         definition_attributes +
         "><metadata><title>t</title><description>d</description></metadata></definition></definitions></oval_definitions>";
}

TEST(Validate, FindsNothingInAValidDocument) { EXPECT_THAT(complaints(oval("5.11.2")), IsEmpty()); }

TEST(Validate, TakesTheNearestSchemaThatIsNotNewer) {
  EXPECT_THAT(complaints(oval("5.4")), IsEmpty());
  EXPECT_THAT(complaints(oval("5.99")), IsEmpty());
}

TEST(Validate, NamesFileAndLineOfWhatIsWrong) {
  const auto found = complaints(oval("5.11.2", " wrong='1'"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].file, "given.xml");
  EXPECT_EQ(found[0].line, 3);
  EXPECT_THAT(found[0].message, HasSubstr("wrong"));
}

TEST(Validate, IsNotLedElsewhereByTheDocument) {
  std::string document = oval("5.11.2", " wrong='1'");
  document.insert(document.find(' '),
                  " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                  "xsi:schemaLocation='http://oval.mitre.org/XMLSchema/oval-definitions-5 http://localhost:1/evil.xsd'");
  EXPECT_EQ(complaints(document).size(), 1u);
}

std::string lua_checks(const std::string& attributes) {
  return "<checks xmlns='urn:assay:check-system:lua:1'><module name='m'>return {}</module><check id='c' module='m' " + attributes +
         "/></checks>";
}

TEST(Validate, KnowsTheSchemasOfItsOwnFormats) {
  EXPECT_THAT(complaints(lua_checks("function='f'")), IsEmpty());
  EXPECT_EQ(complaints(lua_checks("")).size(), 1u);
}

std::string data_stream(const std::string& extended) {
  return "<data-stream-collection xmlns='http://scap.nist.gov/schema/scap/source/1.2' xmlns:l='http://www.w3.org/1999/xlink' "
         "id='scap_a_collection_c' schematron-version='1.3'><data-stream id='scap_a_datastream_d' scap-version='1.3' use-case='OTHER'>"
         "<checks><component-ref id='scap_a_cref_x' l:href='#scap_a_comp_x'/></checks>"
         "<extended-components><component-ref id='scap_a_cref_y' l:href='#scap_a_ecomp_y'/></extended-components></data-stream>"
         "<component id='scap_a_comp_x' timestamp='2020-01-01T00:00:00'>" +
         oval("5.11.2") + "</component><extended-component id='scap_a_ecomp_y' timestamp='2020-01-01T00:00:00'>" + extended +
         "</extended-component></data-stream-collection>";
}

TEST(Validate, LooksIntoExtendedComponentsOfItsOwnFormats) {
  EXPECT_THAT(complaints(data_stream("<x xmlns='urn:unknown'/>")), IsEmpty());
  EXPECT_THAT(complaints(data_stream(lua_checks("function='f'"))), IsEmpty());
  EXPECT_EQ(complaints(data_stream(lua_checks(""))).size(), 1u);
}

TEST(Validate, ComplainsOfADocumentNoSchemaIsKnownFor) {
  const auto found = complaints("<a/>");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].message, HasSubstr("no schema is known"));
}

TEST(Validate, ComplainsOfWhatIsNotWellFormed) {
  EXPECT_EQ(complaints("<a>").size(), 1u);
  EXPECT_EQ(complaints("<!DOCTYPE a SYSTEM 'http://localhost:1/x.dtd'><a/>").size(), 1u);
}

TEST(Validate, ComplainsWhereTheSchemaIsNotThere) {
  const auto found = validate(*Source::from_bytes("given.xml", oval("5.11.2")), "/nonexistent");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].message, HasSubstr("not there"));
}

TEST(Validate, ComplainsOfAFileThatCannotBeRead) { EXPECT_EQ(validate("/nonexistent", kSchemas).size(), 1u); }

}  // namespace
}  // namespace assay::xml
