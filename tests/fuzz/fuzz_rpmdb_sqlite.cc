// The first two bytes say how much of the input is the write-ahead log.
#include <cstdint>

#include "probes/parse/rpm_header.h"
#include "probes/parse/rpmdb.h"

using namespace assay::parse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data + 2), size - 2);
  const std::size_t log = std::size_t{data[0]} << 8 | data[1];
  std::string database(input.substr(0, input.size() > log ? input.size() - log : 0));
  if (apply_sqlite_wal(database, input.substr(database.size())))
    (void)read_rpmdb_sqlite(database, [](std::string_view blob) { (void)RpmHeader::parse(blob); });
  return 0;
}
