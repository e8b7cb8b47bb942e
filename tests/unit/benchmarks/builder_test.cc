// The builders of template.lua, each by the OVAL it becomes.
#include "tests/unit/benchmarks/small_source.h"

namespace assay::benchmarks {
namespace {

using testing::HasSubstr;

// The data stream of one rule whose template returns this criterion.
std::string with_oval(const std::string& criterion) {
  SmallSource source;
  source.one_template("present",
                      "local file = object('unix:file', { filepath = p.path })\n"
                      "local empty = state('unix:file', { size = 0 })\n"
                      "return { checked = p.path, oval = " +
                          criterion + " }");
  return source.bytes();
}

TEST(Builder, CriteriaAreAndedOredAndNegated) {
  const std::string bytes = with_oval("any{ test{ object = file }, no(all{ test{ object = file, state = empty } }) }");
  EXPECT_THAT(bytes, HasSubstr("<criteria operator=\"OR\">"));
  EXPECT_THAT(bytes, HasSubstr("<criteria operator=\"AND\" negate=\"true\">"));
}

TEST(Builder, WhatOvalCannotSayIsUnknownToOthers) {
  EXPECT_THAT(with_oval("all{ test{ object = file }, unsaid('the effective value') }"), HasSubstr("<ind:unknown_test "));
}

TEST(Builder, AFilterTakesAwayWhatAStateDescribes) {
  EXPECT_THAT(
      with_oval("test{ object = object('unix:file', { filepath = p.path, filters = { exclude(empty) } }), existence = 'none_exist' }"),
      HasSubstr("<filter action=\"exclude\">oval:org.assay.toy-v1:ste:1</filter>"));
}

TEST(Builder, ASetJoinsTwoObjects) {
  const std::string bytes = with_oval("test{ object = set('UNION', file, object('unix:file', { filepath = '/b' })) }");
  EXPECT_THAT(bytes, HasSubstr("<object_reference>oval:org.assay.toy-v1:obj:2</object_reference>"));
}

TEST(Builder, AConstantGivesAnyOfItsValues) {
  const std::string bytes = with_oval("test{ object = object('unix:file', { filepath = var(constant{'/a', '/b'}) }) }");
  EXPECT_THAT(bytes, HasSubstr("<value>/b</value>"));
  EXPECT_THAT(bytes, HasSubstr("var_check=\"at least one\""));
}

TEST(Builder, ALocalVariableIsComputedOfWhatIsFound) {
  const std::string bytes = with_oval(
      "test{ object = object('unix:file', { filepath = var(variable(concat{ literal('/x/'), split(of(file, 'filename'), '.') })) }) }");
  EXPECT_THAT(bytes, HasSubstr("<object_component object_ref=\"oval:org.assay.toy-v1:obj:1\" item_field=\"filename\"/>"));
  EXPECT_THAT(bytes, HasSubstr("<split delimiter=\".\">"));
}

TEST(Builder, WholeFilesAreOneItemEach) {
  const std::string bytes = with_oval("test{ object = whole_files('^/etc$', 'conf$') }");
  EXPECT_THAT(bytes, HasSubstr("<ind:behaviors multiline=\"false\" singleline=\"true\"/>"));
  EXPECT_THAT(bytes, HasSubstr("<ind:path operation=\"pattern match\">^/etc$</ind:path>"));
}

TEST(Builder, AWholeFileMayBeOneOfSeveral) {
  EXPECT_THAT(with_oval("test{ object = whole_file('/a', '/b') }"), HasSubstr("<ind:filepath var_ref=\"oval:org.assay.toy-v1:var:1\""));
}

TEST(Builder, AnEntitySaysAllThatOvalCan) {
  EXPECT_THAT(
      with_oval("test{ object = file, state = state('unix:file', { size = entity{ value = 5, operation = 'less than', "
                "entity_check = 'at least one', existence = 'any_exist' } }) }"),
      HasSubstr("<unix:size datatype=\"int\" operation=\"less than\" entity_check=\"at least one\" check_existence=\"any_exist\">5<"));
}

TEST(Builder, AVariableTestLooksAtItsVariable) {
  const std::string bytes = with_oval("test{ object = object('independent:variable', { var_ref = constant{'x'} }) }");
  EXPECT_THAT(bytes, HasSubstr("<ind:var_ref>oval:org.assay.toy-v1:var:1</ind:var_ref>"));
}

}  // namespace
}  // namespace assay::benchmarks
