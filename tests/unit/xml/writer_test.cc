#include "engine/xml/writer.h"

#include <gtest/gtest.h>

#include <functional>
#include <sstream>

namespace assay::xml {
namespace {

std::string written(const std::function<void(Writer&)>& write) {
  std::ostringstream out;
  Writer writer(out);
  write(writer);
  EXPECT_TRUE(writer.finished());
  return out.str();
}

TEST(Writer, IndentsElementsThatHoldElements) {
  EXPECT_EQ(written([](Writer& out) { out.open("a").open("b").leaf("c", "d").close().close(); }),
            "<a>\n  <b>\n    <c>d</c>\n  </b>\n</a>\n");
}

TEST(Writer, LeavesTextAsItIs) {
  EXPECT_EQ(written([](Writer& out) { out.leaf("a", " x\n y "); }), "<a> x\n y </a>\n");
}

TEST(Writer, WritesAnEmptyElementAsOneTag) {
  EXPECT_EQ(written([](Writer& out) { out.open("a").attr("n", std::int64_t{-7}).text("").close(); }), "<a n=\"-7\"/>\n");
}

TEST(Writer, EscapesMarkupInText) {
  EXPECT_EQ(written([](Writer& out) { out.leaf("a", "<b>&amp;]]>"); }), "<a>&lt;b&gt;&amp;amp;]]&gt;</a>\n");
}

TEST(Writer, KeepsWhiteSpaceOfAttributesThroughNormalisation) {
  EXPECT_EQ(written([](Writer& out) { out.open("a").attr("n", "\"\t\n\r'").close(); }), "<a n=\"&quot;&#9;&#10;&#13;'\"/>\n");
}

TEST(Writer, KeepsACarriageReturnOfText) { EXPECT_EQ(escape_text("a\r\nb"), "a&#13;\nb"); }

TEST(Writer, MakesBytesVisibleThatXmlCannotHold) {
  EXPECT_EQ(escape_text(std::string_view("a\0\x01\xFF\xC3\xA9", 6)), "a\\x00\\x01\\xFF\xC3\xA9");
  EXPECT_EQ(escape_attribute("\xEF\xBF\xBE"), "\\xEF\\xBF\\xBE");
}

TEST(Writer, CopiesRawBytes) {
  EXPECT_EQ(written([](Writer& out) { out.open("a").raw("<b>x</b>").close(); }), "<a><b>x</b></a>\n");
  EXPECT_EQ(written([](Writer& out) { out.open("a").raw_element("<b>x</b>").close(); }), "<a>\n  <b>x</b>\n</a>\n");
}

}  // namespace
}  // namespace assay::xml
