#include "probes/parse/shadow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::parse {

TEST(Shadow, GivesMinusOneForAnEmptyNumber) {
  const Shadow shadow = parse_shadow("root:*:20228:0:99999:7:::\n");
  ASSERT_EQ(shadow.entries.size(), 1u);
  const ShadowEntry& root = shadow.entries[0];
  EXPECT_EQ(root.last_change, 20228);
  EXPECT_EQ(root.min_days, 0);
  EXPECT_EQ(root.max_days, 99999);
  EXPECT_EQ(root.warn_days, 7);
  EXPECT_EQ(root.inactive_days, -1);
  EXPECT_EQ(root.expire_date, -1);
  EXPECT_EQ(root.flag, "");
}
TEST(Shadow, SkipsMalformedLinesAndSaysWhich) {
  const Shadow shadow = parse_shadow("nothing\n:x:1:::::: \na:!:many::::::\nb:!:1::::::\n");
  EXPECT_EQ(shadow.entries.size(), 1u);
  EXPECT_THAT(shadow.malformed_lines, testing::ElementsAre(1, 2, 3));
}
TEST(Shadow, ReadsALineThatEndsAfterThePassword) { EXPECT_EQ(parse_shadow("a:$6$s$h").entries.at(0).max_days, -1); }

TEST(EncryptMethod, IsTheSchemasWord) {
  EXPECT_EQ(encrypt_method("$6$salt$hash"), "SHA-512");
  EXPECT_EQ(encrypt_method("$5$salt$hash"), "SHA-256");
  EXPECT_EQ(encrypt_method("$1$salt$hash"), "MD5");
  EXPECT_EQ(encrypt_method("$2b$10$hash"), "Blowfish");
  EXPECT_EQ(encrypt_method("abJnggxhB/yWI"), "DES");
}
TEST(EncryptMethod, OfALockedPasswordIsThatOfItsHash) { EXPECT_EQ(encrypt_method("!$6$salt$hash"), "SHA-512"); }
TEST(EncryptMethod, IsNoneWithoutAHashOrWithoutAWordForIt) {
  for (const std::string_view password : {"", "*", "!", "!!", "!*", "x", "$y$j9T$salt$hash", "LOCK"})
    EXPECT_EQ(encrypt_method(password), std::nullopt) << password;
}
TEST(HoldsHash, IsTrueForHashesTheSchemaCannotName) {
  EXPECT_TRUE(holds_hash("$y$j9T$salt$hash"));
  EXPECT_TRUE(holds_hash("!$6$salt$hash"));
  EXPECT_FALSE(holds_hash("!*"));
  EXPECT_FALSE(holds_hash("x"));
}

}  // namespace assay::parse
