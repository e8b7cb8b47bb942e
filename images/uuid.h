// UUIDs as file systems and partition tables keep them.
#pragma once

#include <string>
#include <string_view>

namespace assay::images {

// 16 bytes in the order RFC 4122 has them, as blkid(8) writes them: "6a1d0f9c-....". All zero: "".
std::string uuid_text(std::string_view bytes);
// The first three fields have the bytes turned round: GUIDs of GPT (UEFI specification, appendix A).
std::string guid_text(std::string_view bytes);

}  // namespace assay::images
