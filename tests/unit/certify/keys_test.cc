#include "engine/certify/keys.h"

#include <gmock/gmock.h>

#include "engine/base/error.h"
#include "tests/unit/certify/keys.h"

namespace assay::certify {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view pem) {
  try {
    PublicKey::parse("k.pem", pem);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "";
}

std::string private_refusal(std::string_view pem, const std::string* passphrase = nullptr) {
  try {
    PrivateKey::parse("k.pem", pem, passphrase);
  } catch (const ContentError& error) {
    return error.what();
  }
  return "";
}

TEST(Keys, WhatAKeySignsItsPublicHalfVerifies) {
  for (const auto& [secret, known, type] :
       {std::tuple(kEdPrivate, kEdPublic, KeyType::ed25519), std::tuple(kEcPrivate, kEcPublic, KeyType::ecdsa_p256),
        std::tuple(kEcSec1, kEcPublic, KeyType::ecdsa_p256)}) {
    const PrivateKey key = PrivateKey::parse("k", secret);
    const PublicKey half = PublicKey::parse("p", known);
    EXPECT_EQ(half.type(), type);
    EXPECT_EQ(key.public_key().id(), half.id());
    EXPECT_TRUE(half.verify("text", key.sign("text")));
    EXPECT_FALSE(half.verify("texT", key.sign("text")));
  }
}

TEST(Keys, AnotherKeyVerifiesNothing) {
  const std::string signature = PrivateKey::parse("k", kEdPrivate).sign("text");
  EXPECT_FALSE(PublicKey::parse("p", kOtherEdPublic).verify("text", signature));
  EXPECT_FALSE(PublicKey::parse("p", kEcPublic).verify("text", signature));
}

TEST(Keys, AKeyHasOneIdHoweverItIsSpelt) {
  const std::string id = PublicKey::parse("p", kEcPublic).id();
  EXPECT_EQ(id.size(), 64u);
  EXPECT_EQ(PublicKey::parse("p", kEcCompressed).id(), id);
  EXPECT_EQ(PublicKey::parse("p", kEcCertificate).id(), id);
}

TEST(Keys, AnEcdsaSignatureHasOneSpelling) {
  const PrivateKey key = PrivateKey::parse("k", kEcPrivate);
  const std::string signature = key.sign("text");
  std::string longer = signature;
  longer += '\0';
  EXPECT_FALSE(key.public_key().verify("text", longer));
  EXPECT_FALSE(key.public_key().verify("text", ""));
  // The outer length in two bytes instead of one.
  EXPECT_FALSE(key.public_key().verify("text", signature.substr(0, 1) + '\x81' + signature.substr(1)));
}

TEST(Keys, OtherTypesAreRefusedWithTheCommandsThatMakeARightOne) {
  for (const char* pem : {kRsaPublic, kP384Public, kEcExplicit}) {
    EXPECT_THAT(refusal(pem), HasSubstr("a key of another type"));
    EXPECT_THAT(refusal(pem), HasSubstr("openssl genpkey -algorithm ed25519"));
    EXPECT_THAT(refusal(pem), HasSubstr("openssl pkey -in key.pem -pubout"));
  }
  EXPECT_THAT(refusal(kP384Public), HasSubstr("(EC secp384r1)"));
}

TEST(Keys, TheWrongHalfIsRefusedByName) {
  EXPECT_THAT(refusal(kEdPrivate), HasSubstr("a private key where a public one belongs"));
  EXPECT_THAT(private_refusal(kEdPublic), HasSubstr("a public key where the private one belongs"));
}

TEST(Keys, OfSeveralPublicKeysNoneIsChosen) {
  EXPECT_THAT(refusal(std::string(kEdPublic) + kOtherEdPublic), HasSubstr("several public keys"));
  EXPECT_EQ(refusal(std::string(kEdPrivate) + kEdPublic), "");
}

TEST(Keys, NoPemIsRefused) {
  EXPECT_THAT(refusal(""), HasSubstr("k.pem: no public key in PEM"));
  EXPECT_THAT(private_refusal(""), HasSubstr("k.pem: no private key in PEM"));
  EXPECT_THAT(refusal("-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n"), HasSubstr("no public key"));
  EXPECT_THAT(refusal(std::string(100'000, 'A')), HasSubstr("too large"));
}

TEST(Keys, AnEncryptedKeyNeedsItsPassphrase) {
  const std::string right = "open", wrong = "shut";
  EXPECT_EQ(PrivateKey::parse("k", kEdEncrypted, &right).public_key().id(), PublicKey::parse("p", kEdPublic).id());
  EXPECT_THAT(private_refusal(kEdEncrypted), HasSubstr("--passphrase-file"));
  EXPECT_THAT(private_refusal(kEdEncrypted, &wrong), HasSubstr("the passphrase does not open this key"));
}

}  // namespace
}  // namespace assay::certify
