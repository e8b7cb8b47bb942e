// The one form of signature element that is written and accepted, as text with six gaps. Private to engine/certify.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace assay::certify {

struct SignatureValues {
  std::string document_digest, properties_digest, signature, key_id, date, nonce;
};

inline constexpr const char* kPropertiesId = "assay-signature-properties";

// <arf:extended-infos> with all in it.
std::string render(const SignatureValues& values);
// What stands in the gaps of `element`, where it is that form byte for byte.
std::optional<SignatureValues> match(std::string_view element);

}  // namespace assay::certify
