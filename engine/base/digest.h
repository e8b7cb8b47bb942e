// Message digests (OpenSSL 3 EVP), named as OVAL's EntityObjectHashTypeType names them: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

// The digest's bytes, or nothing where the algorithm has no such name.
std::optional<std::string> raw_digest(std::string_view algorithm, std::string_view bytes);
// The same in lower-case hex.
std::optional<std::string> hex_digest(std::string_view algorithm, std::string_view bytes);

}  // namespace assay
