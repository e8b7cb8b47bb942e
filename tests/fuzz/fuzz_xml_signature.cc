// A signed ARF of a stranger: checking it ends, and nothing verifies by a key it was never signed with.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/base/error.h"
#include "engine/certify/xml_signature.h"
#include "tests/unit/certify/keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::certify;
  static const PublicKey kKey = PrivateKey::parse("k", kOtherEcPrivate).public_key();
  try {
    const auto source = assay::xml::Source::from_bytes("arf", std::string(reinterpret_cast<const char*>(data), size));
    if (verify_arf(*source, kKey).valid) std::abort();
  } catch (const assay::ContentError&) {
  }
  return 0;
}
