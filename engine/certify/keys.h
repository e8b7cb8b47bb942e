// The two kinds of key a certificate is signed with, by OpenSSL 3: Ed25519 (RFC 8032), and ECDSA on P-256 with SHA-256 (FIPS 186-5).
//
// Private keys are PEM: PKCS#8, plain or encrypted, or SEC1 ("EC PRIVATE KEY"). Public keys are PEM: a SubjectPublicKeyInfo, or an X.509
// certificate, of which only the key counts. Every other type and curve is refused with the commands that make a right one:
//
//   openssl genpkey -algorithm ed25519 -out key.pem           openssl pkey -in key.pem -pubout -out pub.pem
//   openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/enum_text.h"

struct evp_pkey_st;

namespace assay::certify {

enum class KeyType : std::uint8_t { ed25519, ecdsa_p256 };
inline constexpr EnumText<KeyType> kKeyTypeText[] = {{KeyType::ed25519, "Ed25519"}, {KeyType::ecdsa_p256, "ECDSA P-256"}};
constexpr std::span<const EnumText<KeyType>> enum_table(KeyType) { return kKeyTypeText; }

class PublicKey {
 public:
  // `name` is what messages start with. Throws ContentError: no PEM of a public key, a key of another type.
  static PublicKey parse(const std::string& name, std::string_view pem);

  KeyType type() const { return type_; }
  // Lower-case hex of the SHA-256 of the SubjectPublicKeyInfo (DER, points uncompressed): the same for a key however its file spells it.
  const std::string& id() const { return id_; }
  // ECDSA signatures are DER (RFC 3279, 2.2.3) in its one canonical spelling.
  bool verify(std::string_view bytes, std::string_view signature) const;
  evp_pkey_st* handle() const { return key_.get(); }

 private:
  friend class PrivateKey;
  PublicKey(const std::string& name, std::shared_ptr<evp_pkey_st> key);
  std::shared_ptr<evp_pkey_st> key_;
  KeyType type_ = KeyType::ed25519;
  std::string id_;
};

class PrivateKey {
 public:
  // `passphrase` opens an encrypted key; nobody is asked for one. Throws ContentError as above, and where the passphrase lacks or is wrong.
  static PrivateKey parse(const std::string& name, std::string_view pem, const std::string* passphrase = nullptr);

  const PublicKey& public_key() const { return public_key_; }
  std::string sign(std::string_view bytes) const;

 private:
  explicit PrivateKey(PublicKey key) : public_key_(std::move(key)) {}
  PublicKey public_key_;  // holds both halves
};

}  // namespace assay::certify
