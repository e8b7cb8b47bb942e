#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "probes/linux/systemd_units.h"
#include "tests/unit/linux/asked.h"

namespace assay::probes {
extern const collect::Probe kProbe_systemdunitproperty, kProbe_systemdunitdependency;
}

namespace assay::test {

using probes::SystemdUnits;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

std::unique_ptr<MemoryRootfs> booted_by_systemd() {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/usr/lib/systemd/system/multi-user.target", "[Unit]\nRequires=basic.target\n");
  files->file("/usr/lib/systemd/system/basic.target", "[Unit]\nWants=timers.target\n");
  files->file("/usr/lib/systemd/system/timers.target", "[Unit]\n");
  files->file("/usr/lib/systemd/system/cron.service", "[Service]\nExecStart=/usr/sbin/cron\n[Install]\nWantedBy=multi-user.target\n");
  files->file("/usr/lib/systemd/system/getty@.service", "[Service]\nUser=root\n[Install]\nWantedBy=getty.target\n");
  return files;
}
void enable_cron(MemoryRootfs& files) {
  files.link("/etc/systemd/system/multi-user.target.wants/cron.service", "/usr/lib/systemd/system/cron.service");
}

TEST(SystemdUnits, AreMaskedByALinkToNullOrAnEmptyFile) {
  auto files = booted_by_systemd();
  files->link("/etc/systemd/system/cron.service", "/dev/null");
  files->file("/etc/systemd/system/basic.target", "");
  const SystemdUnits units(*files);
  EXPECT_EQ(units.load_state("cron.service"), "masked");
  EXPECT_EQ(units.unit_file_state("cron.service"), "masked");
  EXPECT_EQ(units.load_state("basic.target"), "masked");
  EXPECT_EQ(units.load_state("timers.target"), "loaded");
  EXPECT_EQ(units.load_state("absent.service"), "not-found");
}
TEST(SystemdUnits, AreEnabledByALinkNotByAnInstallSection) {
  auto files = booted_by_systemd();
  EXPECT_EQ(SystemdUnits(*files).unit_file_state("cron.service"), "disabled");
  enable_cron(*files);
  EXPECT_EQ(SystemdUnits(*files).unit_file_state("cron.service"), "enabled");
  EXPECT_EQ(SystemdUnits(*files).unit_file_state("timers.target"), "static");
}
TEST(SystemdUnits, HaveAliasesAndInstances) {
  auto files = booted_by_systemd();
  files->link("/etc/systemd/system/crond.service", "/usr/lib/systemd/system/cron.service");
  files->link("/usr/lib/systemd/system/autovt@.service", "getty@.service");
  const SystemdUnits units(*files);
  EXPECT_EQ(units.id("crond.service"), "cron.service");
  EXPECT_EQ(units.id("autovt@tty1.service"), "getty@tty1.service");
  EXPECT_THAT(units.names(), Contains("crond.service"));
  EXPECT_THAT(units.names(), Not(Contains("getty@.service")));
}
TEST(SystemdUnits, SurviveAliasesThatLeadInACircle) {
  auto files = booted_by_systemd();
  files->link("/etc/systemd/system/a.service", "b.service");
  files->link("/etc/systemd/system/b.service", "a.service");
  EXPECT_EQ(SystemdUnits(*files).load_state("a.service"), "not-found");
}
TEST(SystemdUnits, PullInWhatLinksAndSettingsNameThroughAnyDepth) {
  auto files = booted_by_systemd();
  enable_cron(*files);
  const auto found = SystemdUnits(*files).dependencies("multi-user.target");
  EXPECT_THAT(found, ElementsAre("basic.target", "cron.service", "timers.target"));
}
TEST(SystemdUnits, PullInNothingThatIsMaskedOrDangling) {
  auto files = booted_by_systemd();
  enable_cron(*files);
  files->link("/etc/systemd/system/cron.service", "/dev/null");
  files->link("/etc/systemd/system/multi-user.target.wants/gone.service", "/usr/lib/systemd/system/gone.service");
  const auto found = SystemdUnits(*files).dependencies("multi-user.target");
  EXPECT_THAT(found, ElementsAre("basic.target", "timers.target"));
}
TEST(SystemdUnits, LoseAVendorsLinkToAMaskInEtc) {
  auto files = booted_by_systemd();
  files->link("/usr/lib/systemd/system/multi-user.target.wants/cron.service", "../cron.service");
  files->link("/etc/systemd/system/multi-user.target.wants/cron.service", "/dev/null");
  EXPECT_THAT(SystemdUnits(*files).dependencies("multi-user.target"), Not(Contains("cron.service")));
}
TEST(SystemdUnits, TakeDropInsAfterTheUnitAndResetListsAtAnEmptyAssignment) {
  auto files = booted_by_systemd();
  files->file("/etc/systemd/system/basic.target.d/a.conf", "[Unit]\nWants=\nWants=cron.service\n");
  EXPECT_THAT(SystemdUnits(*files).list("basic.target", "Unit", "Wants"), ElementsAre("cron.service"));
}
TEST(SystemdUnits, AreMadeOfSysvScriptsWhereTheGeneratorIsThere) {
  auto files = booted_by_systemd();
  files->file("/etc/init.d/network", "#!/bin/sh\n").mode = 0755;
  files->link("/etc/rc3.d/S10network", "../init.d/network");
  EXPECT_EQ(SystemdUnits(*files).load_state("network.service"), "not-found");
  files->file("/usr/lib/systemd/system-generators/systemd-sysv-generator", "x");
  const SystemdUnits units(*files);
  EXPECT_EQ(units.unit_file_state("network.service"), "generated");
  EXPECT_THAT(units.dependencies("multi-user.target"), Contains("network.service"));
}

Asked property(std::unique_ptr<MemoryRootfs> files, std::string unit, std::string name, bool live = false) {
  Asked asked;
  asked.where_matches("unit", std::move(unit)).where("property", std::move(name));
  ask(probes::kProbe_systemdunitproperty, Target(std::move(files), live, "memory"), {&asked});
  return asked;
}

TEST(Systemdunitproperty, LoadStateOfAnImageFollowsFromItsFiles) {
  auto files = booted_by_systemd();
  files->link("/etc/systemd/system/cron.service", "/dev/null");
  EXPECT_THAT(property(std::move(files), "^cron\\.(service|socket)$", "LoadState").all("value"), ElementsAre("masked"));
}
TEST(Systemdunitproperty, ActiveStateOfAnImageNeedsARunningSystem) {
  const Asked answers = property(booted_by_systemd(), "^cron\\.service$", "ActiveState");
  EXPECT_TRUE(answers.items.empty());
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0], oval::Flag::not_applicable);
}
TEST(Systemdunitproperty, OfAUnitThatIsNotThereDoesNotExist) {
  const Asked answers = property(booted_by_systemd(), "^absent\\.service$", "ActiveState");
  EXPECT_TRUE(answers.items.empty());
  EXPECT_TRUE(answers.flags.empty());
}
TEST(Systemdunitproperty, IsNotApplicableWithoutSystemd) {
  const Asked answers = property(std::make_unique<MemoryRootfs>(), "cron", "LoadState");
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0], oval::Flag::not_applicable);
}
TEST(Systemdunitproperty, ActiveStateOfARunningSystemIsWhatSystemdLeavesInRun) {
  const auto running = [] {
    auto files = booted_by_systemd();
    files->directory("/run/systemd/system");
    files->link("/run/systemd/units/invocation:cron.service", "0123");
    return files;
  };
  EXPECT_THAT(property(running(), "^cron\\.service$", "ActiveState", true).all("value"), ElementsAre("active"));
  EXPECT_THAT(property(running(), "^basic\\.target$", "ActiveState", true).all("value"), ElementsAre("inactive"));
}
TEST(Systemdunitproperty, ActiveStateOfARunningSystemWithoutSystemdIsAnError) {
  const Asked answers = property(booted_by_systemd(), "^cron\\.service$", "ActiveState", true);
  EXPECT_TRUE(answers.items.empty());
  EXPECT_THAT(answers.flags, ElementsAre(oval::Flag::error));
}

TEST(Systemdunitproperty, SettingsAreProperties) {
  EXPECT_THAT(property(booted_by_systemd(), "^cron\\.service$", "ExecStart").all("value"), ElementsAre("/usr/sbin/cron"));
}

Asked dependencies(std::unique_ptr<MemoryRootfs> files) {
  Asked asked;
  asked.where("unit", "multi-user.target");
  ask(probes::kProbe_systemdunitdependency, Target(std::move(files), false, "memory"), {&asked});
  return asked;
}

TEST(Systemdunitdependency, IsOneItemAUnit) {
  const Asked answers = dependencies(booted_by_systemd());
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].value("dependency"), "basic.target");
}
TEST(Systemdunitdependency, OfATargetNoFileDefinesIsAnItemWithoutAny) {
  const Asked answers = dependencies(std::make_unique<MemoryRootfs>());
  ASSERT_EQ(answers.items.size(), 1u);
  for (const oval::ItemEntity& entity : answers.items[0])
    if (entity.field->name == "dependency") {
      EXPECT_EQ(entity.status, oval::Status::does_not_exist);
    }
}

}  // namespace assay::test
