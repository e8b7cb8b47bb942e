#include <gtest/gtest.h>

#include "engine/base/digest.h"
#include "probes/linux/rpm_dependencies.h"
#include "tests/support/rpm_builder.h"
#include "tests/unit/linux/asked.h"

namespace assay::probes {
extern const collect::Probe kProbe_rpmverifypackage;
namespace {

using parse::RpmTag;
using test::Asked;
using test::HeaderBuilder;

HeaderBuilder requiring(std::string name, std::string version = "", std::uint64_t sense = 0) {
  return test::package("app")
      .texts(RpmTag::requirename, {std::move(name)})
      .texts(RpmTag::requireversion, {std::move(version)})
      .numbers(RpmTag::requireflags, {sense});
}

std::string library(const std::string& evr) {
  return test::package("lib")
      .texts(RpmTag::providename, {"lib"})
      .texts(RpmTag::provideversion, {evr})
      .numbers(RpmTag::provideflags, {kSenseEqual})
      .texts(RpmTag::basenames, {"lib.so"})
      .texts(RpmTag::dirnames, {"/lib/"})
      .numbers(RpmTag::dirindexes, {0})
      .build();
}

Asked answer(const std::vector<std::string>& blobs, const std::vector<std::string>& behaviors = {}) {
  auto files = std::make_unique<test::MemoryRootfs>();
  files->file("/var/lib/rpm/Packages", test::bdb_database(blobs));
  Asked asked;
  asked.where("name", "app");
  for (const std::string& behavior : behaviors) asked.behavior(behavior);
  test::ask(kProbe_rpmverifypackage, test::target_of(std::move(files)), {&asked});
  return asked;
}

std::string dependencies(const HeaderBuilder& app, const std::string& lib = library("1:2.0-3")) {
  return answer({app.build(), lib}).one("dependency_check_passed");
}

TEST(Rpmverifypackage, a_requirement_something_provides_is_met) {
  EXPECT_EQ(dependencies(requiring("lib")), "true");
  EXPECT_EQ(dependencies(requiring("lib", "1:2.0-3", kSenseEqual)), "true");
  EXPECT_EQ(dependencies(requiring("lib", "1:1.9", kSenseGreater | kSenseEqual)), "true");
  EXPECT_EQ(dependencies(requiring("/lib/lib.so")), "true");
  EXPECT_EQ(dependencies(requiring("rpmlib(PayloadIsXz)", "5.2-1", kSenseLess | kSenseEqual)), "true");
}

TEST(Rpmverifypackage, a_requirement_nothing_provides_is_not_met) {
  EXPECT_EQ(dependencies(requiring("other")), "false");
  EXPECT_EQ(dependencies(requiring("lib", "1:2.1", kSenseGreater | kSenseEqual)), "false");
  EXPECT_EQ(dependencies(requiring("lib", "2.0-3", kSenseLess)), "false");
  EXPECT_EQ(dependencies(requiring("/lib/other.so")), "false");
  EXPECT_EQ(dependencies(requiring("other", "", kSenseMissingOk)), "true");
}

TEST(Rpmverifypackage, a_requirement_without_release_is_met_by_any_release) {
  EXPECT_EQ(dependencies(requiring("lib", "1:2.0", kSenseEqual)), "true");
}

TEST(Rpmverifypackage, a_rich_requirement_is_left_undecided) {
  const Asked asked = answer({requiring("(lib if other)").build(), library("1")});
  std::vector<oval::Status> statuses;
  for (const oval::ItemEntity& entity : asked.items.at(0))
    if (entity.field->name == "dependency_check_passed") statuses.push_back(entity.status);
  EXPECT_EQ(statuses, std::vector{oval::Status::not_collected});
}

TEST(Rpmverifypackage, a_header_that_was_changed_fails_its_digest) {
  std::string trailer;
  for (const std::uint32_t word : {63u, 7u, static_cast<std::uint32_t>(-32), 16u}) test::put(trailer, word, 4);
  const auto signed_header = [&](const std::string& digest) {
    return HeaderBuilder()
        .entry(RpmTag::headerimmutable, 7, 16, trailer)
        .numbers(RpmTag::epoch, {1})
        .text(RpmTag::name, "app")
        .text(RpmTag::sha256header, digest)
        .build();
  };
  const std::string blob = signed_header("x");
  const std::string index_and_data = blob.substr(8, 32) + trailer;
  const std::string digest = *hex_digest("SHA-256", std::string("\x8e\xad\xe8\x01\0\0\0\0\0\0\0\x02\0\0\0\x10", 16) + index_and_data);
  EXPECT_EQ(answer({signed_header(digest)}).one("digest_check_passed"), "true");
  EXPECT_EQ(answer({blob}).one("digest_check_passed"), "false");
}

TEST(Rpmverifypackage, a_script_is_never_run_so_only_a_package_without_one_passes) {
  EXPECT_EQ(answer({test::package("app").build()}).one("verification_script_successful"), "true");
  EXPECT_EQ(answer({test::package("app").text(RpmTag::verifyscript, "exit 0").build()}).one("verification_script_successful"), "");
}

TEST(Rpmverifypackage, what_a_behavior_leaves_out_is_not_in_the_item) {
  const Asked asked = answer({test::package("app").build()}, {"nodeps", "nodigest", "noscripts", "nosignature"});
  std::vector<std::string_view> entities;
  for (const oval::ItemEntity& entity : asked.items.at(0)) entities.push_back(entity.field->name);
  EXPECT_EQ(entities, (std::vector<std::string_view>{"name", "epoch", "version", "release", "arch", "extended_name"}));
}

}  // namespace
}  // namespace assay::probes
