#include "engine/scap/oval.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scap/sample.h"

namespace assay::oval {
namespace {

using sample::definition;
using sample::definitions;
using sample::refusal;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

Definition criteria_of(const std::string& criteria) { return *definitions(sample::oval(definition(criteria)))->definition("oval:x:def:1"); }
std::string criteria_refusal(const std::string& criteria) {
  return refusal([&] { criteria_of(criteria); });
}

const std::string kIds = R"(id="oval:x:obj:1" version="1")";
Object object_of(const std::string& content) {
  return *definitions(sample::oval("", "", "<unix:file_object " + kIds + ">" + content + "</unix:file_object>"))->object("oval:x:obj:1");
}
std::string object_refusal(const std::string& content) {
  return refusal([&] { object_of(content); });
}
State state_of(const std::string& content) {
  return *definitions(
              sample::oval("", "", "", R"(<unix:file_state id="oval:x:ste:1" version="1" operator="OR">)" + content + "</unix:file_state>"))
              ->state("oval:x:ste:1");
}
Test test_of(const std::string& attributes, const std::string& content) {
  return *definitions(
              sample::oval("", R"(<unix:file_test id="oval:x:tst:1" version="2" )" + attributes + ">" + content + "</unix:file_test>"))
              ->test("oval:x:tst:1");
}
std::string test_refusal(const std::string& attributes, const std::string& content) {
  return refusal([&] { test_of(attributes, content); });
}

TEST(Definitions, KnowTheirGeneratorAndTheirIdsInDocumentOrder) {
  const auto content = definitions(sample::oval(R"(<definition id="oval:x:def:2" version="1" class="patch"/>
    <definition id="oval:x:def:1" version="3" class="inventory" deprecated="1"/>)"));
  EXPECT_EQ(content->generator().schema_version, "5.11.2");
  EXPECT_THAT(content->definition_ids(), ElementsAre("oval:x:def:2", "oval:x:def:1"));
  EXPECT_EQ(content->definition("oval:x:def:1")->class_, Class::inventory);
  EXPECT_EQ(content->definition("oval:x:def:1")->version, 3);
  EXPECT_TRUE(content->definition("oval:x:def:1")->deprecated);
}
TEST(Definitions, KnowTheVersionsOfTheComponentSchemas) {
  const auto content = definitions(
      R"(<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5"><generator>
      <schema_version platform="urn:unix">5.11.1:1.0</schema_version><schema_version>5.11.1</schema_version>
      <timestamp>2020-01-01T00:00:00</timestamp></generator></oval_definitions>)");
  EXPECT_EQ(content->generator().schema_version, "5.11.1");
  ASSERT_EQ(content->generator().platform_versions.size(), 1u);
  EXPECT_EQ(content->generator().platform_versions[0].platform, "urn:unix");
  EXPECT_EQ(content->generator().platform_versions[0].version, "5.11.1:1.0");
}
TEST(Definitions, AnswerNullForWhatIsNotThere) { EXPECT_EQ(definitions(sample::oval(""))->test("oval:x:tst:9"), nullptr); }
TEST(Definitions, GiveTheSameObjectEachTime) {
  const auto content = definitions(sample::oval(definition("")));
  EXPECT_EQ(content->definition("oval:x:def:1"), content->definition("oval:x:def:1"));
}
TEST(Definitions, RefuseAnIdUsedTwice) {
  EXPECT_THAT(refusal([] { definitions(sample::oval(definition("") + "\n" + definition(""))); }),
              HasSubstr("t.xml:2: oval:x:def:1: an id that is used twice"));
}
TEST(Definitions, RefuseAMissingSchemaVersion) {
  EXPECT_THAT(refusal([] { definitions(R"(<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5"/>)"); }),
              HasSubstr("no schema_version"));
}
TEST(Definitions, RefuseMalformedIdsAndVersions) {
  const auto with = [](const std::string& attributes) {
    return refusal([&] { definitions(sample::oval("<definition class='patch' " + attributes + "/>")); });
  };
  EXPECT_THAT(with("version='1'"), HasSubstr("has no id"));
  EXPECT_THAT(with("id='oval:x:tst:1' version='1'"), HasSubstr("malformed id"));
  EXPECT_THAT(with("id='oval:x:def:01' version='1'"), HasSubstr("malformed id"));
  EXPECT_THAT(with("id='oval:x y:def:1' version='1'"), HasSubstr("malformed id"));
  EXPECT_THAT(with("id='oval:x:def:1'"), HasSubstr("no version"));
  EXPECT_THAT(with("id='oval:x:def:1' version='-1'"), HasSubstr("malformed version"));
  EXPECT_THAT(with("id='oval:x:def:1' version='99999999999999999999'"), HasSubstr("malformed version"));
}

TEST(Criteria, NestWithOperatorsNegationsAndReferences) {
  const Definition made = criteria_of(R"(<criteria operator="ONE" negate="true"><criterion test_ref="oval:x:tst:1" comment="c"/>
    <criteria operator="XOR"><extend_definition definition_ref="oval:x:def:2" negate="1" applicability_check="true"/></criteria></criteria>)");
  ASSERT_TRUE(made.criteria);
  EXPECT_EQ(made.criteria->operation, Operator::ONE);
  EXPECT_TRUE(made.criteria->negate);
  EXPECT_EQ(made.criteria->children.at(0).ref, "oval:x:tst:1");
  const Criteria& extend = made.criteria->children.at(1).children.at(0);
  EXPECT_EQ(extend.kind, Criteria::Kind::extend_definition);
  EXPECT_TRUE(extend.negate && extend.applicability_check);
}
TEST(Criteria, MayBeAbsent) { EXPECT_FALSE(criteria_of("").criteria); }
TEST(Criteria, NestTwoHundredDeep) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "<criteria>";
  text += "<criterion test_ref='oval:x:tst:1'/>";
  for (int i = 0; i < 200; ++i) text += "</criteria>";
  EXPECT_EQ(criteria_refusal(text), "accepted");
}
TEST(Criteria, NestedFiveThousandDeepAreRefused) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "<criteria>";
  EXPECT_THAT(criteria_refusal(text), HasSubstr("nested more than"));
}
TEST(Criteria, RefuseWhatWouldDecideNothing) {
  EXPECT_THAT(criteria_refusal("<criteria/>"), HasSubstr("oval:x:def:1: empty criteria"));
  EXPECT_THAT(criteria_refusal("<criteria><criterion/></criteria>"), HasSubstr("<criterion> without test_ref"));
  EXPECT_THAT(criteria_refusal("<criteria><extend_definition/></criteria>"), HasSubstr("without definition_ref"));
  EXPECT_THAT(criteria_refusal("<criteria><criterium test_ref='oval:x:tst:1'/></criteria>"), HasSubstr("cannot be in criteria"));
}
TEST(Criteria, RefuseWordsNobodyKnows) {
  EXPECT_THAT(criteria_refusal("<criteria operator='NAND'><criterion test_ref='t'/></criteria>"), HasSubstr("unknown operator \"NAND\""));
  EXPECT_THAT(criteria_refusal("<criteria negate='yes'><criterion test_ref='t'/></criteria>"), HasSubstr("negate is no boolean"));
}

TEST(Test, HasTheDefaultsOfTheSpecification) {
  const oval::Test test = test_of("check='all'", R"(<unix:object object_ref="oval:x:obj:1"/>)");
  EXPECT_EQ(test.family + "/" + test.type, "unix/file");
  EXPECT_EQ(test.check_existence, Existence::at_least_one_exists);
  EXPECT_EQ(test.state_operator, Operator::AND);
  EXPECT_EQ(test.object_ref, "oval:x:obj:1");
  EXPECT_TRUE(test.state_refs.empty());
}
TEST(Test, KeepsWhatItSays) {
  const oval::Test test = test_of("check='only one' check_existence='none_exist' state_operator='OR'",
                                  R"(<unix:object object_ref="o"/><unix:state state_ref="s1"/><unix:state state_ref="s2"/>)");
  EXPECT_EQ(test.check, Check::only_one);
  EXPECT_EQ(test.check_existence, Existence::none_exist);
  EXPECT_THAT(test.state_refs, ElementsAre("s1", "s2"));
}
TEST(Test, ReadsTheDeprecatedNoneExistAsNothingMatchingMayExist) {
  const oval::Test objects = test_of("check='none exist'", "<unix:object object_ref='o'/>");
  EXPECT_EQ(objects.check_existence, Existence::none_exist);
  const oval::Test states = test_of("check='none exist'", "<unix:object object_ref='o'/><unix:state state_ref='s'/>");
  EXPECT_EQ(states.check_existence, Existence::any_exist);
  EXPECT_EQ(states.check, Check::none_satisfy);
}
TEST(Test, RefusesWhatItCannotJudge) {
  EXPECT_THAT(test_refusal("", "<unix:object object_ref='o'/>"), HasSubstr("no check"));
  EXPECT_THAT(test_refusal("check='some'", "<unix:object object_ref='o'/>"), HasSubstr("unknown check \"some\""));
  EXPECT_THAT(test_refusal("check='all'", ""), HasSubstr("a test without an object"));
  EXPECT_THAT(test_refusal("check='all'", "<unix:object/>"), HasSubstr("without object_ref"));
  EXPECT_THAT(test_refusal("check='all'", "<unix:object object_ref='o'/><unix:state/>"), HasSubstr("without state_ref"));
}
TEST(Test, OfAnUnknownTypeLoads) {
  const auto content =
      definitions(sample::oval("", R"(<q:quantum_test xmlns:q="http://example.com/x#mars" id="oval:x:tst:1" version="1" check="all">
    <q:object object_ref="o"/></q:quantum_test>)"));
  EXPECT_EQ(content->test("oval:x:tst:1")->family, "mars");
  EXPECT_EQ(content->test("oval:x:tst:1")->type, "quantum");
}

TEST(Object, KeepsEntitiesBehaviorsAndFilters) {
  const Object object = object_of(R"(<unix:behaviors max_depth="2" recurse="symlinks"/>
    <unix:path operation="pattern match" var_ref="oval:x:var:1" var_check="at least one"/>
    <unix:filename xsi:nil="true" datatype="string"/>
    <filter action="include"> oval:x:ste:1 </filter><filter>oval:x:ste:2</filter>)");
  EXPECT_EQ(object.behavior("max_depth", "-1"), "2");
  EXPECT_EQ(object.behavior("recurse_direction", "none"), "none");
  EXPECT_EQ(object.entity("path")->operation, Operation::pattern_match);
  EXPECT_EQ(object.entity("path")->var_ref, "oval:x:var:1");
  EXPECT_EQ(object.entity("path")->var_check, Check::at_least_one);
  EXPECT_TRUE(object.entity("filename")->nil);
  EXPECT_TRUE(object.filters.at(0).include);
  EXPECT_EQ(object.filters.at(0).state_ref, "oval:x:ste:1");
  EXPECT_FALSE(object.filters.at(1).include);
}
TEST(Object, KeepsTheValueOfAnEntityAsItIsWritten) {
  EXPECT_EQ(object_of("<unix:path> /a<!-- no cut -->b<![CDATA[&]]> </unix:path>").entity("path")->value, " /ab& ");
}
TEST(Object, KeepsNestedSets) {
  const Object object = object_of(R"(<set set_operator="COMPLEMENT"><set><object_reference>oval:x:obj:2</object_reference>
    <filter>oval:x:ste:1</filter></set><set set_operator="INTERSECTION"><object_reference>a</object_reference>
    <object_reference>b</object_reference></set></set>)");
  ASSERT_TRUE(object.set);
  EXPECT_EQ(object.set->operation, Set::Operator::complement);
  EXPECT_EQ(object.set->sets.at(0).operation, Set::Operator::set_union);
  EXPECT_EQ(object.set->sets.at(0).filters.at(0).state_ref, "oval:x:ste:1");
  EXPECT_THAT(object.set->sets.at(1).object_refs, ElementsAre("a", "b"));
}
TEST(Object, RefusesSetsThatAreNone) {
  EXPECT_THAT(object_refusal("<set/>"), HasSubstr("a set of either"));
  EXPECT_THAT(object_refusal("<set><set><object_reference>a</object_reference></set><object_reference>a</object_reference></set>"),
              HasSubstr("a set of either"));
  EXPECT_THAT(object_refusal("<set set_operator='PLUS'><object_reference>a</object_reference></set>"), HasSubstr("unknown set_operator"));
}
TEST(Object, RefusesWordsNobodyKnows) {
  EXPECT_THAT(object_refusal("<unix:path operation='like'>x</unix:path>"), HasSubstr("unknown operation \"like\""));
  EXPECT_THAT(object_refusal("<unix:path datatype='path'>x</unix:path>"), HasSubstr("unknown datatype"));
  EXPECT_THAT(object_refusal("<unix:path var_ref='v' var_check='most'/>"), HasSubstr("unknown var_check"));
  EXPECT_THAT(object_refusal("<unix:path mask='perhaps'>x</unix:path>"), HasSubstr("mask is no boolean"));
  EXPECT_THAT(object_refusal("<filter action='drop'>s</filter>"), HasSubstr("unknown action"));
  EXPECT_THAT(object_refusal("<filter/>"), HasSubstr("a filter without a state"));
}

TEST(State, KeepsOperatorAndTheChecksOfItsEntities) {
  const State state = state_of(
      R"(<unix:size datatype="int" operation="greater than" entity_check="none satisfy" check_existence="none_exist" mask="true">5</unix:size>)");
  EXPECT_EQ(state.operation, Operator::OR);
  const Entity& size = state.entities.at(0);
  EXPECT_EQ(size.datatype, Datatype::int_);
  EXPECT_EQ(size.operation, Operation::greater_than);
  EXPECT_EQ(size.entity_check, Check::none_satisfy);
  EXPECT_EQ(size.check_existence, Existence::none_exist);
  EXPECT_TRUE(size.mask);
}
TEST(State, KeepsTheFieldsOfARecord) {
  const State state =
      state_of(R"(<unix:result datatype="record"><field name="a" datatype="int">1</field><field name="b" var_ref="v"/></unix:result>)");
  const Entity& record = state.entities.at(0);
  ASSERT_EQ(record.fields.size(), 2u);
  EXPECT_EQ(record.fields[0].name, "a");
  EXPECT_EQ(record.fields[0].datatype, Datatype::int_);
  EXPECT_EQ(record.fields[1].var_ref, "v");
}
TEST(State, RefusesElementsWhereAValueIsWanted) {
  EXPECT_THAT(refusal([] { state_of("<unix:size>1<b/>2</unix:size>"); }), HasSubstr("is no record"));
}

Variable variable_of(const std::string& text) { return *definitions(sample::oval("", "", "", "", text))->variable("oval:x:var:1"); }
Variable local_of(const std::string& component) {
  return variable_of(R"(<local_variable id="oval:x:var:1" version="1" datatype="string" comment="c">)" + component + "</local_variable>");
}
std::string local_refusal(const std::string& component) {
  return refusal([&] { local_of(component); });
}
const std::string kLiteral = "<literal_component>x</literal_component>";

TEST(Variable, ConstantHasValues) {
  const Variable variable = variable_of(
      R"(<constant_variable id="oval:x:var:1" version="1" datatype="int"><value>1</value><value>2</value></constant_variable>)");
  EXPECT_EQ(variable.kind, Variable::Kind::constant);
  EXPECT_EQ(variable.datatype, Datatype::int_);
  EXPECT_THAT(variable.values, ElementsAre("1", "2"));
}
TEST(Variable, ExternalHasPossibleValuesAndRestrictions) {
  const Variable variable =
      variable_of(R"(<external_variable id="oval:x:var:1" version="1" datatype="int"><possible_value hint="h">7</possible_value>
    <possible_restriction operator="OR" hint="h"><restriction operation="less than">3</restriction></possible_restriction></external_variable>)");
  EXPECT_EQ(variable.kind, Variable::Kind::external);
  EXPECT_THAT(variable.possible_values, ElementsAre("7"));
  EXPECT_EQ(variable.restrictions.at(0).operation, Operator::OR);
  EXPECT_THAT(variable.restrictions.at(0).conditions, ElementsAre(Pair(Operation::less_than, "3")));
}
TEST(Variable, LocalHasComponentsAndFunctionsWithinOneAnother) {
  const Variable variable = local_of(R"(<concat><object_component object_ref="o" item_field="f" record_field="r"/>
    <regex_capture pattern="x+"><variable_component var_ref="v"/></regex_capture>
    <literal_component datatype="int">5</literal_component></concat>)");
  ASSERT_TRUE(variable.component);
  EXPECT_EQ(variable.component->kind, Component::Kind::concat);
  EXPECT_EQ(variable.component->arguments.at(0).item_field, "f");
  EXPECT_EQ(variable.component->arguments.at(0).record_field, "r");
  EXPECT_EQ(variable.component->arguments.at(1).parameter("pattern"), "x+");
  EXPECT_EQ(variable.component->arguments.at(1).arguments.at(0).ref, "v");
  EXPECT_EQ(variable.component->arguments.at(2).datatype, Datatype::int_);
}
TEST(Variable, LocalKnowsEveryFunction) {
  const std::pair<const char*, const char*> functions[] = {{"arithmetic", "arithmetic_operation='add'"},
                                                           {"begin", "character='a'"},
                                                           {"concat", ""},
                                                           {"count", ""},
                                                           {"end", "character='a'"},
                                                           {"escape_regex", ""},
                                                           {"glob_to_regex", "glob_noescape='true'"},
                                                           {"merge", ""},
                                                           {"regex_capture", "pattern='x'"},
                                                           {"split", "delimiter=''"},
                                                           {"substring", "substring_start='1' substring_length='-1'"},
                                                           {"time_difference", "format_1='cim_datetime'"},
                                                           {"unique", ""}};
  for (const auto& [name, attributes] : functions) {
    const std::string text = "<" + std::string(name) + " " + attributes + ">" + kLiteral + "</" + name + ">";
    EXPECT_EQ(local_refusal(text), "accepted") << name;
  }
}
TEST(Variable, RefusesFunctionsItCannotCompute) {
  EXPECT_THAT(local_refusal(""), HasSubstr("without a component"));
  EXPECT_THAT(local_refusal(kLiteral + kLiteral), HasSubstr("a second component"));
  EXPECT_THAT(local_refusal("<reverse>" + kLiteral + "</reverse>"), HasSubstr("unknown component or function <reverse>"));
  EXPECT_THAT(local_refusal("<arithmetic arithmetic_operation='divide'>" + kLiteral + "</arithmetic>"),
              HasSubstr("unknown arithmetic_operation"));
  EXPECT_THAT(local_refusal("<begin>" + kLiteral + "</begin>"), HasSubstr("<begin> without character"));
  EXPECT_THAT(local_refusal("<split delimiter=','>" + kLiteral + kLiteral + "</split>"), HasSubstr("<split> of 2 components"));
  EXPECT_THAT(local_refusal("<concat/>"), HasSubstr("<concat> of 0 components"));
  EXPECT_THAT(local_refusal("<substring substring_start='x' substring_length='1'>" + kLiteral + "</substring>"), HasSubstr("is no number"));
  EXPECT_THAT(local_refusal("<object_component object_ref='o'/>"), HasSubstr("without item_field"));
}
TEST(Variable, RefusesAKindNobodyKnows) {
  EXPECT_THAT(refusal([] { variable_of("<magic_variable id='oval:x:var:1' version='1' datatype='string'/>"); }), HasSubstr("unknown kind"));
  EXPECT_THAT(refusal([] { variable_of("<constant_variable id='oval:x:var:1' version='1'/>"); }), HasSubstr("no datatype"));
}

std::string variables_file(const std::string& variables) {
  return R"(<oval_variables xmlns="http://oval.mitre.org/XMLSchema/oval-variables-5"><variables>)" + variables +
         "</variables></oval_variables>";
}
ExternalVariables external(const std::string& variables) {
  return load_variables(*xml::Source::from_bytes("v.xml", variables_file(variables)));
}

TEST(VariablesFile, GivesEachVariableItsValues) {
  const ExternalVariables found = external("<variable id='oval:x:var:1' datatype='int'><value>1</value><value/></variable>");
  EXPECT_THAT(found.at("oval:x:var:1"), ElementsAre("1", ""));
}
TEST(VariablesFile, RefusesWhatItCannotUse) {
  const auto with = [](const std::string& variables) { return refusal([&] { external(variables); }); };
  EXPECT_THAT(with("<variable id='x'><value>1</value></variable>"), HasSubstr("malformed variable id"));
  EXPECT_THAT(with("<variable id='oval:x:var:1'/>"), HasSubstr("without a value"));
  const std::string one = "<variable id='oval:x:var:1'><value>1</value></variable>";
  EXPECT_THAT(with(one + one), HasSubstr("used twice"));
  EXPECT_THAT(refusal([] { load_variables(*xml::Source::from_bytes("v.xml", sample::oval(""))); }), HasSubstr("is no OVAL variables"));
}

}  // namespace
}  // namespace assay::oval
