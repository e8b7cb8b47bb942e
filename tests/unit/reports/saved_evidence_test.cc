// Why rules of an ARF failed, from the OVAL results beside them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "reports/report.h"
#include "reports/saved.h"
#include "tests/unit/reports/sample.h"

namespace assay::reports {
namespace {

using evaluate::Evidence;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A file with a line PermitRootLogin yes, where no is wanted.
struct Oval {
  std::string criteria = "<criterion test_ref='oval:a:tst:1'/>";
  std::string more_definitions;
  std::string result = "<definition definition_id='oval:a:def:1' version='1' result='false'/>";
  std::string test = "<test test_id='oval:a:tst:1' version='1' result='false'><tested_item item_id='7' result='false'/></test>";
  std::string state = "<i:subexpression>no</i:subexpression>", variables;
  std::string object = "<object id='oval:a:obj:1' version='1' flag='complete'><reference item_ref='7'/></object>";
  std::string item =
      "<n:textfilecontent_item id='7'><n:filepath>/etc/ssh/sshd_config</n:filepath><n:text>PermitRootLogin yes</n:text>"
      "<n:subexpression>yes</n:subexpression></n:textfilecontent_item>";
  bool has_characteristics = true;

  std::string definition(int number, const std::string& criteria_of_it) const {
    return "<definition id='oval:a:def:" + std::to_string(number) +
           "' version='1' class='compliance'><metadata><title>t</title><description>d</description></metadata><criteria>" + criteria_of_it +
           "</criteria></definition>";
  }

  bool has_definitions = true;
  std::string source() const {
    if (!has_definitions) return "";
    return "<oval_definitions xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5' "
           "xmlns:i='http://oval.mitre.org/XMLSchema/oval-definitions-5#independent'><generator><schema_version "
           "xmlns='http://oval.mitre.org/XMLSchema/oval-common-5'>5.11</schema_version></generator><definitions>" +
           definition(1, criteria) + more_definitions +
           "</definitions><tests><i:textfilecontent54_test id='oval:a:tst:1' version='1' check='all' comment='root may not log in'>"
           "<i:object object_ref='oval:a:obj:1'/><i:state state_ref='oval:a:ste:1'/></i:textfilecontent54_test></tests>"
           "<objects><i:textfilecontent54_object id='oval:a:obj:1' version='1'><i:filepath>/etc/ssh/sshd_config</i:filepath>"
           "<i:pattern operation='pattern match'>^PermitRootLogin (.*)$</i:pattern><i:instance datatype='int'>1</i:instance>"
           "</i:textfilecontent54_object></objects>"
           "<states><i:textfilecontent54_state id='oval:a:ste:1' version='1'>" +
           state + "</i:textfilecontent54_state></states>" + (variables.empty() ? "" : "<variables>" + variables + "</variables>") +
           "</oval_definitions>";
  }

  std::string characteristics() const {
    return "<oval_system_characteristics xmlns='http://oval.mitre.org/XMLSchema/oval-system-characteristics-5' "
           "xmlns:n='http://oval.mitre.org/XMLSchema/oval-system-characteristics-5#independent'><system_info><os_name>Linux</os_name>"
           "</system_info><collected_objects>" +
           object + "</collected_objects><system_data>" + item + "</system_data></oval_system_characteristics>";
  }

  std::string report(const std::string& id) const {
    return "<report id='" + id + "'><content><oval_results xmlns='http://oval.mitre.org/XMLSchema/oval-results-5'>" + source() +
           "<results><system><definitions>" + result + "</definitions><tests>" + test + "</tests>" +
           (has_characteristics ? characteristics() : "") + "</system></results></oval_results></content></report>";
  }
};

std::string check(const std::string& href, const std::string& inside = "", const std::string& definition = "oval:a:def:1") {
  return "<check system='http://oval.mitre.org/XMLSchema/oval-definitions-5'>" + inside + "<check-content-ref href='" + href + "' name='" +
         definition + "'/></check>";
}

// One failing rule with these checks.
evaluate::Results read(const std::string& checks, const std::string& reports, const std::string& values = "") {
  return read_results(*xml::Source::from_bytes(
      "arf.xml",
      "<asset-report-collection xmlns='http://scap.nist.gov/schema/asset-reporting-format/1.1'><reports><report id='xccdf1'><content>"
      "<TestResult xmlns='http://checklists.nist.gov/xccdf/1.2' id='t'>" +
          values + "<rule-result idref='r'><result>fail</result>" + checks + "</rule-result></TestResult></content></report>" + reports +
          "</reports></asset-report-collection>"));
}

std::vector<Evidence> evidence(const Oval& oval, const std::string& checks = check("#oval0")) {
  return read(checks, oval.report("oval0")).rules.at(0).evidence;
}

TEST(SavedEvidence, IsWhatWasExpectedFoundAndWhere) {
  const std::vector<Evidence> found = evidence({});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].test_comment, "root may not log in");
  EXPECT_EQ(found[0].expected, "/etc/ssh/sshd_config must have a line matching ^PermitRootLogin (.*)$; subexpression equals no");
  EXPECT_EQ(found[0].found, "PermitRootLogin yes");
  EXPECT_THAT(found[0].where, ElementsAre("/etc/ssh/sshd_config"));
}

