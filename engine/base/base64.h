// Base64 (RFC 4648, 4): the standard alphabet, padded, without line breaks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

std::string base64(std::string_view bytes);

// The bytes that `text` stands for; nothing where it is not the one canonical spelling of some (another alphabet, white space, missing
// padding, bits that are not zero where they mean nothing).
std::optional<std::string> from_base64(std::string_view text);

}  // namespace assay
