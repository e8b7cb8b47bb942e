// What a signed payload may hold: reading it ends, what was read is written and read again alike, and shown on the page.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "engine/base/error.h"
#include "engine/certify/page.h"
#include "engine/certify/statement.h"
#include "tests/unit/certify/keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay::certify;
  static const PublicKey kKey = PublicKey::parse("p", kEdPublic);
  try {
    const Statement statement = parse_statement("statement", {reinterpret_cast<const char*>(data), size});
    const std::string json = to_json(statement);
    if (to_json(parse_statement("again", json)) != json) std::abort();
    std::ostringstream page;
    write_page(statement, kKey, statement.subject.name, page);
  } catch (const assay::ContentError&) {
  }
  return 0;
}
