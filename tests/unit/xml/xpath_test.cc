#include "engine/xml/xpath.h"

#include <gtest/gtest.h>

namespace assay::xml {
namespace {

using Values = std::vector<std::string>;
using Type = XPathResult::Type;

constexpr std::string_view kDocument =
    "<r a=\"1\" b=\"\"><e>one</e><e>two<i>in</i>tail</e><e/><!--note--><?pi data?><c><![CDATA[<cd>]]></c><num>5</num></r>";

XPathResult ask(const std::string& expression, std::string_view document = kDocument) {
  const auto result = evaluate_xpath(document, expression);
  EXPECT_TRUE(result) << result.error().detail;
  return result.value_or(XPathResult{});
}

int code(const std::string& expression, std::string_view document = kDocument) {
  const auto result = evaluate_xpath(document, expression);
  return result ? 0 : result.error().code;
}

TEST(XPath, TextNodesAreValuesInDocumentOrder) { EXPECT_EQ(ask("/r/e/text()").values, (Values{"one", "two", "tail"})); }
TEST(XPath, AttributesAreValuesEvenEmptyOnes) { EXPECT_EQ(ask("/r/@*").values, (Values{"1", ""})); }
TEST(XPath, CharacterDataSectionsAreText) { EXPECT_EQ(ask("//c/text()").values, Values{"<cd>"}); }

TEST(XPath, ElementsAreFoundWithoutAValue) {
  EXPECT_TRUE(ask("/r/e").found);
  EXPECT_TRUE(ask("/r/e").values.empty());
}
TEST(XPath, NothingIsFoundWhereThereIsNothing) {
  EXPECT_FALSE(ask("/r/none").found);
  EXPECT_FALSE(ask("/r/e[3]/text()").found);
}
TEST(XPath, CommentsAndInstructionsAreNoValues) {
  EXPECT_FALSE(ask("//comment()").found);
  EXPECT_FALSE(ask("//processing-instruction()").found);
  EXPECT_FALSE(ask("/r/namespace::*").found);
}

TEST(XPath, NumbersAreWrittenAsXPathDoes) {
  EXPECT_EQ(ask("count(/r/e)").type, Type::number);
  EXPECT_EQ(ask("count(/r/e)").values, Values{"3"});
  EXPECT_EQ(ask("1 div 4").values, Values{"0.25"});
  EXPECT_EQ(ask("1 div 0").values, Values{"INF"});
  EXPECT_EQ(ask("number('x')").values, Values{"NaN"});
}
TEST(XPath, BooleansAreTrueAndFalse) {
  EXPECT_EQ(ask("boolean(/r/e)").values, Values{"true"});
  EXPECT_EQ(ask("/r/e = 'zzz'").values, Values{"false"});
}
TEST(XPath, AStringIsAValueEvenEmpty) {
  EXPECT_EQ(ask("string(/r/none)").values, Values{""});
  EXPECT_EQ(ask("string(/r/none)").type, Type::string);
}

TEST(XPath, ABrokenExpressionIsRefused) {
  EXPECT_EQ(code("///"), EINVAL);
  EXPECT_EQ(code(""), EINVAL);
  EXPECT_EQ(code("//prefix:e"), EINVAL);
  EXPECT_EQ(code("document('/etc/passwd')"), EINVAL);
}
TEST(XPath, ADocumentThatIsNotWellFormedIsRefused) {
  EXPECT_EQ(code("/r", "<r><e></r>"), EBADMSG);
  EXPECT_EQ(code("/r", ""), EBADMSG);
  EXPECT_EQ(code("/r", "<r/><r/>"), EBADMSG);
  EXPECT_EQ(code("/r", "<r>\xFF</r>"), EBADMSG);
  EXPECT_EQ(code("/r", std::string_view("<r>\0</r>", 8)), EBADMSG);
}

TEST(XPath, InternalEntitiesAreExpanded) {
  EXPECT_EQ(ask("/r/e/text()", "<!DOCTYPE r [<!ENTITY x 'val'>]><r><e>&x;&lt;</e></r>").values, Values{"val<"});
}
TEST(XPath, ExternalEntitiesAreNeverRead) {
  EXPECT_EQ(code("/r", "<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><r>&f;</r>"), EBADMSG);
  EXPECT_EQ(code("/r", "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><r/>"), EBADMSG);
}
TEST(XPath, AnExternalSubsetIsNotOpened) { EXPECT_TRUE(ask("/r", "<!DOCTYPE r SYSTEM 'file:///no/such.dtd'><r/>").found); }
TEST(XPath, EntitiesThatGrowWithoutEndAreRefused) {
  std::string bomb = "<!DOCTYPE r [<!ENTITY a0 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>";
  for (int i = 1; i < 12; ++i) {
    bomb += "<!ENTITY a" + std::to_string(i) + " '";
    for (int k = 0; k < 10; ++k) bomb += "&a" + std::to_string(i - 1) + ";";
    bomb += "'>";
  }
  EXPECT_EQ(code("/r", bomb + "]><r>&a11;</r>"), EBADMSG);
}
TEST(XPath, DeepNestingIsRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(code("/a", deep), EBADMSG);
}
TEST(XPath, WorkIsBounded) {
  std::string wide = "<r>";
  for (int i = 0; i < 20'000; ++i) wide += "<e/>";
  EXPECT_EQ(code("//e[count(//e[count(//e) > 1]) > 1]", wide + "</r>"), EINVAL);
}

}  // namespace
}  // namespace assay::xml
