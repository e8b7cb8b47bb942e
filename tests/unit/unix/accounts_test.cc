#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/unix/ask.h"

namespace assay::probes {
extern const collect::Probe kProbe_password, kProbe_shadow;
}

namespace assay::test {

using testing::ElementsAre;

Answers all_accounts(const collect::Probe& probe, std::unique_ptr<MemoryRootfs> files) {
  Asked everyone(std::string(probe.type));
  everyone.entity("username", ".*", oval::Operation::pattern_match);
  return ask(probe, target_of(std::move(files)), everyone);
}

TEST(Password, ComesFromTheTargetsOwnPasswd) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/etc/passwd", "alice:x:4242:100:A:/home/alice:/bin/sh\nbob:x:4243:100::/:\n");
  const Answers answers = all_accounts(probes::kProbe_password, std::move(files));
  EXPECT_THAT(answers.values("username"), ElementsAre("alice", "bob"));
  EXPECT_THAT(answers.values("user_id"), ElementsAre("4242", "4243"));
  EXPECT_THAT(answers.values("last_login"), ElementsAre("-1", "-1"));
}
TEST(Password, SkipsMalformedLinesWithAMessageAndStaysComplete) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/etc/passwd", "oops\nalice:x:1:1:::\n");
  const Answers answers = all_accounts(probes::kProbe_password, std::move(files));
  EXPECT_THAT(answers.values("username"), ElementsAre("alice"));
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0].first, oval::Flag::complete);
  EXPECT_EQ(answers.flags[0].second, "/etc/passwd: skipped as malformed: line 1");
}
TEST(Password, IsNotApplicableToATargetWithoutAccounts) {
  const Answers answers = all_accounts(probes::kProbe_password, std::make_unique<MemoryRootfs>());
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0].first, oval::Flag::not_applicable);
}
TEST(Password, IsAnErrorWhereTheFileCannotBeRead) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/etc/passwd", "a:x:1:1:::\n");
  files->break_path("/etc/passwd", EACCES);
  const Answers answers = all_accounts(probes::kProbe_password, std::move(files));
  ASSERT_EQ(answers.flags.size(), 1u);
  EXPECT_EQ(answers.flags[0].first, oval::Flag::error);
}
TEST(Shadow, GivesWhatGetspentGives) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/etc/shadow", "root:*:20228:0:99999:7:::\n");
  const Answers answers = all_accounts(probes::kProbe_shadow, std::move(files));
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].value("chg_req"), "99999");
  EXPECT_EQ(answers.items[0].value("exp_date"), "-1");
  EXPECT_EQ(answers.items[0].value("flag"), "18446744073709551615");
  EXPECT_EQ(status_of(answers.items[0], "encrypt_method"), oval::Status::does_not_exist);
}
TEST(Shadow, MasksAHashButNotALock) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/etc/shadow", "a:$6$s$h:1::::::\nb:!:1::::::\n");
  const Answers answers = all_accounts(probes::kProbe_shadow, std::move(files));
  std::vector<bool> masked;
  for (const oval::Item& item : answers.items)
    for (const oval::ItemEntity& entity : item)
      if (entity.field->name == "password") masked.push_back(entity.mask);
  EXPECT_THAT(masked, ElementsAre(true, false));
}

}  // namespace assay::test
