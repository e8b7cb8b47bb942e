// Rules of the Linux audit system as auditctl(8) reads them from files, in one canonical form: names and numbers by libaudit's tables, so
// that rules which mean the same look the same. What they are written for is a machine with x86's two tables of system calls: b64 and b32.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::parse {

struct AuditField {
  std::string name;  // "auid", "exit", "success"; of -C both names: "uid,euid"
  std::string op;    // "=", "!=", ">", ">=", "<", "<=", "&", "&="
  std::string value;
  std::optional<std::int64_t> number;  // where the value is one; of a user or group id that is unset 4294967295
};

struct AuditRule {
  enum class Kind : std::uint8_t { watch, syscall, control };  // -w and -W; -a, -A and -d; all else (-D, -e 2, -b 8192)
  enum class Change : std::uint8_t { append, prepend, remove };
  // What of the path counts: the file, the directory and all below it, or either (a watch on what may be both).
  enum class Scope : std::uint8_t { none, file, tree, either };

  Kind kind = Kind::control;
  Change change = Change::append;
  std::string action;                 // "always", "never"
  std::string list;                   // "exit", "task", "user", "exclude", "filesystem"
  std::string arch;                   // "b64", "b32"; another machine by its name; "" where any counts
  std::vector<std::string> syscalls;  // none: all
  std::vector<AuditField> fields;     // without arch, path, dir, perm and key
  Scope scope = Scope::none;
  std::string path;  // without a slash at its end
  std::string perm;  // of "rwxa", in this order; "" where none is asked for
  std::vector<std::string> keys;
  bool clears = false;                 // -D: forgets all rules before it, or those with a key
  bool forgives = false;               // -i, -c: what auditctl refuses does not end the loading
  std::optional<std::int64_t> enable;  // -e: 0 off, 1 on, 2 on and locked until reboot
  std::string text;                    // the line
  std::string fault;                   // why auditctl refuses it; "" where it does not
  std::string file;
  std::uint32_t line = 0;  // 1-based
};

// Lines that say something, in order. A watch becomes the rule it means: always,exit on all system calls, with a path.
std::vector<AuditRule> parse_audit_rules(std::string_view file, std::string_view text);

// One line; `file` and `line` are left to the caller.
AuditRule parse_audit_rule(std::string_view text);

// "auid>=1000" -> a field in canonical form. Nothing where there is no such field or operator.
std::optional<AuditField> parse_audit_field(std::string_view pair);

// The name of a system call, given by name or number, in the table of "b64" (also for "") or "b32" or another machine; nothing where
// there is none.
std::optional<std::string> audit_syscall(std::string_view call, std::string_view arch);

}  // namespace assay::parse
