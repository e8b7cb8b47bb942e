// gzip (RFC 1952) without a name or a time: the same bytes in, the same bytes out.
#pragma once

#include <string>
#include <string_view>

namespace assay::benchmarks {

std::string gzip(std::string_view bytes);

}  // namespace assay::benchmarks
