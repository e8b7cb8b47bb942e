#include "engine/base/base64.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

// RFC 4648, 10.
constexpr std::pair<std::string_view, std::string_view> kVectors[] = {
    {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};

TEST(Base64, EncodesTheVectorsOfTheStandard) {
  for (const auto& [bytes, text] : kVectors) EXPECT_EQ(base64(bytes), text);
  EXPECT_EQ(base64("\xFB\xFF\xFE"), "+//+");
}

TEST(Base64, DecodesTheVectorsOfTheStandard) {
  for (const auto& [bytes, text] : kVectors) EXPECT_EQ(from_base64(text), bytes);
  EXPECT_EQ(from_base64("+//+"), "\xFB\xFF\xFE");
}

TEST(Base64, AcceptsOneSpellingAlone) {
  for (const std::string_view text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9v\n", " Zm9v", "Zm9v=", "-__-", "Z", "=", "Zg==Zg==", "Zm 9v"})
    EXPECT_FALSE(from_base64(text)) << text;
}

}  // namespace
}  // namespace assay
