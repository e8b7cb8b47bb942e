// textfilecontent, filehash, filehash58, xmlfilecontent and yamlfilecontent.
#include "tests/unit/independent/inspected.h"

namespace assay::probes {
extern const collect::Probe kProbe_textfilecontent, kProbe_filehash, kProbe_filehash58, kProbe_xmlfilecontent, kProbe_yamlfilecontent;

namespace {

using oval::Check;
using oval::Datatype;
using oval::Flag;
using oval::Operation;
using test::Inspected;
using Words = std::vector<std::string>;

TEST(Textfilecontent, EachMatchingLineIsAnItem) {
  Inspected asked(kProbe_textfilecontent, "one=1\ntwo\nthree=3");
  asked.entity("line", "=(\\d)$", Operation::pattern_match).options({}).run();
  EXPECT_EQ(asked.column("line"), (Words{"one=1", "three=3"}));
  EXPECT_EQ(asked.column("text"), (Words{"=1", "=3"}));
  EXPECT_EQ(asked.column("subexpression"), (Words{"1", "3"}));
  EXPECT_EQ(asked.column("instance"), (Words{"1", "2"}));
  EXPECT_EQ(asked.items[1].line(), 3u);
}
TEST(Textfilecontent, APatternNeverSpansLines) {
  Inspected asked(kProbe_textfilecontent, "a\nb\n");
  asked.entity("line", "a\\s*b", Operation::pattern_match).run();
  EXPECT_TRUE(asked.items.empty());
}
TEST(Textfilecontent, EqualsIsAWholeLine) {
  Inspected asked(kProbe_textfilecontent, "a\nab\n");
  asked.entity("line", "a").run();
  EXPECT_EQ(asked.column("text"), Words{"a"});
}
TEST(Textfilecontent, APatternThatRunsAwayIsAnError) {
  Inspected asked(kProbe_textfilecontent, std::string(5000, 'a') + "!");
  asked.entity("line", R"(^(a+)+\1$)", Operation::pattern_match).run();
  ASSERT_EQ(asked.flags.size(), 1u);
  EXPECT_EQ(asked.flags[0].first, Flag::error);
}

TEST(Filehash58, EachAlgorithmAskedForIsAnItem) {
  Inspected asked(kProbe_filehash58, std::string("abc"));
  asked.entity("hash_type", "^(MD5|SHA-1)$", Operation::pattern_match).run();
  EXPECT_EQ(asked.column("hash_type"), (Words{"MD5", "SHA-1"}));
  EXPECT_EQ(asked.column("hash"), (Words{"900150983cd24fb0d6963f7d28e17f72", "a9993e364706816aba3e25717850c26c9cd0d89d"}));
}
TEST(Filehash58, AnUnknownAlgorithmHasNoItem) {
  Inspected asked(kProbe_filehash58, std::string("abc"));
  asked.entity("hash_type", "SHA-9").run();
  EXPECT_TRUE(asked.items.empty());
}
TEST(Filehash58, AFileOverTheLimitHasNoDigestOfItsBeginning) {
  Inspected asked(kProbe_filehash58, fail(EFBIG));
  asked.entity("hash_type", "MD5").run();
  EXPECT_TRUE(asked.items.empty());
  EXPECT_EQ(asked.flags.at(0).first, Flag::incomplete);
}

TEST(Filehash, HasMd5AndSha1) {
  Inspected asked(kProbe_filehash, std::string("abc"));
  asked.run();
  EXPECT_EQ(asked.column("md5"), Words{"900150983cd24fb0d6963f7d28e17f72"});
  EXPECT_EQ(asked.column("sha1"), Words{"a9993e364706816aba3e25717850c26c9cd0d89d"});
}

Inspected& ask_xml(Inspected& asked, const std::string& xpath) { return asked.entity("xpath", xpath).run(); }

TEST(Xmlfilecontent, TextNodesAreValuesOfOneItem) {
  Inspected asked(kProbe_xmlfilecontent, "<r><e>1</e><e>2</e></r>");
  ask_xml(asked, "/r/e/text()");
  ASSERT_EQ(asked.items.size(), 1u);
  EXPECT_EQ(asked.values(0, "value_of"), (Words{"1", "2"}));
  EXPECT_EQ(asked.values(0, "xpath"), Words{"/r/e/text()"});
}
TEST(Xmlfilecontent, ElementsMakeAnItemWithoutValue) {
  Inspected asked(kProbe_xmlfilecontent, "<zone><service name='ssh'/></zone>");
  ask_xml(asked, "/zone/service[@name='ssh']");
  ASSERT_EQ(asked.items.size(), 1u);
  EXPECT_TRUE(asked.values(0, "value_of").empty());
}
TEST(Xmlfilecontent, NoNodesMakeNoItem) {
  Inspected asked(kProbe_xmlfilecontent, "<zone/>");
  ask_xml(asked, "/zone/service");
  EXPECT_TRUE(asked.items.empty());
  EXPECT_TRUE(asked.flags.empty());
}
TEST(Xmlfilecontent, ACountIsAnIntAFractionAFloatAComparisonABoolean) {
  const std::pair<const char*, Datatype> rows[] = {{"count(/r/e)", Datatype::int_}, {"-1", Datatype::int_},
                                                   {"1 div 4", Datatype::float_},   {"1 div 0", Datatype::float_},
                                                   {"1 = 1", Datatype::boolean},    {"string(/r)", Datatype::string}};
  for (const auto& [xpath, datatype] : rows) {
    Inspected asked(kProbe_xmlfilecontent, "<r><e/></r>");
    ask_xml(asked, xpath);
    ASSERT_EQ(asked.items.size(), 1u) << xpath;
    Datatype found = Datatype::record;
    for (const oval::ItemEntity& entity : asked.items[0])
      if (entity.field->name == "value_of") found = entity.datatype;
    EXPECT_EQ(found, datatype) << xpath;
  }
}
TEST(Xmlfilecontent, ABrokenDocumentIsAnErrorThatNamesTheFile) {
  Inspected asked(kProbe_xmlfilecontent, "<r>");
  ask_xml(asked, "/r");
  EXPECT_TRUE(asked.items.empty());
  ASSERT_EQ(asked.flags.size(), 1u);
  EXPECT_EQ(asked.flags[0].first, Flag::error);
  EXPECT_NE(asked.flags[0].second.find("/etc/file"), std::string::npos);
}
TEST(Xmlfilecontent, ABrokenExpressionIsAnError) {
  Inspected asked(kProbe_xmlfilecontent, "<r/>");
  ask_xml(asked, "///");
  EXPECT_EQ(asked.flags.at(0).first, Flag::error);
}
TEST(Xmlfilecontent, OnlyEqualsIsValid) {
  Inspected asked(kProbe_xmlfilecontent, "<r/>");
  asked.entity("xpath", "/r", Operation::not_equal).run();
  EXPECT_EQ(asked.flags.at(0).first, Flag::error);
}
TEST(Xmlfilecontent, NothingOutsideTheDocumentIsRead) {
  Inspected asked(kProbe_xmlfilecontent, "<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><r>&f;</r>");
  ask_xml(asked, "string(/r)");
  EXPECT_TRUE(asked.items.empty());
  EXPECT_EQ(asked.flags.at(0).first, Flag::error);
}

Inspected& ask_yaml(Inspected& asked, const std::string& path) { return asked.entity("yamlpath", path).run(); }

TEST(Yamlfilecontent, AScalarIsARecordWithoutKey) {
  Inspected asked(kProbe_yamlfilecontent, "a: {b: 5}\n");
  ask_yaml(asked, ".a.b");
  ASSERT_EQ(asked.items.size(), 1u);
  const auto value = asked.values(0, "value").at(0);
  const auto fields = oval::record_fields(value);
  ASSERT_EQ(fields.size(), 1u);
  EXPECT_EQ(fields[0].name, "#");
  EXPECT_EQ(fields[0].value, "5");
  EXPECT_EQ(fields[0].datatype, Datatype::int_);
}
TEST(Yamlfilecontent, EachMapIsAValueOfOneItem) {
  Inspected asked(kProbe_yamlfilecontent, "- {a: true}\n- {a: 0.5}\n- {a: x}\n");
  ask_yaml(asked, "[:]");
  ASSERT_EQ(asked.items.size(), 1u);
  const auto values = asked.values(0, "value");
  ASSERT_EQ(values.size(), 3u);
  const Datatype datatypes[] = {Datatype::boolean, Datatype::float_, Datatype::string};
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(oval::record_fields(values[i]).at(0).datatype, datatypes[i]);
}
TEST(Yamlfilecontent, APathThatLeadsNowhereMakesNoItem) {
  Inspected asked(kProbe_yamlfilecontent, "a: 1\n");
  ask_yaml(asked, ".b");
  EXPECT_TRUE(asked.items.empty());
  EXPECT_TRUE(asked.flags.empty());
}
TEST(Yamlfilecontent, EachValueOfAVariableIsAPath) {
  Inspected asked(kProbe_yamlfilecontent, "a: 1\nb: 2\n");
  asked.entity("yamlpath", {".a", ".b"}, Operation::equals, Datatype::string, Check::at_least_one).run();
  EXPECT_EQ(asked.column("yamlpath"), (Words{".a", ".b"}));
}
TEST(Yamlfilecontent, ABrokenFileOrPathOrAStructureIsAnError) {
  for (const auto& [content, path] : {std::pair("a: [", ".a"), std::pair("a: 1", "..a"), std::pair("a: {b: {c: 1}}", ".a")}) {
    Inspected asked(kProbe_yamlfilecontent, content);
    ask_yaml(asked, path);
    EXPECT_TRUE(asked.items.empty());
    ASSERT_EQ(asked.flags.size(), 1u) << path;
    EXPECT_EQ(asked.flags[0].first, Flag::error);
  }
}
TEST(Yamlfilecontent, OnlyEqualsIsValid) {
  Inspected asked(kProbe_yamlfilecontent, "a: 1");
  asked.entity("yamlpath", ".a", Operation::pattern_match).run();
  EXPECT_EQ(asked.flags.at(0).first, Flag::error);
}

}  // namespace
}  // namespace assay::probes
