#include <cstdint>

#include "probes/parse/rpm_header.h"
#include "probes/parse/rpmdb.h"

using namespace assay::parse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view database(reinterpret_cast<const char*>(data), size);
  (void)read_rpmdb_ndb(database, [](std::string_view blob) { (void)RpmHeader::parse(blob); });
  return 0;
}
