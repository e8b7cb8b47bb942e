// Packings whose decoding libarchive leaves something to wish for. Private to images.
#pragma once

#include <span>

#include "images/stream.h"

namespace assay::images {

class Decoder {
 public:
  virtual ~Decoder() = default;
  // Unpacks from the front of `in` to the front of `out`, both of which become what is left of them. True where nothing more comes. `last`:
  // nothing follows `in`. Throws JobError.
  virtual bool decode(std::string_view& in, std::span<char>& out, bool last) = 0;
};

// gzip (RFC 1952): all members; the sums at their ends are checked, which libarchive does not. Zeros and what is no member behind the last
// one are passed over, as gzip(1) does.
std::unique_ptr<Decoder> gzip_decoder(const std::string& what);

// xz: all streams, in a memory that is bounded, which it is not in libarchive.
std::unique_ptr<Decoder> xz_decoder(const std::string& what);

std::unique_ptr<Stream> decoded(std::unique_ptr<Stream> packed, std::unique_ptr<Decoder> decoder);

}  // namespace assay::images
