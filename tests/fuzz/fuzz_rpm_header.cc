#include <cstdint>

#include "probes/parse/capabilities.h"
#include "probes/parse/pgp_signature.h"
#include "probes/parse/rpm_files.h"

using namespace assay::parse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view blob(reinterpret_cast<const char*>(data), size);
  pgp_key_id(blob);
  parse_capabilities(blob);
  parse_capability_xattr(blob);
  const auto header = RpmHeader::parse(blob);
  if (!header) return 0;
  header->string(RpmTag::name);
  header->numbers(RpmTag::requireflags);
  header->strings(RpmTag::requirename);
  header->immutable_region();
  pgp_key_id(header->bytes(RpmTag::rsaheader));
  if (const auto files = rpm_files(*header))
    for (const RpmFile& file : files->files) parse_capabilities(file.capabilities);
  return 0;
}
