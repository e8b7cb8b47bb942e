// Little-endian fields of structures whose bytes are known to be there.
#pragma once

#include "engine/base/bytes.h"

namespace assay::images {

// The field at `offset`; 0 where the bytes end before it.
template <class T>
T little(std::string_view bytes, std::size_t offset) {
  return integer_at<T>(bytes, offset, ByteOrder::little).value_or(0);
}

}  // namespace assay::images
