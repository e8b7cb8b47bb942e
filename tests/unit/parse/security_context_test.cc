#include "probes/parse/security_context.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::parse {
namespace {

TEST(SecurityContext, HasARangeOfLevelsWithCategories) {
  const auto context = parse_security_context("u:r:t:s0:c1,c2-s15:c0.c1023");
  ASSERT_TRUE(context);
  EXPECT_EQ(context->low_sensitivity, "s0");
  EXPECT_EQ(context->low_category, "c1,c2");
  EXPECT_EQ(context->high_sensitivity, "s15");
  EXPECT_EQ(context->high_category, "c0.c1023");
}

TEST(SecurityContext, NeedNotHaveALevel) {
  const auto context = parse_security_context("u:r:t");
  ASSERT_TRUE(context);
  EXPECT_EQ(context->type, "t");
  EXPECT_EQ(context->low_sensitivity, "");
}

TEST(SecurityContext, EndsAtANulOrNewline) {
  EXPECT_EQ(parse_security_context(std::string("u:r:t\0", 6))->type, "t");
  EXPECT_EQ(parse_security_context("u:r:t\n")->type, "t");
}

TEST(SecurityContext, OfFewerThanThreeFieldsIsNone) {
  for (const char* text : {"", "unconfined", "u:r", "u::t", ":r:t", "u:r:"}) EXPECT_FALSE(parse_security_context(text)) << text;
}

}  // namespace
}  // namespace assay::parse
