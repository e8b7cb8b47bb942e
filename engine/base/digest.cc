#include "engine/base/digest.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <utility>

namespace assay {

std::optional<std::string> raw_digest(std::string_view algorithm, std::string_view bytes) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 6> kNames = {{{"MD5", "MD5"},
                                                                                      {"SHA-1", "SHA1"},
                                                                                      {"SHA-224", "SHA2-224"},
                                                                                      {"SHA-256", "SHA2-256"},
                                                                                      {"SHA-384", "SHA2-384"},
                                                                                      {"SHA-512", "SHA2-512"}}};
  for (const auto& [name, openssl_name] : kNames) {
    if (name != algorithm) continue;
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method(EVP_MD_fetch(nullptr, openssl_name, nullptr), EVP_MD_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (!method || EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, method.get(), nullptr) != 1) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(digest.data()), length);
  }
  return std::nullopt;
}

std::optional<std::string> hex_digest(std::string_view algorithm, std::string_view bytes) {
  const std::optional<std::string> digest = raw_digest(algorithm, bytes);
  if (!digest) return std::nullopt;
  std::string hex;
  for (const char c : *digest) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto octet = static_cast<unsigned char>(c);
    hex += {kHex[octet >> 4], kHex[octet & 15]};
  }
  return hex;
}

}  // namespace assay
