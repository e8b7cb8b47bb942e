#include "engine/scap/syschar.h"

#include <gtest/gtest.h>

#include <array>
#include <sstream>

#include "engine/base/error.h"
#include "engine/xml/writer.h"

namespace assay::oval {
namespace {

constexpr std::array<ItemField, 3> kFields = {{{"path", Datatype::string}, {"size", Datatype::int_}, {"result", Datatype::record}}};
constexpr ItemSchema kSchema{"unix", "file", kFields};
const Generator kGenerator{"p", "1", "5.11.2", "2020-01-01T00:00:00"};

std::string written(const SystemCharacteristics& characteristics) {
  std::vector<std::size_t> units;
  for (std::size_t i = 0; i < characteristics.units.size(); ++i) units.push_back(i);
  std::ostringstream out;
  xml::Writer writer(out);
  write_characteristics(characteristics, units, kGenerator, writer);
  return out.str();
}

SystemCharacteristics read(const std::string& document, const std::vector<Wanted>& wanted) {
  return load_characteristics(*xml::Source::from_bytes("seen.xml", document), wanted);
}

CollectedObject object(const std::string& id, std::vector<std::uint32_t> items, std::vector<VariableValue> variables = {}) {
  CollectedObject made;
  made.id = id;
  made.version = 3;
  made.flag = Flag::incomplete;
  made.messages = {{MessageLevel::warning, "m"}};
  made.variable_values = std::move(variables);
  made.items = std::move(items);
  return made;
}

SystemCharacteristics seen() {
  SystemCharacteristics made;
  made.system = {"Linux", "1", "x86_64", "host", {{"eth0", "192.0.2.1", "m"}}};
  made.items.emplace_back(kSchema)
      .add("path", "/a<\n")
      .add("size", std::int64_t{7})
      .add_record("result", {{"f", Datatype::int_, Status::exists, "5"}});
  made.items.emplace_back(kSchema).add_status("path", Status::does_not_exist);
  made.items[1].set_status(Status::does_not_exist);
  made.items[1].set_message("gone");
  made.units.push_back({{object("oval:a:obj:1", {0, 1})}});
  return made;
}

TEST(Characteristics, AreReadBackAsTheyWereWritten) {
  const std::string document = written(seen());
  const SystemCharacteristics back = read(document, {{{"oval:a:obj:1"}, nullptr}});
  EXPECT_EQ(written(back), document);
  const CollectedObject& found = back.units.at(0).objects.at(0);
  EXPECT_EQ(found.flag, Flag::incomplete);
  EXPECT_EQ(found.items, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(back.items[0].value("path"), "/a<\n");
  EXPECT_EQ(back.items[1].message(), "gone");
}

TEST(Characteristics, AnObjectThatIsNotInTheFileWasNotCollected) {
  const SystemCharacteristics back = read(written(seen()), {{{"oval:a:obj:2"}, nullptr}});
  EXPECT_EQ(back.units.at(0).objects.at(0).flag, Flag::not_collected);
}

TEST(Characteristics, AMaskedEntityIsReadAsNotCollectedAndNeverAsEmpty) {
  SystemCharacteristics made = seen();
  made.items[0].mask("path");
  const SystemCharacteristics back = read(written(made), {{{"oval:a:obj:1"}, nullptr}});
  EXPECT_EQ(back.items[0].begin()->status, Status::not_collected);
  EXPECT_TRUE(back.items[0].begin()->mask);
}

TEST(Characteristics, OfSeveralUnitsEachGetsItsOwn) {
  SystemCharacteristics made = seen();
  made.units.push_back({{object("oval:a:obj:1", {1})}});
  const SystemCharacteristics back = read(written(made), {{{"oval:a:obj:1"}, nullptr}, {{"oval:a:obj:1"}, nullptr}});
  EXPECT_EQ(back.units.at(0).objects.at(0).items.size(), 2u);
  EXPECT_EQ(back.units.at(1).objects.at(0).items.size(), 1u);
}

TEST(Characteristics, CollectedUnderOtherValuesOfAVariableAreNotUsed) {
  SystemCharacteristics made = seen();
  made.units[0].objects[0].variable_values = {{"oval:a:var:1", "old"}};
  const ExternalVariables now = {{"oval:a:var:1", {"new"}}}, then = {{"oval:a:var:1", {"old"}}};
  EXPECT_EQ(read(written(made), {{{"oval:a:obj:1"}, &now}}).units[0].objects[0].flag, Flag::not_collected);
  EXPECT_EQ(read(written(made), {{{"oval:a:obj:1"}, &then}}).units[0].objects[0].flag, Flag::incomplete);
}

TEST(Characteristics, WithAReferenceToNoItemAreRefused) {
  std::string document = written(seen());
  document.replace(document.find("item_ref=\"2\""), 12, "item_ref=\"9\"");
  EXPECT_THROW(read(document, {}), ContentError);
}

TEST(Characteristics, WithTwoItemsOfOneIdAreRefused) {
  std::string document = written(seen());
  document.replace(document.find("_item id=\"2\""), 12, "_item id=\"1\"");
  EXPECT_THROW(read(document, {}), ContentError);
}

TEST(Characteristics, WithAFlagThatDoesNotExistAreRefused) {
  std::string document = written(seen());
  document.replace(document.find("incomplete"), 10, "completely");
  EXPECT_THROW(read(document, {}), ContentError);
}

TEST(Characteristics, AreRefusedWhereAFileHoldsNone) { EXPECT_THROW(read("<a/>", {}), ContentError); }

}  // namespace
}  // namespace assay::oval
