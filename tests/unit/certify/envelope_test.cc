#include "engine/certify/envelope.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "engine/base/error.h"
#include "tests/unit/certify/keys.h"

namespace assay::certify {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view json) {
  try {
    parse_envelope("c.json", json);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "";
}

std::string sealed(const char* key = kEdPrivate) {
  return to_json(seal("application/vnd.in-toto+json", R"({"a":1})", PrivateKey::parse("k", key)));
}

TEST(Envelope, SignsWhatTheProtocolSays) {
  EXPECT_EQ(signed_bytes({"http://example.com/HelloWorld", "hello world", {}}), "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
}

TEST(Envelope, IsReadBackAsItWasSealed) {
  for (const auto& [secret, known] : {std::pair(kEdPrivate, kEdPublic), std::pair(kEcPrivate, kEcPublic)}) {
    const Envelope envelope = parse_envelope("c.json", sealed(secret));
    EXPECT_EQ(envelope.payload, R"({"a":1})");
    EXPECT_EQ(envelope.signatures.at(0).key_id, PublicKey::parse("p", known).id());
    EXPECT_TRUE(is_signed_by(envelope, PublicKey::parse("p", known)));
    EXPECT_FALSE(is_signed_by(envelope, PublicKey::parse("p", kOtherEdPublic)));
  }
}

TEST(Envelope, OneValidSignatureOfSeveralIsEnough) {
  Envelope envelope = parse_envelope("c.json", sealed(kEdPrivate));
  envelope.signatures.insert(envelope.signatures.begin(), {"somebody's", "nonsense"});
  EXPECT_TRUE(is_signed_by(parse_envelope("c.json", to_json(envelope)), PublicKey::parse("p", kEdPublic)));
}

TEST(Envelope, TheTypeIsSignedToo) {
  Envelope envelope = parse_envelope("c.json", sealed());
  envelope.payload_type = "text/plain";
  EXPECT_FALSE(is_signed_by(envelope, PublicKey::parse("p", kEdPublic)));
}

// The key id is a hint that nothing depends on, white space means nothing, and of the name "keyid" another is as good.
bool says_the_same(const Envelope& a, const Envelope& b) { return a.payload == b.payload && a.payload_type == b.payload_type; }

TEST(Envelope, NoChangedByteVerifiesUnlessItSaysTheSame) {
  const std::string text = sealed();
  const Envelope original = parse_envelope("c.json", text);
  const PublicKey key = PublicKey::parse("p", kEdPublic);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    for (int change = 1; change < 256; ++change) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ change);
      try {
        const Envelope envelope = parse_envelope("c.json", changed);
        if (is_signed_by(envelope, key))
          EXPECT_TRUE(says_the_same(envelope, original)) << at << " " << change;
        else
          ++refused;
      } catch (const ContentError&) {
        ++refused;
      }
    }
  EXPECT_GT(refused, text.size() * 100);
}

TEST(Envelope, TakesTheUrlSafeAlphabetToo) {
  Envelope envelope = parse_envelope("c.json", sealed());
  std::string text = to_json(envelope);
  const std::size_t sig = text.find("\"sig\"");
  std::replace(text.begin() + static_cast<std::ptrdiff_t>(sig), text.end(), '+', '-');
  std::replace(text.begin() + static_cast<std::ptrdiff_t>(sig), text.end(), '/', '_');
  EXPECT_TRUE(is_signed_by(parse_envelope("c.json", text), PublicKey::parse("p", kEdPublic)));
}

TEST(Envelope, WhatIsNoneIsRefusedByName) {
  EXPECT_THAT(refusal(""), HasSubstr("c.json: no JSON"));
  EXPECT_THAT(refusal("[]"), HasSubstr("the document: is no object"));
  EXPECT_THAT(refusal("{}"), HasSubstr("has no member \"payloadType\""));
  EXPECT_THAT(refusal(R"({"payloadType":1})"), HasSubstr("/payloadType: is no text"));
  EXPECT_THAT(refusal(R"({"payloadType":"t","payload":"a b"})"), HasSubstr("/payload: is no base64"));
  EXPECT_THAT(refusal(R"({"payloadType":"t","payload":"","signatures":[]})"), HasSubstr("/signatures: holds no signature"));
  EXPECT_THAT(refusal(R"({"payloadType":"t","payload":"","signatures":["x"]})"), HasSubstr("/signatures/0: is no object"));
  EXPECT_THAT(refusal(R"({"payloadType":"t","payloadType":"u","payload":"","signatures":[]})"), HasSubstr("twice"));
}

TEST(Envelope, DepthAndSizeAreBounded) {
  EXPECT_THAT(refusal(std::string(100'000, '[')), HasSubstr("deep"));
  EXPECT_THAT(refusal(std::string(17u << 20, ' ')), HasSubstr("too large"));
}

}  // namespace
}  // namespace assay::certify
