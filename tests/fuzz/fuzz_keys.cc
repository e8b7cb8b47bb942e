// PEM of a stranger, as a public and as a private key: reading it ends; what is a key can be used.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/base/error.h"
#include "engine/certify/keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::certify;
  const std::string_view pem(reinterpret_cast<const char*>(data), size);
  try {
    if (PublicKey::parse("k", pem).verify("text", "signature")) std::abort();
  } catch (const assay::ContentError&) {
  }
  try {
    const PrivateKey key = PrivateKey::parse("k", pem);
    if (key.public_key().id().size() != 64) std::abort();
  } catch (const assay::ContentError&) {
  }
  return 0;
}
