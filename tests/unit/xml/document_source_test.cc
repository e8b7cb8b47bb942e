// What becomes of the bytes of a file before they are scanned.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "engine/base/error.h"
#include "engine/xml/document.h"

namespace assay::xml {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

std::string refusal(const std::string& bytes) {
  try {
    Source::from_bytes("t.xml", bytes);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "accepted";
}
std::string text_of(const std::string& bytes) { return parse(*Source::from_bytes("t.xml", bytes)).text(); }

std::string utf16(std::string_view ascii, bool little) {
  std::string out = little ? "\xFF\xFE"s : "\xFE\xFF"s;
  for (const char c : ascii) out += little ? std::string{c, '\0'} : std::string{'\0', c};
  return out;
}
constexpr std::string_view kDeclared16 = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<a>\n<b>x</b></a>";

TEST(Encoding, OfUtf16IsKnownByItsByteOrderMark) {
  EXPECT_EQ(text_of(utf16(kDeclared16, true)), "\nx");
  EXPECT_EQ(text_of(utf16(kDeclared16, false)), "\nx");
  EXPECT_EQ(text_of(utf16("<a>y</a>", true)), "y");
}
TEST(Encoding, OfUtf16KeepsLineNumbers) { EXPECT_EQ(parse(*Source::from_bytes("t", utf16(kDeclared16, true))).child("b")->line(), 3); }
TEST(Encoding, DeclaredLatin1IsConverted) { EXPECT_EQ(text_of("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xFC</a>"), "\xC3\xBC"); }
TEST(Encoding, DeclaredOtherwiseIsConverted) {
  EXPECT_EQ(text_of("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>"), "\xE2\x82\xAC");
}
TEST(Encoding, OfUtf8IsTheDefault) { EXPECT_EQ(text_of("<a>\xC3\xBC</a>"), "\xC3\xBC"); }

TEST(Refusal, OfNothing) { EXPECT_THAT(refusal(""), HasSubstr("t.xml: the file is empty")); }
TEST(Refusal, OfBytesThatAreNoUtf8NamesTheLine) { EXPECT_EQ(refusal("<a>\n\n12345678\xFF</a>"), "t.xml:3: bytes that are not UTF-8"); }
TEST(Refusal, OfANulCharacter) { EXPECT_EQ(refusal("<a>\n\0</a>"s), "t.xml:2: a NUL character"); }
TEST(Refusal, OfANulCharacterInUtf16) { EXPECT_THAT(refusal(utf16("<a>\0</a>"s, true)), HasSubstr("a NUL character")); }
TEST(Refusal, OfHalfACharacterOfUtf16) { EXPECT_THAT(refusal(utf16("<a></a>", true) + "\n"), HasSubstr("not UTF-16LE")); }
TEST(Refusal, OfADeclarationThatContradictsTheBytes) {
  EXPECT_THAT(refusal("<?xml version='1.0' encoding='UTF-16'?><a/>"), HasSubstr("declared as UTF-16"));
  EXPECT_THAT(refusal(utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", true)), HasSubstr("declared as UTF-8"));
  EXPECT_THAT(refusal("\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), HasSubstr("declared as ISO-8859-1"));
}
TEST(Refusal, OfBytesThatAreNotInTheDeclaredEncoding) {
  EXPECT_THAT(refusal("<?xml version='1.0' encoding='US-ASCII'?><a>\xC3\xBC</a>"), HasSubstr("not US-ASCII"));
  EXPECT_THAT(refusal("<?xml version='1.0' encoding='UTF-8'?><a>\xFC</a>"), HasSubstr("not UTF-8"));
}
TEST(Refusal, OfAnEncodingNobodyKnows) {
  EXPECT_THAT(refusal("<?xml version='1.0' encoding='x-klingon'?><a/>"), HasSubstr("not known"));
  EXPECT_THAT(refusal("<?xml version='1.0' encoding='../../x//TRANSLIT'?><a/>"), HasSubstr("not known"));
}

// `printf '<a>x</a>' | gzip -n` and `| bzip2`
const std::string kGzip("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xb3\x49\xb4\xab\xb0\xd1\x4f\xb4\x03\x00\x50\x12\x38\x59\x08\x00\x00\x00",
                        28);

TEST(Packed, GzipIsUnpacked) { EXPECT_EQ(text_of(kGzip), "x"); }
TEST(Packed, TruncatedGzipIsRefused) { EXPECT_THAT(refusal(kGzip.substr(0, 20)), HasSubstr("damaged gzip")); }
TEST(Packed, TruncatedBzip2IsRefused) { EXPECT_THAT(refusal("BZh91AY&SY"), HasSubstr("damaged bzip2")); }
TEST(Packed, DigestIsOfTheFileAsItLies) {
  EXPECT_NE(Source::from_bytes("t", kGzip)->sha256(), Source::from_bytes("t", "<a>x</a>")->sha256());
  EXPECT_EQ(Source::from_bytes("t", "<a/>")->sha256().size(), 64u);
}

class OnDisk : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::mkdtemp(directory_.data()), nullptr); }
  void TearDown() override { std::system(("rm -rf " + directory_).c_str()); }
  std::string path(const std::string& name) const { return directory_ + "/" + name; }
  std::string opening(const std::string& name) const {
    try {
      Source::open(path(name));
    } catch (const ContentError& error) {
      return error.what();
    }
    return "opened";
  }
  std::string directory_ = "/tmp/assay_source_XXXXXX";
};

TEST_F(OnDisk, AFileIsRead) {
  std::ofstream(path("a.xml")) << "<a/>";
  EXPECT_EQ(Source::open(path("a.xml"))->bytes(), "<a/>");
}
TEST_F(OnDisk, AFifoIsRefusedAtOnce) {
  ASSERT_EQ(::mkfifo(path("f").c_str(), 0600), 0);
  EXPECT_THAT(opening("f"), HasSubstr("not a regular file"));
}
TEST_F(OnDisk, ADirectoryIsRefused) { EXPECT_THAT(opening("."), HasSubstr("Is a directory")); }
TEST_F(OnDisk, WhatIsNotThereIsRefused) { EXPECT_THAT(opening("none"), HasSubstr("No such file")); }
TEST(Refusal, OfADevice) { EXPECT_THROW(Source::open("/dev/zero"), ContentError); }

}  // namespace
}  // namespace assay::xml
