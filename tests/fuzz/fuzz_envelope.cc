// An envelope of a stranger: reading and checking it end, and what verifies by a key it was never signed with is a finding.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/base/error.h"
#include "engine/certify/envelope.h"
#include "tests/unit/certify/keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::certify;
  static const PublicKey kKey = PublicKey::parse("p", kOtherEdPublic);
  try {
    const Envelope envelope = parse_envelope("envelope", {reinterpret_cast<const char*>(data), size});
    if (is_signed_by(envelope, kKey)) std::abort();
    parse_envelope("again", to_json(envelope));
  } catch (const assay::ContentError&) {
  }
  return 0;
}
