#include "probes/parse/shadow.h"

#include <utility>

#include "engine/base/text.h"
#include "probes/parse/fields.h"

namespace assay::parse {
namespace {

// crypt(5): what stands before a hash.
constexpr std::pair<std::string_view, std::string_view> kMethods[] = {
    {"$6$", "SHA-512"},   {"$5$", "SHA-256"},   {"$1$", "MD5"},       {"$2$", "Blowfish"}, {"$2a$", "Blowfish"},
    {"$2b$", "Blowfish"}, {"$2x$", "Blowfish"}, {"$2y$", "Blowfish"}, {"$md5", "Sun MD5"}, {"_", "BSDi"}};

std::string_view unlocked(std::string_view password) {
  const std::size_t begin = password.find_first_not_of('!');
  return begin == std::string_view::npos ? std::string_view{} : password.substr(begin);
}

bool number(std::string_view field, std::int64_t& value) {
  field = trim(field);
  if (field.empty()) return true;
  const auto parsed = parse_int(field);
  if (parsed) value = *parsed;
  return parsed.has_value();
}

bool parse_line(std::string_view line, ShadowEntry& entry) {
  FieldReader fields(line, ':');
  entry.name = fields.next();
  if (entry.name.empty() || fields.at_end()) return false;
  entry.password = fields.next();
  for (std::int64_t* value :
       {&entry.last_change, &entry.min_days, &entry.max_days, &entry.warn_days, &entry.inactive_days, &entry.expire_date})
    if (!number(fields.next(), *value)) return false;
  entry.flag = trim(fields.rest());
  return true;
}

}  // namespace

Shadow parse_shadow(std::string_view text) {
  Shadow shadow;
  std::uint32_t at = 0;
  for (std::string_view line : lines(text)) {
    ++at;
    line = account_line(line);
    if (line.empty()) continue;
    ShadowEntry entry;
    entry.line = at;
    if (parse_line(line, entry)) {
      shadow.entries.push_back(entry);
    } else {
      shadow.malformed_lines.push_back(at);
    }
  }
  return shadow;
}

std::optional<std::string_view> encrypt_method(std::string_view password) {
  const std::string_view hash = unlocked(password);
  for (const auto& [prefix, method] : kMethods)
    if (hash.substr(0, prefix.size()) == prefix) return method;
  constexpr std::size_t kDesLength = 13;
  constexpr std::string_view kDesAlphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  if (hash.size() == kDesLength && hash.find_first_not_of(kDesAlphabet) == std::string_view::npos) return "DES";
  return std::nullopt;
}

bool holds_hash(std::string_view password) {
  const std::string_view hash = unlocked(password);
  return encrypt_method(hash).has_value() || (hash.size() > 2 && hash[0] == '$');
}

}  // namespace assay::parse
