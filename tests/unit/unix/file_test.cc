#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/collect/walk.h"
#include "tests/support/asked.h"
#include "tests/support/memory_rootfs.h"

namespace assay::probes {
extern const collect::Probe kProbe_file;
extern const collect::Probe kProbe_symlink;
extern const collect::Probe kProbe_fileextendedattribute;
}  // namespace assay::probes

namespace assay::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What a probe says of what one object asks for, of a tree that a test has built.
Answers look(std::unique_ptr<MemoryRootfs> files, const collect::Probe& probe, Asked& asked) {
  const Target target(std::move(files), false, "memory");
  Answers answers;
  collect::FileCache cache;
  const collect::FileQuestion question{&asked.query(), &probe, &answers};
  collect::walk({&question, 1}, target, cache, kLimits);
  return answers;
}

Answers look_at_file(std::unique_ptr<MemoryRootfs> files, const char* filepath) {
  Asked asked("file");
  asked.entity("filepath", filepath);
  return look(std::move(files), probes::kProbe_file, asked);
}

TEST(FileProbe, SaysWhatStatSays) {
  auto files = std::make_unique<MemoryRootfs>();
  Stat& stat = files->file("/etc/shadow", "12345");
  stat.mode = 0640;
  stat.uid = 1;
  stat.gid = 42;
  stat.atime = 100;
  stat.ctime = 200;
  stat.mtime = 300;
  const Answers answers = look_at_file(std::move(files), "/etc/shadow");
  ASSERT_EQ(answers.items.size(), 1u);
  const oval::Item& item = answers.items[0];
  const std::pair<const char*, const char*> expected[] = {
      {"filepath", "/etc/shadow"}, {"path", "/etc"},   {"filename", "shadow"}, {"type", "regular"}, {"user_id", "1"},
      {"group_id", "42"},          {"a_time", "100"},  {"c_time", "200"},      {"m_time", "300"},   {"size", "5"},
      {"uread", "true"},           {"uwrite", "true"}, {"uexec", "false"},     {"gread", "true"},   {"gwrite", "false"},
      {"gexec", "false"},          {"oread", "false"}, {"owrite", "false"},    {"oexec", "false"},  {"has_extended_acl", "false"}};
  for (const auto& [name, value] : expected) EXPECT_EQ(item.value(name), value) << name;
}

TEST(FileProbe, EachModeBitIsAnEntityOfItsOwn) {
  const std::pair<std::uint32_t, const char*> bits[] = {{04000, "suid"},  {02000, "sgid"}, {01000, "sticky"}, {0400, "uread"},
                                                        {0200, "uwrite"}, {0100, "uexec"}, {0040, "gread"},   {0020, "gwrite"},
                                                        {0010, "gexec"},  {0004, "oread"}, {0002, "owrite"},  {0001, "oexec"}};
  for (const auto& [bit, name] : bits) {
    auto files = std::make_unique<MemoryRootfs>();
    files->file("/f").mode = bit;
    const Answers answers = look_at_file(std::move(files), "/f");
    ASSERT_EQ(answers.items.size(), 1u);
    for (const auto& [other, other_name] : bits) EXPECT_EQ(answers.items[0].value(other_name), other == bit ? "true" : "false") << name;
  }
}

TEST(FileProbe, TypesAreTheWordsOfTheSpecification) {
  const std::pair<FileType, const char*> types[] = {{FileType::fifo, "fifo"},
                                                    {FileType::socket, "socket"},
                                                    {FileType::character_special, "character special"},
                                                    {FileType::block_special, "block special"},
                                                    {FileType::symbolic_link, "symbolic link"}};
  for (const auto& [type, word] : types) {
    auto files = std::make_unique<MemoryRootfs>();
    files->special("/f", type);
    EXPECT_THAT(look_at_file(std::move(files), "/f").values("type"), ElementsAre(word));
  }
}

TEST(FileProbe, ADirectoryHasNoFilepathAndAnEmptyFilename) {
  auto files = std::make_unique<MemoryRootfs>();
  files->directory("/etc");
  Asked asked("file");
  asked.entity("path", "/etc").nil("filename");
  const Answers answers = look(std::move(files), probes::kProbe_file, asked);
  ASSERT_EQ(answers.items.size(), 1u);
  EXPECT_EQ(answers.items[0].begin()->field->name, "path");
  EXPECT_EQ(answers.items[0].value("filename"), "");
  EXPECT_EQ(answers.items[0].value("type"), "directory");
}

TEST(FileProbe, AnAclBeyondTheModeBitsIsSeen) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/f");
  files->set_extended_acl("/f");
  EXPECT_THAT(look_at_file(std::move(files), "/f").values("has_extended_acl"), ElementsAre("true"));
}

TEST(SymlinkProbe, SaysWhereALinkLeadsInTheEnd) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/usr/lib/target");
  files->link("/lib", "usr/lib");
  files->link("/etc/middle", "/lib/target");
  files->link("/etc/link", "middle");
  Asked asked("symlink");
  asked.entity("filepath", "/etc/link");
  EXPECT_THAT(look(std::move(files), probes::kProbe_symlink, asked).values("canonical_path"), ElementsAre("/usr/lib/target"));
}

TEST(SymlinkProbe, ALinkThatLeadsNowhereOrRoundIsAnError) {
  auto files = std::make_unique<MemoryRootfs>();
  files->link("/etc/broken", "none");
  files->link("/etc/round", "round");
  Asked asked("symlink");
  asked.entity("filepath", "^/etc/", oval::Operation::pattern_match);
  const Answers answers = look(std::move(files), probes::kProbe_symlink, asked);
  ASSERT_EQ(answers.items.size(), 2u);
  EXPECT_EQ(answers.items[0].status(), oval::Status::error);
  EXPECT_THAT(answers.items[0].message(), HasSubstr("does not exist"));
  EXPECT_EQ(answers.items[1].status(), oval::Status::error);
  EXPECT_THAT(answers.items[1].message(), HasSubstr("circular"));
}

TEST(SymlinkProbe, WhatIsNoLinkHasNoItem) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/etc/file");
  Asked asked("symlink");
  asked.entity("filepath", "/etc/file");
  EXPECT_THAT(look(std::move(files), probes::kProbe_symlink, asked).items, IsEmpty());
}

TEST(FileExtendedAttributeProbe, HasAnItemForEachAttributeThatMatches) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/f");
  files->set_xattr("/f", "user.b", "two");
  files->set_xattr("/f", "user.a", "");
  files->set_xattr("/f", "security.x", "no");
  Asked asked("fileextendedattribute");
  asked.entity("filepath", "/f").entity("attribute_name", "^user", oval::Operation::pattern_match);
  const Answers answers = look(std::move(files), probes::kProbe_fileextendedattribute, asked);
  EXPECT_THAT(answers.values("attribute_name"), ElementsAre("user.a", "user.b"));
  EXPECT_THAT(answers.values("value"), ElementsAre("", "two"));
}

TEST(FileExtendedAttributeProbe, AFileWithoutTheAttributeHasNoItem) {
  auto files = std::make_unique<MemoryRootfs>();
  files->file("/f");
  Asked asked("fileextendedattribute");
  asked.entity("filepath", "/f").entity("attribute_name", "user.a");
  const Answers answers = look(std::move(files), probes::kProbe_fileextendedattribute, asked);
  EXPECT_THAT(answers.items, IsEmpty());
  EXPECT_THAT(answers.flags, IsEmpty());
}

}  // namespace
}  // namespace assay::test
