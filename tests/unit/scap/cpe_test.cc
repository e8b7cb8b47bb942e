#include "engine/scap/cpe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scap/sample.h"

namespace assay::cpe {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> parts(std::string_view text) {
  const auto name = Name::parse(text);
  return name ? std::vector<std::string>(std::begin(name->parts), std::end(name->parts)) : std::vector<std::string>{};
}
bool covers(std::string_view source, std::string_view target) { return matches(Name::parse(source).value(), Name::parse(target).value()); }

TEST(CpeName, OfAUriLeavesTheRestOpen) {
  EXPECT_THAT(parts("cpe:/o:canonical:ubuntu_linux:18.04"),
              ElementsAre("o", "canonical", "ubuntu_linux", "18.04", "*", "*", "*", "*", "*", "*", "*"));
}
TEST(CpeName, OfAUriMayPackItsEdition) {
  EXPECT_THAT(parts("cpe:/o:canonical:ubuntu_linux:18.04::~~lts~~~"),
              ElementsAre("o", "canonical", "ubuntu_linux", "18.04", "*", "*", "*", "lts", "*", "*", "*"));
}
TEST(CpeName, OfAUriDecodesPercents) { EXPECT_EQ(parts("cpe:/a:x:y%2a%21:%02").at(2), "y\\*!"); }
TEST(CpeName, OfAFormattedStringUnquotes) {
  EXPECT_THAT(parts("cpe:2.3:a:ven\\:dor:p\\-1:1.0\\+x:-:*:*:*:*:*:*"),
              ElementsAre("a", "ven:dor", "p-1", "1.0+x", "-", "*", "*", "*", "*", "*", "*"));
}
TEST(CpeName, RefusesWhatIsNone) {
  for (const char* text : {"", "cpe:", "#platform", "cpe:/x:y", "cpe:2.3:a:b", "cpe:/a:%zz", "cpe:/a:b:c:d:e:f:g:h", "urn:x"})
    EXPECT_FALSE(Name::parse(text)) << text;
}

TEST(CpeMatching, CoversWhatIsMoreSpecific) {
  EXPECT_TRUE(covers("cpe:/o:redhat", "cpe:/o:redhat:enterprise_linux:7"));
  EXPECT_FALSE(covers("cpe:/o:redhat:enterprise_linux:7", "cpe:/o:redhat"));
  EXPECT_FALSE(covers("cpe:/o:redhat:enterprise_linux:7", "cpe:/o:redhat:enterprise_linux:8"));
}
TEST(CpeMatching, IgnoresCaseAndBinding) {
  EXPECT_TRUE(covers("cpe:/o:RedHat:enterprise_linux:7", "cpe:2.3:o:redhat:Enterprise_Linux:7:*:*:*:*:*:*:*"));
}
TEST(CpeMatching, TakesNotApplicableLiterally) {
  EXPECT_FALSE(covers("cpe:/a:x:y:-", "cpe:/a:x:y:1"));
  EXPECT_TRUE(covers("cpe:/a:x:y", "cpe:/a:x:y:-"));
}
TEST(CpeMatching, KnowsWildcardsAtTheEnds) {
  EXPECT_TRUE(covers("cpe:2.3:a:x:y:8.*:*:*:*:*:*:*:*", "cpe:/a:x:y:8.4"));
  EXPECT_TRUE(covers("cpe:2.3:a:x:*ysql:5.?:*:*:*:*:*:*:*", "cpe:/a:x:mysql:5.7"));
  EXPECT_FALSE(covers("cpe:2.3:a:x:y:8.*:*:*:*:*:*:*:*", "cpe:/a:x:y:9.4"));
  EXPECT_FALSE(covers("cpe:2.3:a:x:y:8\\*:*:*:*:*:*:*:*", "cpe:/a:x:y:84"));
}

Dictionary dictionary(const std::string& items) {
  auto loaded = sample::load("<cpe-list xmlns=\"http://cpe.mitre.org/dictionary/2.0\">" + items + "</cpe-list>");
  return *loaded.parts.at(0).dictionary;
}

TEST(CpeDictionary, KeepsItemsWithTheirChecks) {
  const Dictionary made = dictionary(R"(<cpe-item name="cpe:/o:a:b"><title xml:lang="en-us">T</title>
    <check system="s" href="f.xml"> oval:x:def:1 </check></cpe-item>)");
  const DictionaryItem* item = made.find("cpe:/o:a:b");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->title, "T");
  EXPECT_EQ(item->checks.at(0).href, "f.xml");
  EXPECT_EQ(item->checks.at(0).id, "oval:x:def:1");
}
TEST(CpeDictionary, AnswersAPlatformByItemsItCovers) {
  const Dictionary made = dictionary(R"(<cpe-item name="cpe:/o:a:b:1"/><cpe-item name="cpe:/o:a:b:2"/><cpe-item name="cpe:/o:a"/>)");
  EXPECT_EQ(made.find_all("cpe:/o:a:b").size(), 2u);
  EXPECT_EQ(made.find("cpe:/o:a:b:2")->name, "cpe:/o:a:b:2");
  EXPECT_EQ(made.find_all("cpe:/o:a").size(), 1u);
}
TEST(CpeDictionary, NeverAnswersByAnItemThatSaysLess) {
  EXPECT_EQ(dictionary(R"(<cpe-item name="cpe:/o:a"/>)").find("cpe:/o:a:b:1"), nullptr);
}
TEST(CpeDictionary, RefusesAnItemWithoutAName) {
  EXPECT_THAT(sample::refusal([] { dictionary("<cpe-item/>"); }), HasSubstr("without a name"));
}

std::vector<Platform> platforms(const std::string& content) {
  return sample::loaded_benchmark("<l:platform-specification xmlns:l='http://cpe.mitre.org/language/2.0'>" + content +
                                  "</l:platform-specification>")
      ->platform_specification;
}

TEST(CpePlatforms, NestLogicalTests) {
  const auto made =
      platforms(R"(<l:platform id="p"><l:title>T</l:title><l:logical-test operator="OR" negate="true"><l:fact-ref name="cpe:/a:x"/>
    <l:logical-test operator="AND" negate="0"><l:check-fact-ref system="s" href="h" id-ref="i"/></l:logical-test></l:logical-test></l:platform>)");
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].test.operation, LogicalTest::Operator::OR);
  EXPECT_TRUE(made[0].test.negate);
  EXPECT_THAT(made[0].test.fact_refs, ElementsAre("cpe:/a:x"));
  EXPECT_EQ(made[0].test.tests.at(0).check_fact_refs.at(0).id, "i");
}
TEST(CpePlatforms, MayStandInPlaceOfADictionary) {
  auto loaded = sample::load(
      "<platform-specification xmlns='http://cpe.mitre.org/language/2.0'><platform id='p'><logical-test operator='AND' negate='false'/>"
      "</platform></platform-specification>");
  EXPECT_EQ(loaded.parts.at(0).dictionary->platforms.at(0).id, "p");
}
TEST(CpePlatforms, RefuseWhatCannotBeAnswered) {
  EXPECT_THAT(sample::refusal([] { platforms("<l:platform id='p'/>"); }), HasSubstr("without a logical-test"));
  EXPECT_THAT(sample::refusal([] { platforms("<l:platform id='p'><l:logical-test operator='NOT'/></l:platform>"); }),
              HasSubstr("unknown operator"));
}

}  // namespace
}  // namespace assay::cpe
