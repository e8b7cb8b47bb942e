#include "probes/parse/security_context.h"

#include <tuple>
#include <utility>

namespace assay::parse {
namespace {

// Before the first separator, and after it ("" where there is none).
std::pair<std::string_view, std::string_view> cut(std::string_view text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

}  // namespace

std::optional<SecurityContext> parse_security_context(std::string_view text) {
  while (!text.empty() && (text.back() == '\0' || text.back() == '\n')) text.remove_suffix(1);
  SecurityContext context;
  std::string_view rest, levels, low, high;
  std::tie(context.user, rest) = cut(text, ':');
  std::tie(context.role, rest) = cut(rest, ':');
  std::tie(context.type, levels) = cut(rest, ':');
  if (context.user.empty() || context.role.empty() || context.type.empty()) return std::nullopt;
  std::tie(low, high) = cut(levels, '-');
  std::tie(context.low_sensitivity, context.low_category) = cut(low, ':');
  std::tie(context.high_sensitivity, context.high_category) = cut(high, ':');
  return context;
}

}  // namespace assay::parse
