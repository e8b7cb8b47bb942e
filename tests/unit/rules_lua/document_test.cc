#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "tests/unit/rules_lua/judged.h"

namespace assay::lua {
namespace {

using testing::HasSubstr;

std::string refused(const std::string& document) {
  try {
    load(document);
    return {};
  } catch (const ContentError& error) {
    return error.what();
  }
}

const std::string kModule = "<module name='m'>return { f = function() return verdict() end }</module>";

TEST(LuaDocument, SaysWhereItsObjectsAreAndWhatAChecksNeeds) {
  const auto document = load(checks(kModule + "<check id='c' module='m' function='f'><object name='a' idref='oval:x:obj:1'/>"
                                              "<object name='b' idref='oval:x:obj:2'/></check>"));
  EXPECT_EQ(document->objects_href(), "oval.xml");
  ASSERT_NE(document->needs("c"), nullptr);
  ASSERT_EQ(document->needs("c")->size(), 2u);
  EXPECT_EQ(document->needs("c")->at(1).name, "b");
  EXPECT_EQ(document->needs("c")->at(1).id, "oval:x:obj:2");
  EXPECT_EQ(document->needs("unheard of"), nullptr);
}

TEST(LuaDocument, MayDoWithoutObjects) {
  EXPECT_EQ(load(checks(kModule + "<check id='c' module='m' function='f'/>", ""))->objects_href(), "");
  EXPECT_THAT(refused(checks(kModule + "<check id='c' module='m' function='f'><object name='a' idref='o'/></check>", "")),
              HasSubstr("does not say where its objects are"));
}

TEST(LuaDocument, IsRefusedWhereItIsNone) {
  EXPECT_THAT(refused("<checks/>"), HasSubstr("is no document of Lua checks"));
  EXPECT_THAT(refused("<other xmlns='urn:assay:check-system:lua:1'/>"), HasSubstr("is no document of Lua checks"));
}

TEST(LuaDocument, IsRefusedWithItsLineWhereItIsMalformed) {
  EXPECT_THAT(refused(checks("\n\n<module>return {}</module>")), HasSubstr("checks.xml:3: <module> without name"));
  EXPECT_THAT(refused(checks(kModule + kModule)), HasSubstr("a module that is there twice"));
  EXPECT_THAT(refused(checks(kModule + "<check id='c' module='m'/>")), HasSubstr("<check> without function"));
  EXPECT_THAT(refused(checks(kModule + "<check id='c' module='x' function='f'/>")), HasSubstr("check c: there is no module x"));
  EXPECT_THAT(refused(checks(kModule + "<check id='c' module='m' function='f'/><check id='c' module='m' function='f'/>")),
              HasSubstr("a check that is there twice"));
  EXPECT_THAT(
      refused(checks(kModule + "<check id='c' module='m' function='f'><object name='a' idref='o'/><object name='a' idref='p'/></check>")),
      HasSubstr("two objects of one name"));
  EXPECT_THAT(refused(checks(kModule + "<check id='c' module='m' function='f'><other/></check>")), HasSubstr("no place in a check"));
  EXPECT_THAT(refused(checks("<other/>")), HasSubstr("no place among checks"));
  EXPECT_THAT(refused(checks("<module name='m'>" + std::string(300'000, ' ') + "</module>")), HasSubstr("bytes"));
}

TEST(LuaCheck, UnheardOfIsAnError) {
  const auto document = load(checks(kModule));
  const oval::SystemCharacteristics nothing;
  EXPECT_EQ(document->judge({"c", {}, {}, nothing, 0}).outcome, xccdf::Outcome::error);
}

}  // namespace
}  // namespace assay::lua
