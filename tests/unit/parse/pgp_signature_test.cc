#include "probes/parse/pgp_signature.h"

#include <gtest/gtest.h>

namespace assay::parse {
namespace {

// An old-format signature packet around `body`.
std::string packet(const std::string& body) { return std::string("\x88") + static_cast<char>(body.size()) + body; }

const std::string kKey("\x24\xc6\xa8\xa7\xf4\xa8\x0e\xb5");

TEST(PgpSignature, a_version_3_signature_has_the_key_at_a_fixed_place) {
  EXPECT_EQ(pgp_key_id(packet(std::string("\x03\x05\0\1\2\3\4", 7) + kKey + "rest")), "24c6a8a7f4a80eb5");
}

TEST(PgpSignature, a_version_4_signature_has_it_in_a_subpacket) {
  const std::string body = std::string("\x04\0\1\x08\0\0", 6) + std::string("\0\x0a\x09\x10", 4) + kKey + "rest";
  EXPECT_EQ(pgp_key_id(packet(body)), "24c6a8a7f4a80eb5");
}

TEST(PgpSignature, the_end_of_the_issuers_fingerprint_will_do) {
  const std::string body = std::string("\x04\0\1\x08\0\x17\x16\x21\x04", 9) + std::string(12, 'f') + kKey + std::string("\0\0", 2);
  EXPECT_EQ(pgp_key_id(packet(body)), "24c6a8a7f4a80eb5");
}

TEST(PgpSignature, a_new_format_packet_is_read_too) {
  const std::string body = std::string("\x03\x05\0\1\2\3\4", 7) + kKey;
  EXPECT_EQ(pgp_key_id(std::string("\xc2") + static_cast<char>(body.size()) + body), "24c6a8a7f4a80eb5");
}

TEST(PgpSignature, what_is_cut_off_or_no_signature_names_nobody) {
  const std::string whole = packet(std::string("\x04\0\1\x08\0\0", 6) + std::string("\0\x0a\x09\x10", 4) + kKey);
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_EQ(pgp_key_id(whole.substr(0, size)), "") << size;
  EXPECT_EQ(pgp_key_id(std::string("\x99\0\1x", 4)), "");
}

}  // namespace
}  // namespace assay::parse
