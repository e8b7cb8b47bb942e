// What is wrong with a source is told with its place, and all of it at once.
#include "tests/unit/benchmarks/small_source.h"

namespace assay::benchmarks {
namespace {

using testing::HasSubstr;

std::string with_check(const std::string& check) { return "check: " + check; }

TEST(Complaint, ARuleThatNoRuleFileHas) {
  SmallSource source;
  source.section(
      "- {group: \"1\", title: First}\n- {number: \"1.1\", rule: a-rule, server: 1, workstation: 1, scored: true}\n"
      "- {number: \"1.2\", rule: lost, server: 1, workstation: 1, scored: true}\n");
  expect_complaint(source, {"toy/1-first.yaml:3", "1.2 lost", "no rule"});
}

TEST(Complaint, ARuleThatNoBenchmarkHas) {
  SmallSource source;
  source.rule("idle", "check: {present: {path: /b}}");
  expect_complaint(source, {"rules/idle.yaml", "idle", "no benchmark"});
}

TEST(Complaint, AThemeThatIsNotThere) {
  SmallSource source;
  source.file("/b/references.yaml", "frameworks: {}\nthemes: {}\n");
  expect_complaint(source, {"a-rule", "no theme \"order\""});
}

TEST(Complaint, ATemplateThatIsNotThere) {
  SmallSource source;
  source.rule("a-rule", with_check("{nowhere: {}}"));
  expect_complaint(source, {"rules/a-rule.yaml", "1.1 a-rule", "template nowhere"});
}

TEST(Complaint, AParameterTheTemplateDoesNotKnow) {
  SmallSource source;
  source.rule("a-rule", with_check("{present: {path: /etc/a, pathh: /etc/b}}"));
  expect_complaint(source, {"template present", "no parameter \"pathh\""});
}

TEST(Complaint, AValueThatIsNotThere) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path,
    oval = test{ object = object("unix:file", { filepath = p.path }), state = state("unix:file", { size = value("none") }) } })");
  expect_complaint(source, {"no value \"none\""});
}

TEST(Complaint, AnErrorOfTheTemplateNamesItsLine) {
  SmallSource source;
  source.one_template("present", "local x = p.path\nreturn x.y.z");
  expect_complaint(source, {"template present", ":3:"});
}

TEST(Complaint, AnOvalTypeThatNothingCanCollect) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path, oval = test{ object = object("unix:nothing", { filepath = p.path }) } })");
  expect_complaint(source, {"no OVAL type \"unix:nothing\""});
}

TEST(Complaint, AnEntityTheTypeDoesNotHave) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path, oval = test{ object = object("unix:file", { filepth = p.path }) } })");
  expect_complaint(source, {"unix:file", "\"filepth\""});
}

TEST(Complaint, AnEntityThatIsMissing) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path,
    oval = test{ object = object("ind:textfilecontent54", { filepath = p.path, pattern = match("x") }) } })");
  expect_complaint(source, {"lacks instance"});
}

TEST(Complaint, AnOperationThatMeansNothingForTheDatatype) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path,
    oval = test{ object = object("unix:file", { filepath = op("greater than", p.path) }) } })");
  expect_complaint(source, {"\"greater than\" has no meaning"});
}

TEST(Complaint, APatternThatDoesNotCompile) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path, oval = test{ object = object("unix:file", { filepath = match("(") }) } })");
  expect_complaint(source, {"the pattern \"(\""});
}

TEST(Complaint, AStateBesideNoneExistIsNeverLookedAt) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path, oval = test{ object = object("unix:file", { filepath = p.path }),
    state = state("unix:file", { size = 0 }), existence = "none_exist" } })");
  expect_complaint(source, {"none_exist"});
}

TEST(Complaint, ATemplateThatMakesNoCheck) {
  SmallSource source;
  source.one_template("present", "return { checked = p.path }");
  expect_complaint(source, {"makes no check"});
}

TEST(Complaint, AModuleThatIsNotThere) {
  SmallSource source;
  source.one_template("present", R"(return { checked = p.path, lua = { module = "gone", call = "f" } })");
  expect_complaint(source, {"no module", "gone.lua"});
}

TEST(Complaint, AManualRuleAsksAQuestion) {
  SmallSource source;
  source.rule("a-rule", "manual: true");
  expect_complaint(source, {"question is missing"});
}

TEST(Complaint, ANumberTwice) {
  SmallSource source;
  source.rule("b-rule", "check: {present: {path: /b}}");
  source.section(
      "- {group: \"1\", title: First}\n- {number: \"1.1\", rule: a-rule, server: 1, workstation: 1, scored: true}\n"
      "- {number: \"1.1\", rule: b-rule, server: 1, workstation: 1, scored: true}\n");
  expect_complaint(source, {"1.1: a second time"});
}

TEST(Complaint, AllOfThemAreToldAndTheRestIsBuilt) {
  SmallSource source;
  source.rule("b-rule", "check: {nowhere: {}}\nslipp: x");
  source.section(
      "- {group: \"1\", title: First}\n- {number: \"1.1\", rule: a-rule, server: 1, workstation: 1, scored: true}\n"
      "- {number: \"1.2\", rule: b-rule, server: 1, workstation: 1, scored: true}\n"
      "- {number: \"1.3\", rule: c-rule, server: 1, workstation: 1, scored: true}\n");
  Complaints complaints;
  const std::vector<DataStream> streams = source.compile(complaints);
  EXPECT_THAT(complaints.list(), testing::UnorderedElementsAre(HasSubstr("slipp"), HasSubstr("template nowhere"), HasSubstr("1.3 c-rule")));
  ASSERT_EQ(streams.size(), 1U);
  EXPECT_EQ(streams.front().recommendations, 3U);
  EXPECT_EQ(streams.front().written, 1U);
}

}  // namespace
}  // namespace assay::benchmarks
