#include "engine/xml/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "engine/base/limits.h"

namespace assay::xml {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::shared_ptr<const Source> source_of(std::string bytes) { return Source::from_bytes("t.xml", std::move(bytes)); }
Element parsed(const std::string& bytes) { return parse(*source_of(bytes)); }

std::string refusal(const std::string& bytes) {
  try {
    parsed(bytes);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "accepted";
}

// Builds what is called "build", skips "skip", keeps "raw" raw.
class Recorder : public Handler {
 public:
  Want start(const Start& tag) override {
    starts.push_back(std::string(tag.name) + "@" + std::to_string(tag.depth));
    return tag.name == "build" ? Want::build : tag.name == "skip" ? Want::skip : Want::descend;
  }
  bool keep_raw(std::string_view, std::string_view name) override { return name == "raw"; }
  void built(Element element) override { trees.push_back(std::move(element)); }
  void end(std::string_view, std::string_view name, const Fragment& range) override { ends.emplace_back(name, range); }

  std::vector<std::string> starts;
  std::vector<Element> trees;
  std::vector<std::pair<std::string, Fragment>> ends;
};

std::string_view slice(const Source& source, const Fragment& range) { return source.bytes().substr(range.begin, range.end - range.begin); }

TEST(Parse, KeepsElementsAttributesAndNamespaces) {
  const Element root = parsed(R"(<a xmlns="urn:x" xmlns:p="urn:p" id="1" p:id="2"><p:b/><b/></a>)");
  EXPECT_TRUE(root.is("urn:x", "a"));
  EXPECT_EQ(root.attr("id"), "1");
  EXPECT_EQ(root.attr_ns("urn:p", "id"), "2");
  EXPECT_EQ(root.children("b").size(), 2u);
  EXPECT_EQ(root.child("b")->ns, "urn:p");
}
TEST(Parse, TakesAnyTextForANamespace) { EXPECT_EQ(parsed("<a xmlns='no {uri}'><b/></a>").child("b")->ns, "no {uri}"); }
TEST(Parse, JoinsTextAcrossCommentsInstructionsCdataAndEntities) {
  EXPECT_EQ(parsed("<a>x<!-- c -->y<?pi z?>&lt;<![CDATA[<&>]]>&#65;</a>").text(), "xy<<&>A");
}
TEST(Parse, ReadsTextOfElementsBelowInOrder) { EXPECT_EQ(parsed("<a>1<b>2<c>3</c></b>4</a>").text(), "1234"); }
TEST(Parse, AcceptsAByteOrderMark) { EXPECT_EQ(parsed("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>x</a>").text(), "x"); }

TEST(Attributes, AreReadWithTheirEntitiesReplaced) { EXPECT_EQ(parsed(R"(<a v="1&amp;2&lt;3&quot;&#x41;"/>)").attr("v"), "1&2<3\"A"); }
TEST(Attributes, OfBooleansFollowXmlSchema) {
  const Element root = parsed(R"(<a t="1" f="false" odd="yes"/>)");
  EXPECT_TRUE(root.attr_bool("t", false));
  EXPECT_FALSE(root.attr_bool("f", true));
  EXPECT_TRUE(root.attr_bool("odd", true));
  EXPECT_TRUE(root.attr_bool("absent", true));
}

TEST(Scan, AsksOncePerStartTagOutsideBuiltTrees) {
  const auto source = source_of("<r><build><x/></build><skip><y/></skip><z><z2/></z></r>");
  Recorder recorder;
  scan(*source, recorder);
  EXPECT_THAT(recorder.starts, ElementsAre("r@0", "build@1", "skip@1", "z@1", "z2@2"));
}
TEST(Scan, TellsTheRangeOfWhatItDoesNotBuild) {
  const auto source = source_of("<r>\n <skip a='>'>\n<y/></skip  >\n<e/></r>");
  Recorder recorder;
  scan(*source, recorder);
  ASSERT_EQ(recorder.ends.size(), 3u);
  EXPECT_EQ(slice(*source, recorder.ends[0].second), "<skip a='>'>\n<y/></skip  >");
  EXPECT_EQ(recorder.ends[0].second.line, 2);
  EXPECT_EQ(slice(*source, recorder.ends[1].second), "<e/>");
  EXPECT_EQ(recorder.ends[1].second.line, 4);
}
TEST(Scan, KeepsARawElementAsItsAttributesAndRange) {
  const auto source = source_of("<build><raw k='v'>text <b>bold</b></raw>after</build>");
  Recorder recorder;
  scan(*source, recorder);
  const Element* raw = recorder.trees.at(0).child("raw");
  EXPECT_TRUE(raw->raw);
  EXPECT_EQ(raw->attr("k"), "v");
  EXPECT_TRUE(raw->nodes.empty());
  EXPECT_EQ(slice(*source, raw->fragment), "<raw k='v'>text <b>bold</b></raw>");
  EXPECT_EQ(recorder.trees[0].text(), "after");
}
TEST(Scan, FindsRangesAcrossTheChunksItReadsIn) {
  std::string text = "<r>";
  for (int i = 0; i < 20'000; ++i) text += "<skip n=\"" + std::to_string(i) + "\">\xC3\xBC</skip>\r\n";
  const auto source = source_of(text + "</r>");
  Recorder recorder;
  scan(*source, recorder);
  ASSERT_EQ(recorder.ends.size(), 20'001u);
  EXPECT_EQ(slice(*source, recorder.ends[12'345].second), "<skip n=\"12345\">\xC3\xBC</skip>");
  EXPECT_EQ(recorder.ends[12'345].second.line, 12'346);
}

TEST(Fragments, ParseWithTheNamespacesAndLinesAroundThem) {
  const auto source =
      source_of("<p:r xmlns:p='urn:p'\n xmlns='urn:d'>\n<w xmlns:q='urn:q&amp;'>\n<skip><q:x\n a='1'/><y/></skip></w></p:r>");
  Recorder recorder;
  scan(*source, recorder);
  const Element skipped = parse(*source, recorder.ends.at(0).second);
  EXPECT_TRUE(skipped.is("urn:d", "skip"));
  EXPECT_EQ(skipped.line(), 4);
  EXPECT_TRUE(skipped.child("x")->is("urn:q&", "x"));
  EXPECT_EQ(skipped.child("y")->line(), 5);
  EXPECT_EQ(slice(*source, skipped.child("x")->fragment), "<q:x\n a='1'/>");
}
TEST(Fragments, OfARedeclaredPrefixSeeTheInnerOne) {
  const auto source = source_of("<r xmlns='urn:1'><m xmlns='urn:2'><skip/></m><n xmlns=''><skip/></n><skip/></r>");
  Recorder recorder;
  scan(*source, recorder);
  EXPECT_EQ(parse(*source, recorder.ends.at(0).second).ns, "urn:2");
  EXPECT_EQ(parse(*source, recorder.ends.at(2).second).ns, "");
  EXPECT_EQ(parse(*source, recorder.ends.at(4).second).ns, "urn:1");
}
TEST(Fragments, StandAloneWithThePrefixesTheyUse) {
  const auto source = source_of("<r xmlns='urn:d' xmlns:p='urn:p' xmlns:u='urn:unused'><skip p:k='1'><p:x/></skip></r>");
  Recorder recorder;
  scan(*source, recorder);
  const std::string alone = standalone(*source, recorder.ends.at(0).second);
  EXPECT_EQ(alone, "<skip xmlns=\"urn:d\" xmlns:p=\"urn:p\" p:k='1'><p:x/></skip>");
  EXPECT_TRUE(parsed(alone).child("x")->is("urn:p", "x"));
}
TEST(Fragments, StandAloneWithAPrefixThatIsTheEndOfAnother) {
  const auto source = source_of("<r xmlns:b='urn:b' xmlns:ab='urn:ab'><skip><ab:x/></skip><skip><b:x/></skip></r>");
  Recorder recorder;
  scan(*source, recorder);
  EXPECT_TRUE(parsed(standalone(*source, recorder.ends.at(0).second)).child("x")->is("urn:ab", "x"));
  EXPECT_TRUE(parsed(standalone(*source, recorder.ends.at(1).second)).child("x")->is("urn:b", "x"));
}
TEST(Fragments, StandAloneKeepTheirOwnDeclarations) {
  const auto source = source_of("<r xmlns='urn:d' xmlns:p='urn:p'><skip xmlns='urn:own' xmlns:p = \"urn:2\"><p:x/></skip></r>");
  Recorder recorder;
  scan(*source, recorder);
  EXPECT_EQ(standalone(*source, recorder.ends.at(0).second), "<skip xmlns='urn:own' xmlns:p = \"urn:2\"><p:x/></skip>");
}

TEST(Refusal, NamesTheFileAndTheLine) { EXPECT_THAT(refusal("<a>\n<b>\n</a>"), HasSubstr("t.xml:3: not well-formed XML")); }
TEST(Refusal, IsOneLine) { EXPECT_EQ(refusal("<a><b></a>").find('\n'), std::string::npos); }
TEST(Refusal, OfTruncatedContent) { EXPECT_THAT(refusal("<a><b>text"), HasSubstr("not well-formed")); }
TEST(Refusal, OfATagThatDoesNotEnd) {
  EXPECT_THAT(refusal("<a>\n<b c='" + std::string(2'000'000, 'v') + "'/></a>"),
              HasSubstr("t.xml:2: a tag or comment of more than 524288 bytes"));
}
TEST(Refusal, OfMoreAttributesThanCanBeComparedInTime) {
  std::string tag = "<a";
  for (int i = 0; i < 300'000; ++i) tag += " a" + std::to_string(i) + "=''";
  EXPECT_THAT(refusal(tag + "/>"), HasSubstr("a tag or comment of more than"));
}
TEST(Text, LongerThanAnyTagMayBeIsRead) { EXPECT_EQ(refusal("<a>" + std::string(2'000'000, 'v') + "</a>"), refusal("<a/>")); }

TEST(Refusal, OfTwoDocumentElements) { EXPECT_THAT(refusal("<a/><b/>"), HasSubstr("not well-formed")); }
TEST(Refusal, OfAnUndeclaredPrefix) { EXPECT_THAT(refusal("<p:a/>"), HasSubstr("not well-formed")); }
TEST(Refusal, OfAnUnknownEntity) { EXPECT_THAT(refusal("<a>&nbsp;</a>"), HasSubstr("not well-formed")); }
TEST(Refusal, OfAHarmlessDoctype) { EXPECT_THAT(refusal("<!DOCTYPE a><a/>"), HasSubstr("DOCTYPE")); }
TEST(Refusal, OfADoctypeBeforeAnyEntityIsRead) {
  EXPECT_THAT(refusal("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"), HasSubstr("DOCTYPE"));
  EXPECT_THAT(refusal("<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>"), HasSubstr("DOCTYPE"));
}
TEST(Refusal, OfElementsNestedTooDeep) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "<a>";
  EXPECT_THAT(refusal(text), HasSubstr("nested more than 1024 deep"));
}
TEST(Parse, AcceptsElementsNestedUpToTheLimit) {
  std::string text;
  for (std::size_t i = 0; i < kLimits.xml_depth; ++i) text += "<a>";
  for (std::size_t i = 0; i < kLimits.xml_depth; ++i) text += "</a>";
  EXPECT_EQ(refusal(text), "accepted");
}
TEST(Parse, TakesXincludeForAnOrdinaryElement) {
  const Element root = parsed("<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/passwd' parse='text'/></a>");
  EXPECT_EQ(root.text(), "");
  EXPECT_NE(root.child("include"), nullptr);
}
TEST(Scan, LetsAnExceptionOfItsHandlerThrough) {
  class Thrower : public Handler {
    Want start(const Start&) override { throw JobError("mine"); }
    void built(Element) override {}
  } thrower;
  EXPECT_THROW(scan(*source_of("<a><b/></a>"), thrower), JobError);
}

}  // namespace
}  // namespace assay::xml
