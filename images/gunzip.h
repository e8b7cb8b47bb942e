// gzip (RFC 1952). Private to images.
#pragma once

#include "images/stream.h"

namespace assay::images {

// What `packed` unpacks to, all members of it, with the sums at their ends checked (libarchive checks none of them). Zeros and what is no
// member behind the last one are passed over, as gzip(1) does.
std::unique_ptr<Stream> gunzipped(std::unique_ptr<Stream> packed, const std::string& what);

}  // namespace assay::images