TEST(SavedEvidence, IsOfTheDefinitionWhateverFileTheCheckNames) { EXPECT_THAT(evidence({}, check("ssg-oval.xml")), SizeIs(1)); }

TEST(SavedEvidence, IsOfTheReportThatTheCheckNames) {
  Oval other;
  other.item.replace(other.item.find("PermitRootLogin yes"), 19, "PermitRootLogin maybe");
  const std::string reports = Oval().report("oval0") + other.report("oval1");
  EXPECT_EQ(read(check("#oval1"), reports).rules.at(0).evidence.at(0).found, "PermitRootLogin maybe");
}

TEST(SavedEvidence, IsOfTheResultsUnderTheValuesOfTheRule) {
  const std::string variable = "<external_variable id='oval:a:var:1' version='1' datatype='string' comment='c'/>";
  const auto under = [&](const std::string& value) {
    Oval oval;
    oval.state = "<i:subexpression var_ref='oval:a:var:1'/>";
    oval.variables = variable;
    oval.test.insert(oval.test.find("</test>"), "<tested_variable variable_id='oval:a:var:1'>" + value + "</tested_variable>");
    return oval;
  };
  const std::string one_of_two = check("oval.xml", "<check-export value-id='v' export-name='oval:a:var:1'/>");
  const auto results =
      read(one_of_two, under("no").report("oval0") + under("never").report("oval1"), "<set-value idref='v'>never</set-value>");
  ASSERT_THAT(results.rules.at(0).evidence, SizeIs(1));
  EXPECT_THAT(results.rules[0].evidence[0].expected, HasSubstr("subexpression equals never"));
  EXPECT_THAT(
      read(one_of_two, under("a").report("oval0") + under("b").report("oval1"), "<set-value idref='v'>c</set-value>").rules[0].evidence,
      IsEmpty());
}

TEST(SavedEvidence, IsOfTheInstanceOfItsVariables) {
  Oval oval;
  oval.state = "<i:subexpression var_ref='oval:a:var:1'/>";
  oval.variables = "<external_variable id='oval:a:var:1' version='1' datatype='string' comment='c'/>";
  oval.result = oval.test = oval.object = "";
  for (const std::string instance : {"1", "2"}) {
    oval.result += "<definition definition_id='oval:a:def:1' variable_instance='" + instance + "' result='false'/>";
    oval.test += "<test test_id='oval:a:tst:1' variable_instance='" + instance +
                 "' result='false'><tested_item item_id='7' result='false'/><tested_variable variable_id='oval:a:var:1'>value " + instance +
                 "</tested_variable></test>";
    oval.object += "<object id='oval:a:obj:1' variable_instance='" + instance + "' flag='complete'><reference item_ref='7'/></object>";
  }
  const auto results = read(check("#oval0", "<check-export value-id='v' export-name='oval:a:var:1'/>"), oval.report("oval0"),
                            "<set-value idref='v'>value 2</set-value>");
  ASSERT_THAT(results.rules.at(0).evidence, SizeIs(1));
  EXPECT_THAT(results.rules[0].evidence[0].expected, HasSubstr("subexpression equals value 2"));
}

TEST(SavedEvidence, OfAComplexCheckStartsWithWhatDecided) {
  Oval oval;
  oval.more_definitions = oval.definition(2, "<criterion test_ref='oval:a:tst:1' negate='true'/>");
  oval.result += "<definition definition_id='oval:a:def:2' version='1' result='true'/>";
  const std::vector<Evidence> found =
      evidence(oval, "<complex-check operator='AND'>" + check("#oval0", "", "oval:a:def:2") + check("#oval0") + "</complex-check>");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].definition_id, "oval:a:def:1");
  EXPECT_EQ(found[1].definition_id, "oval:a:def:2");
}

