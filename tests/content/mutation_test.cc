#include "tests/content/mutation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::fixtures {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

System with_file(const std::string& text) {
  System system;
  system.files["/etc/x"].text = text;
  return system;
}

std::vector<std::string> told(const std::function<void(const Mutated&)>& all) {
  std::vector<std::string> whats;
  all([&](const std::string& what, const System&) { whats.push_back(what); });
  return whats;
}

std::vector<std::string> mutations(const System& system, const Touched& touched) {
  return told([&](const Mutated& tell) { mutate(system, touched, tell); });
}

TEST(Slips, AreACommentAnAppendedLetterOtherNumbersAndOtherWords) {
  EXPECT_THAT(slips("Port 22"), ElementsAre("#Port 22", "Port 22x", "Portx 22", "Port 23", "Port 0", "Port 220"));
}

TEST(Slips, TurnYesIntoNo) { EXPECT_THAT(slips("a yes"), Contains("a no")); }

TEST(Slips, OfAnEmptyLineAreFew) { EXPECT_THAT(slips(""), ElementsAre("#", "x")); }

TEST(Mutation, DeletesEachLineThatSaysSomething) {
  std::vector<std::string> texts;
  mutate(with_file("a\n# why\n\nb\n"), {{"/etc/x"}, {}}, [&](const std::string& what, const System& system) {
    if (what.ends_with("deleted")) texts.push_back(system.files.at("/etc/x").text);
  });
  EXPECT_THAT(texts, ElementsAre("# why\n\nb\n", "a\n# why\n\n"));
}

TEST(Mutation, OfAttributesIsAModeAtATimeOwnerGroupAndTheFileGone) {
  System system = with_file("");
  system.files["/etc/x"].mode = 0775;
  EXPECT_THAT(mutations(system, {{}, {"/etc/x"}}),
              ElementsAre("/etc/x: mode +0002", "/etc/x: another owner", "/etc/x: another group", "/etc/x: removed"));
}

TEST(Mutation, ChangesOneThingOnly) {
  const System system = with_file("a 1\nb 2\n");
  mutate(system, {{"/etc/x"}, {"/etc/x"}}, [&](const std::string& what, const System& other) {
    EXPECT_FALSE(other == system) << what;
    if (other.files.empty()) return;
    const File &before = system.files.at("/etc/x"), &after = other.files.at("/etc/x");
    EXPECT_EQ((before.text != after.text) + (before.mode != after.mode) + (before.owner != after.owner) + (before.group != after.group), 1)
        << what;
  });
}

TEST(Mutation, OfPackagesAndUnitsNeedsThemLookedAt) {
  System system;
  system.packages["a"] = "1";
  system.units = {"b.service"};
  EXPECT_THAT(mutations(system, {}), IsEmpty());
  EXPECT_THAT(mutations(system, {{}, {}, true, true}), ElementsAre("package a removed", "b.service not enabled"));
}

TEST(AddFrom, TellsEachThingOfTheFailingCaseThatIsNotThereYet) {
  System system;
  add_package("there", system);
  Case failing;
  failing.place = "x.yaml:1";
  failing.additions.packages = {"there", "telnet"};
  failing.additions.units = {"cups"};
  EXPECT_THAT(told([&](const Mutated& tell) { add_from(system, failing, tell); }),
              ElementsAre(HasSubstr("package telnet"), HasSubstr("cups enabled")));
}

TEST(LookedAt, IsWhatTheRootWroteDownAndTheSystemHas) {
  System system = with_file("x");
  system.unit_directory = "/lib/systemd/system";
  const Touched touched = looked_at(system, {"read /etc/x", "stat /etc/x", "read /etc/none", "read /var/lib/dpkg/status"});
  EXPECT_THAT(touched.texts, ElementsAre("/etc/x"));
  EXPECT_THAT(touched.attributes, ElementsAre("/etc/x"));
  EXPECT_TRUE(touched.packages);
  EXPECT_FALSE(touched.units);
}

TEST(Sample, IsAboutAsLargeAsAskedForAndTheSameEachTime) {
  const auto thousand = [](const Mutated& tell) {
    for (int i = 0; i < 1000; ++i) tell(std::to_string(i), {});
  };
  const auto sampled = [&](std::size_t most) { return told([&](const Mutated& tell) { sample(thousand, most, tell); }); };
  EXPECT_THAT(sampled(0), SizeIs(1000));
  EXPECT_THAT(sampled(2000), SizeIs(1000));
  EXPECT_NEAR(static_cast<double>(sampled(100).size()), 100, 5);
  EXPECT_EQ(sampled(100), sampled(100));
}

}  // namespace
}  // namespace assay::fixtures
