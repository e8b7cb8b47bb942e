#include "probes/parse/capabilities.h"

#include "engine/base/bytes.h"
#include "engine/base/text.h"

namespace assay::parse {
namespace {

// By number, as linux/capability.h has them.
constexpr std::string_view kNames[] = {"cap_chown",
                                       "cap_dac_override",
                                       "cap_dac_read_search",
                                       "cap_fowner",
                                       "cap_fsetid",
                                       "cap_kill",
                                       "cap_setgid",
                                       "cap_setuid",
                                       "cap_setpcap",
                                       "cap_linux_immutable",
                                       "cap_net_bind_service",
                                       "cap_net_broadcast",
                                       "cap_net_admin",
                                       "cap_net_raw",
                                       "cap_ipc_lock",
                                       "cap_ipc_owner",
                                       "cap_sys_module",
                                       "cap_sys_rawio",
                                       "cap_sys_chroot",
                                       "cap_sys_ptrace",
                                       "cap_sys_pacct",
                                       "cap_sys_admin",
                                       "cap_sys_boot",
                                       "cap_sys_nice",
                                       "cap_sys_resource",
                                       "cap_sys_time",
                                       "cap_sys_tty_config",
                                       "cap_mknod",
                                       "cap_lease",
                                       "cap_audit_write",
                                       "cap_audit_control",
                                       "cap_setfcap",
                                       "cap_mac_override",
                                       "cap_mac_admin",
                                       "cap_syslog",
                                       "cap_wake_alarm",
                                       "cap_block_suspend",
                                       "cap_audit_read",
                                       "cap_perfmon",
                                       "cap_bpf",
                                       "cap_checkpoint_restore"};

constexpr std::uint64_t kAll = (std::uint64_t{1} << std::size(kNames)) - 1;

// "cap_chown,cap_kill", "all" or nothing at all (which means all).
std::optional<std::uint64_t> parse_list(std::string_view list) {
  if (list.empty() || equals_ignore_case(list, "all")) return kAll;
  std::uint64_t set = 0;
  for (const std::string_view name : split(list, ',')) {
    std::size_t number = 0;
    while (number < std::size(kNames) && !equals_ignore_case(kNames[number], name)) ++number;
    if (number == std::size(kNames)) {
      const auto numeric = parse_int(name.substr(0, 4) == "cap_" ? name.substr(4) : name);
      if (!numeric || *numeric < 0 || *numeric > 63) return std::nullopt;
      number = static_cast<std::size_t>(*numeric);
    }
    set |= std::uint64_t{1} << number;
  }
  return set;
}

void apply(char operation, char flag, std::uint64_t set, Capabilities& to) {
  std::uint64_t& word = flag == 'p' ? to.permitted : flag == 'i' ? to.inheritable : to.effective;
  word = operation == '-' ? word & ~set : word | set;
}

// One clause: a list and one or more of "=eip", "+eip", "-eip".
bool parse_clause(std::string_view clause, Capabilities& to) {
  const std::size_t at = clause.find_first_of("=+-");
  if (at == std::string_view::npos) return false;
  const auto set = parse_list(clause.substr(0, at));
  if (!set) return false;
  char operation = '=';
  for (const char c : clause.substr(at)) {
    if (c == '=' || c == '+' || c == '-') {
      operation = c;
      if (c == '=')
        for (const char flag : {'p', 'i', 'e'}) apply('-', flag, *set, to);
    } else if (c == 'p' || c == 'i' || c == 'e') {
      apply(operation, c, *set, to);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<Capabilities> parse_capabilities(std::string_view text) {
  Capabilities result;
  for (const std::string_view clause : words(text))
    if (!parse_clause(clause, result)) return std::nullopt;
  return result;
}

std::optional<Capabilities> parse_capability_xattr(std::string_view value) {
  const auto word = [&](std::size_t i) { return std::uint64_t{integer_at<std::uint32_t>(value, 4 * i, ByteOrder::little).value_or(0)}; };
  const std::uint64_t magic = word(0), revision = magic >> 24;
  if (revision < 1 || revision > 3) return std::nullopt;
  const std::size_t wanted = revision == 1 ? 12 : revision == 2 ? 20 : 24;
  if (value.size() != wanted) return std::nullopt;
  Capabilities result{word(1), word(2), 0};
  if (revision > 1) {
    result.permitted |= word(3) << 32;
    result.inheritable |= word(4) << 32;
  }
  if ((magic & 1U) != 0) result.effective = result.permitted | result.inheritable;
  return result;
}

}  // namespace assay::parse
