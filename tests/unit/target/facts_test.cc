#include "engine/target/facts.h"

#include "engine/base/error.h"
#include "tests/support/tree.h"

namespace assay {
namespace {

using test::Tree;

Facts facts_of(const Tree& tree) { return gather_facts(*tree.open(), false); }

TEST(OsRelease, IsReadWithItsShellQuoting) {
  Facts facts;
  read_os_release(
      "# comment\nNAME=\"Ubuntu\"\nVERSION_ID='18.04'\nID=ubuntu\nPRETTY_NAME=\"A \\\"quoted\\\" name\" # note\n  "
      "CPE_NAME=cpe:/o:x\nbroken\n",
      facts);
  EXPECT_EQ(facts.os_name, "Ubuntu");
  EXPECT_EQ(facts.os_version, "18.04");
  EXPECT_EQ(facts.os_id, "ubuntu");
  EXPECT_EQ(facts.os_pretty_name, "A \"quoted\" name");
  EXPECT_EQ(facts.os_cpe, "cpe:/o:x");
}

TEST(Facts, EtcOsReleaseWinsOverUsrLib) {
  Tree tree;
  tree.file("/usr/lib/os-release", "ID=vendor\n").file("/etc/os-release", "ID=local\n");
  EXPECT_EQ(facts_of(tree).os_id, "local");
}

TEST(Facts, AnAbsoluteLinkToOsReleaseStaysInTheImage) {
  Tree tree;
  tree.file("/usr/lib/os-release", "NAME=Image\nID=image\n").link("/etc/os-release", "/usr/lib/os-release");
  EXPECT_EQ(facts_of(tree).os_name, "Image");
}

TEST(Facts, RedHatsReleaseFileWillDo) {
  Tree tree;
  tree.file("/etc/redhat-release", "CentOS release 6.9 (Final)\n");
  const Facts facts = facts_of(tree);
  EXPECT_EQ(facts.os_name, "CentOS");
  EXPECT_EQ(facts.os_version, "6.9");
  EXPECT_EQ(facts.os_id, "centos");
}

TEST(Facts, LsbReleaseWillDo) {
  Tree tree;
  tree.file("/etc/lsb-release", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=14.04\nDISTRIB_DESCRIPTION=\"Ubuntu 14.04.6 LTS\"\n");
  const Facts facts = facts_of(tree);
  EXPECT_EQ(facts.os_id, "ubuntu");
  EXPECT_EQ(facts.os_version, "14.04");
  EXPECT_EQ(facts.os_pretty_name, "Ubuntu 14.04.6 LTS");
}

TEST(Facts, DebiansVersionFileWillDo) {
  Tree tree;
  tree.file("/etc/debian_version", "7.11\n");
  EXPECT_EQ(facts_of(tree).os_id, "debian");
  EXPECT_EQ(facts_of(tree).os_version, "7.11");
}

TEST(Facts, TheHostNameOfAnImageIsItsOwn) {
  Tree tree;
  tree.file("/etc/hostname", "# a comment\n\n web1 \n");
  EXPECT_EQ(facts_of(tree).host_name, "web1");
}

TEST(Facts, TheKernelsHostNameWinsOverTheConfiguredOne) {
  Tree tree;
  tree.file("/etc/hostname", "configured\n").file("/proc/sys/kernel/hostname", "running\n");
  EXPECT_EQ(facts_of(tree).host_name, "running");
}

TEST(Facts, AnImageWithoutAHostNameHasNone) {
  Tree tree;
  tree.dir("/etc");
  EXPECT_EQ(facts_of(tree).host_name, "");
  EXPECT_TRUE(facts_of(tree).interfaces.empty());
}

TEST(Architecture, IsWhatDpkgSaysOfItself) {
  Tree tree;
  tree.file("/var/lib/dpkg/status",
            "Package: libc6\nArchitecture: i386\n\nPackage: dpkg\nStatus: install ok installed\nArchitecture: arm64\nVersion: "
            "1\n\nPackage: zlib\n"
            "Architecture: i386\n");
  EXPECT_EQ(facts_of(tree).architecture, "aarch64");
}

TEST(Architecture, IsWhatAnElfFileOfTheImageIsFor) {
  Tree tree;
  std::string header(64, '\0');
  header.replace(0, 6,
                 "\x7F"
                 "ELF\x02\x02");
  header[19] = 22;
  tree.file("/bin/sh", header);
  EXPECT_EQ(facts_of(tree).architecture, "s390x");
}

TEST(Architecture, IsToldByTheNameOfTheLoader) {
  Tree tree;
  tree.file("/bin/sh",
            "\x7F"
            "ELF")
      .file("/lib64/ld-linux-x86-64.so.2", "")
      .file("/lib/ld-linux.so.2", "");
  EXPECT_EQ(facts_of(tree).architecture, "x86_64");
}

TEST(Architecture, IsUnknownWhereNothingTells) {
  Tree tree;
  tree.file("/bin/sh", "#!/bin/busybox\n");
  EXPECT_EQ(facts_of(tree).architecture, "");
}

TEST(ElfMachine, RefusesWhatIsNoElfFile) {
  EXPECT_EQ(elf_machine(""), "");
  EXPECT_EQ(elf_machine("\x7F"
                        "ELF"),
            "");
  EXPECT_EQ(elf_machine(std::string(64, 'x')), "");
}

TEST(OpenTarget, OnlyTheRootDirectoryIsLive) {
  Tree tree;
  tree.dir("/etc");
  EXPECT_TRUE(open_target("/").live());
  EXPECT_TRUE(open_target("/usr/..").live());
  EXPECT_FALSE(open_target(tree.root()).live());
}

TEST(OpenTarget, RefusesWhatIsNotThereOrHoldsNothing) {
  Tree tree;
  tree.file("/file", "");
  EXPECT_THROW(open_target("/no/such/directory"), JobError);
  EXPECT_THROW(open_target(tree.host("/file")), JobError);
  EXPECT_THROW(open_target(Tree().root()), JobError);
}

TEST(OpenTarget, ALiveSystemHasAnArchitectureAndAName) {
  const Target target = open_target("/");
  EXPECT_FALSE(target.facts().architecture.empty());
  EXPECT_FALSE(target.facts().host_name.empty());
}

TEST(OpenTarget, RemembersWhatTheUserCalledIt) {
  Tree tree;
  tree.dir("/etc");
  EXPECT_EQ(open_target(tree.root()).label(), tree.root());
}

}  // namespace
}  // namespace assay
