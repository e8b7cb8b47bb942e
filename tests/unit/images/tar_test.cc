#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/sysmacros.h>

#include "engine/base/error.h"
#include "images/open.h"
#include "tests/support/tree.h"
#include "tests/unit/images/tar_builder.h"

namespace assay::images {
namespace {

using test::TarBuilder;
using testing::AllOf;
using testing::HasSubstr;

constexpr std::size_t kLimit = 1u << 20;

std::unique_ptr<Rootfs> open_bytes(const std::string& bytes) {
  test::Tree host;
  host.file("/image.tar", bytes);
  return open_tar(host.host("/image.tar")).files;
}

std::string refusal(const std::string& bytes) {
  try {
    open_bytes(bytes);
  } catch (const JobError& error) {
    return error.what();
  }
  return "";
}

// Files of which some are of one block of an archive, and some of many.
std::string some_files(const std::string& filter) {
  TarBuilder tar;
  tar.dir("./").dir("./etc").file("./etc/passwd", "root:x:0:0::/:/bin/sh\n").file("./etc/empty", "");
  tar.file("./big", std::string(300'000, 'b')).link("./l", "/etc/passwd").hard_link("./etc/again", "./etc/passwd");
  for (int i = 0; i < 50; ++i) tar.file("./many/f" + std::to_string(i), std::string(static_cast<std::size_t>(i) * 100, 'm'));
  return tar.bytes(filter);
}

class Packing : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Filters, Packing, testing::Values("", "gzip", "zstd", "xz", "bzip2"),
                         [](const auto& filter) { return filter.param.empty() ? "plain" : filter.param; });

TEST_P(Packing, FilesAreReadWhetherTheyLieInPlaceOrAreKept) {
  const auto files = open_bytes(some_files(GetParam()));
  EXPECT_EQ(files->read("/l", kLimit).value(), "root:x:0:0::/:/bin/sh\n");
  EXPECT_EQ(files->read("/etc/again", kLimit).value(), "root:x:0:0::/:/bin/sh\n");
  EXPECT_EQ(files->read("/etc/empty", kLimit).value(), "");
  EXPECT_EQ(files->read("/big", kLimit).value(), std::string(300'000, 'b'));
  EXPECT_EQ(files->read("/big", 299'999).error().code, EFBIG);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(files->read("/many/f" + std::to_string(i), kLimit).value(), std::string(i * 100, 'm'));
  EXPECT_EQ(files->stat("/etc/passwd", Follow::no)->nlink, 2u);
}

// Wherever it is cut. Only the zeros behind the mark of the end tell nothing.
TEST_P(Packing, ACutArchiveIsNeverJudged) {
  const std::string whole = TarBuilder().dir("etc").file("etc/passwd", std::string(700, 'p')).file("etc/group", "").bytes(GetParam());
  const std::size_t needed = GetParam().empty() ? 512 * 6 : whole.size();
  for (std::size_t size = 0; size < needed; size += GetParam().empty() ? 64 : 1)
    EXPECT_NE(refusal(whole.substr(0, size)), "") << size << " of " << whole.size();
}

// One bit in any byte: refused, or of no consequence (a time in the header of the packing).
TEST(Tar, ADamagedPackingIsNeverJudgedAsSomethingElse) {
  TarBuilder tar;
  tar.file("etc/passwd", "root:x:0:0::/:/bin/sh\n");
  for (const char* filter : {"gzip", "xz", "bzip2"}) {
    const std::string whole = tar.bytes(filter);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::string damaged = whole;
      damaged[at] ^= 4;
      if (refusal(damaged).empty()) {
        EXPECT_EQ(open_bytes(damaged)->read("/etc/passwd", kLimit).value_or("?"), "root:x:0:0::/:/bin/sh\n") << filter << " " << at;
      }
    }
  }
}

TEST(Tar, MembersOfGzipFollowOneAnother) {
  const std::string whole = some_files("");
  const std::string first = test::packed_bytes(whole.substr(0, 1000), "gzip"), second = test::packed_bytes(whole.substr(1000), "gzip");
  EXPECT_EQ(open_bytes(first + second + std::string(100, '\0'))->read("/big", kLimit).value(), std::string(300'000, 'b'));
}

TEST(Tar, OwnersModesDevicesAndTimesComeFromTheArchive) {
  TarBuilder tar;
  tar.file("su", "x", [](archive_entry* entry) {
    archive_entry_set_perm(entry, 04755);
    archive_entry_set_uid(entry, 12);
    archive_entry_set_gid(entry, 4'000'000'000);
    archive_entry_set_uname(entry, "root");  // a name of the system it was made on
    archive_entry_set_mtime(entry, 1234, 0);
  });
  tar.add("null", AE_IFCHR, 0666, {}, [](archive_entry* entry) {
    archive_entry_set_rdevmajor(entry, 1);
    archive_entry_set_rdevminor(entry, 3);
  });
  tar.add("pipe", AE_IFIFO, 0600, {}, {});
  const auto files = open_bytes(tar.bytes());
  const Stat su = files->stat("/su", Follow::no).value();
  EXPECT_EQ(su.mode, 04755u);
  EXPECT_EQ(su.uid, 12u);
  EXPECT_EQ(su.gid, 4'000'000'000u);
  EXPECT_EQ(su.mtime, 1234);
  EXPECT_EQ(files->stat("/null", Follow::no)->rdev, makedev(1, 3));
  EXPECT_EQ(files->stat("/null", Follow::no)->type, FileType::character_special);
  EXPECT_EQ(files->stat("/pipe", Follow::no)->type, FileType::fifo);
}

TEST(Tar, NamesAreBytes) {
  const std::string odd = "etc/\xFF\xFE n\nl", accents = "etc/\xC3\xA9", deep = std::string(90, 'd') + "/" + std::string(200, 'f');
  for (const int format : {ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FORMAT_TAR_GNUTAR}) {
    const auto files = open_bytes(TarBuilder().file(odd, "1").file(accents, "2").file(deep, "3").bytes({}, format));
    EXPECT_EQ(files->read("/" + odd, kLimit).value_or("?"), "1");
    EXPECT_EQ(files->read("/" + accents, kLimit).value_or("?"), "2");
    EXPECT_EQ(files->read("/" + deep, kLimit).value_or("?"), "3");
  }
}

TEST(Tar, AttributesAndAccessControlListsAreThoseOfGetxattr) {
  TarBuilder tar;
  tar.file("etc/shadow", "", [](archive_entry* entry) {
    archive_entry_xattr_add_entry(entry, "security.capability", "\1\0\0\2", 4);
    archive_entry_acl_add_entry(entry, ARCHIVE_ENTRY_ACL_TYPE_ACCESS, ARCHIVE_ENTRY_ACL_READ, ARCHIVE_ENTRY_ACL_USER, 1005, nullptr);
    archive_entry_acl_add_entry(entry, ARCHIVE_ENTRY_ACL_TYPE_ACCESS, ARCHIVE_ENTRY_ACL_READ, ARCHIVE_ENTRY_ACL_MASK, -1, nullptr);
  });
  tar.file("plain", "");
  const auto files = open_bytes(tar.bytes({}, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE));
  EXPECT_EQ(files->xattr("/etc/shadow", "security.capability").value(), std::string("\1\0\0\2", 4));
  EXPECT_TRUE(files->has_extended_acl("/etc/shadow").value());
  EXPECT_FALSE(files->has_extended_acl("/plain").value());
  // Version 2; owner rw-, user 1005 r--, group r--, mask r--, others r--.
  const std::string nobody = "\xFF\xFF\xFF\xFF";
  EXPECT_EQ(files->xattr("/etc/shadow", "system.posix_acl_access").value(),
            std::string("\2\0\0\0\1\0\6\0", 8) + nobody + std::string("\2\0\4\0\xED\3\0\0\4\0\4\0", 12) + nobody +
                std::string("\x10\0\4\0", 4) + nobody + std::string("\x20\0\4\0", 4) + nobody);
}

TEST(Tar, HolesReadAsZeros) {
  TarBuilder tar;
  tar.file("sparse", std::string(100'000, '\0') + "end", [](archive_entry* entry) { archive_entry_sparse_add_entry(entry, 100'000, 3); });
  const std::string packed = tar.bytes({}, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE);
  ASSERT_LT(packed.size(), 50'000u);
  EXPECT_EQ(open_bytes(packed)->read("/sparse", kLimit).value(), std::string(100'000, '\0') + "end");
  const std::string again = tar.bytes("gzip", ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE);
  EXPECT_EQ(open_bytes(again)->read("/sparse", kLimit).value(), std::string(100'000, '\0') + "end");
}

TEST(Tar, AFileOfNothingButHolesReadsAsZeros) {
  TarBuilder tar;
  tar.file("holes", std::string(100'000, '\0'), [](archive_entry* entry) { archive_entry_sparse_add_entry(entry, 100'000, 0); });
  for (const char* filter : {"", "gzip"}) {
    const std::string packed = tar.bytes(filter, ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE);
    EXPECT_EQ(open_bytes(packed)->read("/holes", kLimit).value_or("?"), std::string(100'000, '\0'));
  }
}

// Builders write whatever comes to their minds.
TEST(Tar, TheModeOfALinkIsThatOfLstat) {
  const auto link = [](archive_entry* entry) { archive_entry_set_symlink(entry, "f"); };
  const auto files = open_bytes(TarBuilder().add("l", AE_IFLNK, 0644, {}, link).bytes());
  EXPECT_EQ(files->stat("/l", Follow::no)->mode, 0777u);
}

TEST(Tar, ALaterEntryTakesThePlaceOfAnEarlierOne) {
  const auto files =
      open_bytes(TarBuilder().file("f", "old").file("f", "new").file("d/x", "").link("d", "f").link("e", "f").dir("e").bytes());
  EXPECT_EQ(files->read("/f", kLimit).value(), "new");
  EXPECT_EQ(files->read("/d", kLimit).value(), "new");
  EXPECT_EQ(files->stat("/e", Follow::no)->type, FileType::directory);
}

TEST(Tar, AbsoluteNamesLieInTheRoot) {
  EXPECT_EQ(open_bytes(TarBuilder().file("/etc/passwd", "1").bytes())->read("/etc/passwd", kLimit).value(), "1");
}

TEST(Tar, PathsThatMayMeanTwoThingsAreRefused) {
  EXPECT_THAT(refusal(TarBuilder().file("a/../../etc/passwd", "1").bytes()), AllOf(HasSubstr("a/../../etc/passwd"), HasSubstr("..")));
  EXPECT_THAT(refusal(TarBuilder().link("lib", "usr/lib").file("lib/x", "1").bytes()), AllOf(HasSubstr("\"lib/x\""), HasSubstr("link")));
  EXPECT_THAT(refusal(TarBuilder().file("f", "").file("f/x", "1").bytes()), HasSubstr("no directory"));
  EXPECT_THAT(refusal(TarBuilder().hard_link("b", "a").bytes()), HasSubstr("\"a\", which is not there"));
  EXPECT_THAT(refusal(TarBuilder().dir("a").hard_link("b", "a").bytes()), HasSubstr("directory"));
  EXPECT_THAT(refusal(TarBuilder().dir("host").link("a", "/etc").hard_link("b", "a/passwd").bytes()), HasSubstr("not there"));
}

// 2^32 cut to 32 bits would be root.
TEST(Tar, AnOwnerThatDoesNotFitIsRefused) {
  TarBuilder tar;
  tar.file("f", "1", [](archive_entry* entry) { archive_entry_set_uid(entry, la_int64_t{1} << 32); });
  EXPECT_THAT(refusal(tar.bytes()), HasSubstr("owner"));
}

TEST(Tar, DamageNamesTheFileAndWhatIsWrong) {
  std::string damaged = TarBuilder().file("etc/passwd", "1").file("etc/group", "2").bytes();
  damaged[damaged.rfind("etc/group")] ^= 1;
  EXPECT_THAT(refusal(damaged), AllOf(HasSubstr("image.tar: behind entry \"etc/passwd\""), HasSubstr("Damaged")));
  EXPECT_THAT(refusal(std::string(2000, 'x')), HasSubstr("Unrecognized archive format"));
}

TEST(Tar, AMissingFileIsSaidSo) {
  EXPECT_THROW(
      {
        try {
          open_tar("/nowhere/image.tar");
        } catch (const JobError& error) {
          EXPECT_STREQ(error.what(), "/nowhere/image.tar: No such file or directory");
          throw;
        }
      },
      JobError);
}

}  // namespace
}  // namespace assay::images
