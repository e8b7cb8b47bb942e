#include "probes/parse/capabilities.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::parse {
namespace {

constexpr std::uint64_t kNetAdmin = 1u << 12, kNetRaw = 1u << 13, kSetuid = 1u << 7;

TEST(Capabilities, reads_what_rpm_writes) {
  EXPECT_EQ(parse_capabilities("= cap_net_admin,cap_net_raw+p"), (Capabilities{kNetAdmin | kNetRaw, 0, 0}));
  EXPECT_EQ(parse_capabilities("cap_setuid=ep"), (Capabilities{kSetuid, 0, kSetuid}));
  EXPECT_EQ(parse_capabilities("cap_setuid=eip cap_setuid-i"), (Capabilities{kSetuid, 0, kSetuid}));
  EXPECT_EQ(parse_capabilities(""), Capabilities{});
  EXPECT_EQ(parse_capabilities("="), Capabilities{});
}

TEST(Capabilities, refuses_what_is_no_such_text) {
  for (const char* text : {"cap_setuid", "cap_nonsense=p", "cap_setuid=x", "cap_99=p"}) EXPECT_FALSE(parse_capabilities(text)) << text;
}

TEST(Capabilities, the_kernels_attribute_says_the_same) {
  const std::string value("\x01\0\0\x02\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
  EXPECT_EQ(parse_capability_xattr(value), parse_capabilities("cap_setuid=ep"));
}

TEST(Capabilities, an_attribute_of_the_wrong_size_or_revision_is_refused) {
  const std::string value("\x01\0\0\x02\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
  EXPECT_FALSE(parse_capability_xattr(value.substr(0, 12)));
  EXPECT_FALSE(parse_capability_xattr(""));
  EXPECT_FALSE(parse_capability_xattr("\x01\x01\x01\x09" + value.substr(4)));
}

}  // namespace
}  // namespace assay::parse
