#include "engine/base/digest.h"

#include <openssl/evp.h>

#include <array>
#include <new>
#include <utility>

namespace assay {
namespace {

using Method = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;
using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string_view bytes_of(const Digest& digest, unsigned length) { return {reinterpret_cast<const char*>(digest.data()), length}; }

}  // namespace

std::optional<std::string> raw_digest(std::string_view algorithm, std::string_view bytes) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 6> kNames = {{{"MD5", "MD5"},
                                                                                      {"SHA-1", "SHA1"},
                                                                                      {"SHA-224", "SHA2-224"},
                                                                                      {"SHA-256", "SHA2-256"},
                                                                                      {"SHA-384", "SHA2-384"},
                                                                                      {"SHA-512", "SHA2-512"}}};
  for (const auto& [name, openssl_name] : kNames) {
    if (name != algorithm) continue;
    const Method method(EVP_MD_fetch(nullptr, openssl_name, nullptr), EVP_MD_free);
    Digest digest{};
    unsigned length = 0;
    if (!method || EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, method.get(), nullptr) != 1) return std::nullopt;
    return std::string(bytes_of(digest, length));
  }
  return std::nullopt;
}

std::optional<std::string> hex_digest(std::string_view algorithm, std::string_view bytes) {
  const std::optional<std::string> digest = raw_digest(algorithm, bytes);
  return digest ? std::optional(to_hex(*digest)) : std::nullopt;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto octet = static_cast<unsigned char>(c);
    hex += {kHex[octet >> 4], kHex[octet & 15]};
  }
  return hex;
}

bool is_hex_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

struct Sha256::State {
  Method method{EVP_MD_fetch(nullptr, "SHA2-256", nullptr), EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (!state_->method || !state_->context || EVP_DigestInit_ex2(state_->context.get(), state_->method.get(), nullptr) != 1)
    throw std::bad_alloc();
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) throw std::bad_alloc();
}

std::string Sha256::hex() {
  Digest digest{};
  unsigned length = 0;
  if (EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length) != 1) throw std::bad_alloc();
  return to_hex(bytes_of(digest, length));
}

}  // namespace assay
