// Message digests (OpenSSL 3 EVP), named as OVAL's EntityObjectHashTypeType names them: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

// The digest's bytes, or nothing where the algorithm has no such name.
std::optional<std::string> raw_digest(std::string_view algorithm, std::string_view bytes);
// The same in lower-case hex.
std::optional<std::string> hex_digest(std::string_view algorithm, std::string_view bytes);

// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);
// 64 of them: what a SHA-256 is written as.
bool is_hex_sha256(std::string_view text);

// The SHA-256 of bytes that come piece by piece: of files too large to be held.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::string_view bytes);
  std::string hex();  // lower case; ends it

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay
