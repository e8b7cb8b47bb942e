// DSSE, the envelope a statement is signed in (github.com/secure-systems-lab/dsse, protocol and envelope 1.0): JSON with the payload, its
// type and signatures over both.
//
//   signature = sign("DSSEv1" SP len(type) SP type SP len(payload) SP payload)
//
// An envelope is untrusted until a signature over it was checked. A key id is a hint and never decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/certify/keys.h"

namespace assay::certify {

inline constexpr std::string_view kInTotoType = "application/vnd.in-toto+json";

struct Envelope {
  struct Signature {
    std::string key_id, bytes;
  };
  std::string payload_type, payload;
  std::vector<Signature> signatures;
};

// What is signed (DSSE's pre-authentication encoding).
std::string signed_bytes(const Envelope& envelope);

Envelope seal(std::string payload_type, std::string payload, const PrivateKey& key);
// Does one of the signatures hold by this key?
bool is_signed_by(const Envelope& envelope, const PublicKey& key);

std::string to_json(const Envelope& envelope);
// Throws ContentError: no JSON, too large or too deep, a field that lacks or is not what it should be. Unknown fields are ignored.
Envelope parse_envelope(const std::string& name, std::string_view json);

}  // namespace assay::certify
