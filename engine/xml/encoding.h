// From the bytes of a file to the UTF-8 a scan reads: unpacked, converted, checked.
#pragma once

#include <string>
#include <string_view>

namespace assay::xml {

// gzip and bzip2 unpacked (by their magic numbers), anything else unchanged. Throws ContentError: damaged, or larger than
// kLimits.content_bytes when unpacked.
std::string unpack(const std::string& name, std::string bytes);

// UTF-8 without byte order mark. What was in another encoding (UTF-16 or UTF-32 by its byte order mark, else as declared) is
// converted and its XML declaration blanked. Throws ContentError: empty, bytes that are not in their encoding, a NUL character, an encoding
// nobody knows, a declaration that contradicts the bytes.
std::string to_utf8(const std::string& name, std::string bytes);

}  // namespace assay::xml