TEST(SavedEvidence, WithoutWhatWasSeenDoesNotSayWhatWasFound) {
  Oval nothing, no_objects;
  nothing.has_characteristics = false;
  no_objects.object = no_objects.item = "";
  for (const Oval& oval : {nothing, no_objects}) {
    const std::vector<Evidence> found = evidence(oval);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_THAT(found[0].expected, HasSubstr("subexpression equals no"));
    EXPECT_EQ(found[0].found, "the file does not say");
  }
}

TEST(SavedEvidence, IsNotInventedWhereTestsDoNotComeToTheResult) {
  Oval oval;
  oval.test = "<test test_id='oval:a:tst:1' result='true'/>";
  const auto results = read(check("#oval0"), oval.report("oval0"));
  EXPECT_THAT(results.rules.at(0).evidence, IsEmpty());
  EXPECT_THAT(results.notes, Contains(HasSubstr("do not explain 1 of the checks")));
  oval.test = "";
  EXPECT_THAT(evidence(oval), IsEmpty());
}

TEST(SavedEvidence, SurvivesCyclesAndWhatIsNotThere) {
  Oval cycle;
  cycle.criteria = "<extend_definition definition_ref='oval:a:def:2'/>";
  cycle.more_definitions = cycle.definition(2, "<extend_definition definition_ref='oval:a:def:1'/>");
  EXPECT_THAT(evidence(cycle), IsEmpty());
  Oval dangling;
  dangling.criteria = "<criterion test_ref='oval:a:tst:9'/>";
  EXPECT_THAT(evidence(dangling), IsEmpty());
  EXPECT_THAT(evidence({}, check("#oval0", "", "oval:a:def:9")), IsEmpty());
  EXPECT_THAT(evidence({}, ""), IsEmpty());
  Oval no_item;
  no_item.test = "<test test_id='oval:a:tst:1' result='false'><tested_item item_id='8' result='false'/></test>";
  EXPECT_THAT(evidence(no_item), SizeIs(1));
}

TEST(SavedEvidence, ThatCannotBeReadIsANoteAndTheResultsStay) {
  Oval twice;
  twice.more_definitions = twice.definition(1, "<criterion test_ref='oval:a:tst:1'/>");
  Oval no_such_item;
  no_such_item.item = "";
  Oval no_such_result;
  no_such_result.test = "<test test_id='oval:a:tst:1' result='perhaps'/>";
  Oval alone;
  alone.has_definitions = false;
  for (const auto& [oval, why] :
       {std::pair{twice, "used twice"}, {no_such_item, "no such item"}, {no_such_result, "perhaps"}, {alone, "are not with them"}}) {
    const auto results = read(check("#oval0"), oval.report("oval0"));
    EXPECT_EQ(results.rules.at(0).outcome, xccdf::Outcome::fail);
    EXPECT_THAT(results.rules[0].evidence, IsEmpty());
    EXPECT_THAT(results.notes, Contains(::testing::AllOf(HasSubstr("the OVAL results in report oval0 cannot be read"), HasSubstr(why))));
  }
}

TEST(SavedEvidence, HasNoSecrets) {
  Oval oval;
  oval.item =
      "<n:textfilecontent_item "
      "id='7'><n:filepath>/etc/shadow</n:filepath><n:text>root:$6$saltsalt$Hash1234567890:18000:0:99999:7:::</n:text>"
      "<n:subexpression>Hash1234567890</n:subexpression></n:textfilecontent_item>";
  auto results = read(check("#oval0") + "<message>seen: Hash1234567890</message>", oval.report("oval0"));
  EXPECT_THAT(results.rules.at(0).evidence.at(0).found, ::testing::AllOf(HasSubstr("root:$6$"), Not(HasSubstr("Hash1234567890"))));
  EXPECT_THAT(results.rules[0].messages, ElementsAre("seen: ***"));
}

TEST(SavedEvidence, IsNotLostInXccdf) {
  for (const char* format : {"xccdf", "arf"}) {
    std::ostringstream out;
    find(format)->write(read(check("#oval0"), Oval().report("oval0")), out);
    EXPECT_THAT(out.str(), HasSubstr("subexpression equals no; found: PermitRootLogin yes; where: /etc/ssh/sshd_config</message>"));
  }
}

TEST(SavedEvidence, TellsOfTheTargetWhatTheTestResultDoesNot) {
  EXPECT_EQ(read(check("#oval0"), Oval().report("oval0")).target.system.os_name, "Linux");
  const std::string fact = "<target-facts><fact name='urn:xccdf:fact:asset:identifier:os_name' type='string'>CentOS</fact></target-facts>";
  EXPECT_EQ(read(check("#oval0"), Oval().report("oval0"), fact).target.system.os_name, "CentOS");
}

}  // namespace
}  // namespace assay::reports
