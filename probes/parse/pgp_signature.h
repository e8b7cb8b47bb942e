// OpenPGP signature packets (RFC 4880), as much as it takes to say who signed.
#pragma once

#include <string>
#include <string_view>

namespace assay::parse {

// The issuer's key id of the first signature packet, 16 lower-case hex digits, as rpm's :pgpsig format shows it; "" where there is none.
std::string pgp_key_id(std::string_view packets);

}  // namespace assay::parse
