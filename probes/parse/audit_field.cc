#include <libaudit.h>

#include <array>

#include "engine/base/text.h"
#include "probes/parse/audit_rules.h"

namespace assay::parse {
namespace {

constexpr std::int64_t kUnset = 4294967295;

// libaudit looks for them in this order, anywhere in the pair.
constexpr std::array<std::string_view, 8> kOperators = {"!=", ">=", "<=", "&=", "=", ">", "<", "&"};

// As strtol with base 0 reads it.
std::optional<std::int64_t> number_of(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text[0] == '-' || text[0] == '+') return std::nullopt;
  std::optional<std::int64_t> number;
  if (text.substr(0, 2) == "0x" || text.substr(0, 2) == "0X") {
    number = parse_int(text.substr(2), 16);
  } else {
    number = parse_int(text, text.size() > 1 && text[0] == '0' ? 8 : 10);
  }
  if (number && negative) number = -*number;
  return number;
}

std::optional<std::int64_t> id_of(std::string_view text) {
  if (text == "unset") return kUnset;
  if (text == "root") return 0;
  const auto number = number_of(text);
  return number && *number < 0 ? std::optional(*number & kUnset) : number;
}

std::optional<std::int64_t> errno_of(const std::string& text) {
  if (const auto number = number_of(text)) return number;
  const int number = audit_name_to_errno(text.c_str());
  return number == 0 ? std::nullopt : std::optional<std::int64_t>(number);
}

std::optional<std::int64_t> named(int number) { return number < 0 ? std::nullopt : std::optional<std::int64_t>(number); }

std::optional<std::int64_t> value_of(int field, const std::string& text) {
  switch (field) {
    case AUDIT_UID:
    case AUDIT_EUID:
    case AUDIT_SUID:
    case AUDIT_FSUID:
    case AUDIT_LOGINUID:
    case AUDIT_OBJ_UID:
    case AUDIT_GID:
    case AUDIT_EGID:
    case AUDIT_SGID:
    case AUDIT_FSGID:
    case AUDIT_OBJ_GID:
    case AUDIT_SESSIONID: return id_of(text);
    case AUDIT_EXIT: return errno_of(text);
    case AUDIT_MSGTYPE: return number_of(text) ? number_of(text) : named(audit_name_to_msg_type(text.c_str()));
    case AUDIT_FILETYPE: return number_of(text) ? number_of(text) : named(audit_name_to_ftype(text.c_str()));
    case AUDIT_SUCCESS:
      if (text == "yes" || text == "no") return text == "yes" ? 1 : 0;
      return number_of(text);
    case AUDIT_WATCH:
    case AUDIT_DIR:
    case AUDIT_EXE:
    case AUDIT_FILTERKEY: return std::nullopt;
    default: return number_of(text);
  }
}

int machine_of(std::string_view arch) {
  if (arch.empty() || arch == "b64") return MACH_86_64;
  if (arch == "b32") return MACH_X86;
  return audit_name_to_machine(std::string(arch).c_str());
}

}  // namespace

std::optional<AuditField> parse_audit_field(std::string_view pair) {
  for (const std::string_view op : kOperators) {
    const std::size_t at = pair.find(op);
    if (at == std::string_view::npos) continue;
    AuditField field{std::string(pair.substr(0, at)), std::string(op), std::string(pair.substr(at + op.size())), std::nullopt};
    const int number = audit_name_to_field(field.name.c_str());
    if (number < 0 || field.value.empty()) return std::nullopt;
    if (const char* name = audit_field_to_name(number)) field.name = name;
    field.number = value_of(number, field.value);
    if (field.number) field.value = std::to_string(*field.number);
    return field;
  }
  return std::nullopt;
}

std::optional<std::string> audit_syscall(std::string_view call, std::string_view arch) {
  const int machine = machine_of(arch);
  int number = audit_name_to_syscall(std::string(call).c_str(), machine);
  if (number < 0 && is_digits(call)) number = static_cast<int>(std::min<std::int64_t>(parse_int(call).value_or(-1), 2047));
  if (machine < 0 || number < 0) return std::nullopt;
  const char* name = audit_syscall_to_name(number, machine);
  return name == nullptr ? std::to_string(number) : std::string(name);
}

}  // namespace assay::parse
