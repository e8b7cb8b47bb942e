#include "probes/parse/passwd.h"

#include <limits>
#include <optional>

#include "engine/base/text.h"
#include "probes/parse/fields.h"

namespace assay::parse {
namespace {

std::optional<std::uint32_t> id_of(std::string_view field) {
  if (!is_digits(field)) return std::nullopt;
  const auto value = parse_int(field);
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

bool parse_line(std::string_view line, PasswdEntry& entry) {
  FieldReader fields(line, ':');
  entry.name = fields.next();
  entry.password = fields.next();
  const auto uid = id_of(fields.next());
  const auto gid = id_of(fields.next());
  if (entry.name.empty() || !uid || !gid) return false;
  entry.uid = *uid;
  entry.gid = *gid;
  entry.gecos = fields.next();
  entry.home = fields.next();
  entry.shell = fields.rest();
  return true;
}

}  // namespace

Passwd parse_passwd(std::string_view text) {
  Passwd passwd;
  std::uint32_t number = 0;
  for (std::string_view line : lines(text)) {
    ++number;
    line = account_line(line);
    if (line.empty()) continue;
    PasswdEntry entry;
    entry.line = number;
    if (parse_line(line, entry)) {
      passwd.entries.push_back(entry);
    } else {
      passwd.malformed_lines.push_back(number);
    }
  }
  return passwd;
}

}  // namespace assay::parse
