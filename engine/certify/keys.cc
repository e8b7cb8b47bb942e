#include "engine/certify/keys.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <utility>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/certify/release.h"

namespace assay::certify {
namespace {

constexpr std::size_t kMostPem = 64u << 10;  // bytes of a key file

constexpr const char* kHowTo =
    "; accepted are Ed25519 and ECDSA P-256, made by `openssl genpkey -algorithm ed25519 -out key.pem` (or `-algorithm EC -pkeyopt "
    "ec_paramgen_curve:P-256`) and `openssl pkey -in key.pem -pubout -out pub.pem`";

using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Context = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;
using Key = std::shared_ptr<EVP_PKEY>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// What OpenSSL noted of a failed attempt is nobody's business later.
struct QuietErrors {
  ~QuietErrors() { ERR_clear_error(); }
};

Bio reader(std::string_view pem) {
  Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!bio) throw std::bad_alloc();
  return bio;
}

Key own(EVP_PKEY* key) {
  return {key, [](EVP_PKEY* one) { EVP_PKEY_free(one); }};
}

struct Passphrase {
  const std::string* text = nullptr;
  bool asked = false;
};

// pem_password_cb: never a prompt.
int give_passphrase(char* to, int size, int /*writing*/, void* user) {
  auto& passphrase = *static_cast<Passphrase*>(user);
  passphrase.asked = true;
  if (passphrase.text == nullptr || passphrase.text->size() > static_cast<std::size_t>(std::max(size, 0))) return -1;
  passphrase.text->copy(to, passphrase.text->size());
  return static_cast<int>(passphrase.text->size());
}

void refuse_large(const std::string& name, std::string_view pem) {
  if (pem.size() > kMostPem) throw ContentError(name, 0, {}, "too large for a key");
}

// "RSA", "EC prime256v1"; of a curve that is not named but spelt out in the key "EC".
std::string type_name(const EVP_PKEY* key) {
  const char* const type = EVP_PKEY_get0_type_name(key);
  std::string name = type == nullptr ? "unknown" : type;
  std::array<char, 80> group{};
  int is_explicit = 0;
  EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit);
  if (is_explicit == 0 && EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1) name += std::string(" ") + group.data();
  return name;
}

std::optional<KeyType> type_of(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return KeyType::ed25519;
  return type_name(key) == "EC prime256v1" ? std::optional(KeyType::ecdsa_p256) : std::nullopt;
}

std::string fingerprint(EVP_PKEY* key, KeyType type) {
  if (type == KeyType::ecdsa_p256)
    EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED);
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) throw std::bad_alloc();
  std::string id = hex_digest("SHA-256", {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)}).value_or("");
  OPENSSL_free(der);
  return id;
}

// One signature has many DER spellings for a lenient reader; only the one OpenSSL writes is taken.
bool is_canonical_ecdsa(std::string_view signature) {
  const unsigned char* at = bytes_of(signature);
  const EcdsaSignature read(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(signature.size())));
  if (!read) return false;
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(read.get(), &der);
  const bool same = size > 0 && std::string_view(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)) == signature;
  OPENSSL_free(der);
  return same;
}

const EVP_MD* digest_of(KeyType type) { return type == KeyType::ecdsa_p256 ? EVP_sha256() : nullptr; }

}  // namespace

PublicKey::PublicKey(const std::string& name, Key key) : key_(std::move(key)) {
  const std::optional<KeyType> type = type_of(key_.get());
  if (!type) throw ContentError(name, 0, {}, "a key of another type (" + type_name(key_.get()) + ")" + kHowTo);
  type_ = *type;
  id_ = fingerprint(key_.get(), type_);
}

PublicKey PublicKey::parse(const std::string& name, std::string_view pem) {
  const QuietErrors quiet;
  refuse_large(name, pem);
  Passphrase none;
  const Bio file = reader(pem);
  Key key = own(PEM_read_bio_PUBKEY(file.get(), nullptr, give_passphrase, &none));
  if (key && own(PEM_read_bio_PUBKEY(file.get(), nullptr, give_passphrase, &none)))
    throw ContentError(name, 0, {}, "several public keys: give a file that holds the one to be trusted");
  if (!key)
    if (const Certificate certificate{PEM_read_bio_X509(reader(pem).get(), nullptr, give_passphrase, &none)})
      key = own(X509_get_pubkey(certificate.get()));
  if (!key && pem.find("PRIVATE KEY-----") != std::string_view::npos)
    throw ContentError(name, 0, {}, "a private key where a public one belongs: `openssl pkey -in " + name + " -pubout -out pub.pem`");
  if (!key) throw ContentError(name, 0, {}, "no public key in PEM" + std::string(kHowTo));
  return {name, std::move(key)};
}

bool PublicKey::verify(std::string_view bytes, std::string_view signature) const {
  const QuietErrors quiet;
  if (type_ == KeyType::ecdsa_p256 && !is_canonical_ecdsa(signature)) return false;
  const Context context(EVP_MD_CTX_new());
  return context && EVP_DigestVerifyInit(context.get(), nullptr, digest_of(type_), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) == 1;
}

PrivateKey PrivateKey::parse(const std::string& name, std::string_view pem, const std::string* passphrase) {
  const QuietErrors quiet;
  refuse_large(name, pem);
  Passphrase given{passphrase};
  Key key = own(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, give_passphrase, &given));
  if (!key && given.asked)
    throw ContentError(name, 0, {},
                       passphrase == nullptr ? "the key is encrypted: give the file of its passphrase with --passphrase-file"
                                             : "the passphrase does not open this key");
  if (!key && pem.find("-----BEGIN PUBLIC KEY-----") != std::string_view::npos)
    throw ContentError(name, 0, {}, "a public key where the private one belongs");
  if (!key) throw ContentError(name, 0, {}, "no private key in PEM" + std::string(kHowTo));
  return PrivateKey(PublicKey(name, std::move(key)));
}

std::string PrivateKey::sign(std::string_view bytes) const {
  const Context context(EVP_MD_CTX_new());
  EVP_PKEY* const key = public_key_.handle();
  std::size_t size = 0;
  std::string signature;
  if (context && EVP_DigestSignInit(context.get(), nullptr, digest_of(public_key_.type()), nullptr, key) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, bytes_of(bytes), bytes.size()) == 1) {
    signature.resize(size);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(bytes), bytes.size()) == 1) {
      signature.resize(size);
      return signature;
    }
  }
  throw JobError("OpenSSL could not sign with this key");
}

}  // namespace assay::certify
