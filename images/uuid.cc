#include "images/uuid.h"

#include <algorithm>
#include <utility>

namespace assay::images {

std::string uuid_text(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (bytes.size() != 16 || bytes.find_first_not_of('\0') == bytes.npos) return "";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[static_cast<unsigned char>(bytes[i]) >> 4];
    text += kDigits[static_cast<unsigned char>(bytes[i]) & 15];
  }
  return text;
}

std::string guid_text(std::string_view bytes) {
  if (bytes.size() != 16) return "";
  std::string turned(bytes);
  for (const auto& [first, last] : {std::pair(0, 4), std::pair(4, 6), std::pair(6, 8)})
    std::reverse(turned.begin() + first, turned.begin() + last);
  return uuid_text(turned);
}

}  // namespace assay::images
