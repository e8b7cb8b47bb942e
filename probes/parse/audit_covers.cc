#include "probes/parse/audit_covers.h"

#include <libaudit.h>

#include <algorithm>
#include <map>

#include "engine/base/text.h"
#include "probes/parse/audit_values.h"

namespace assay::parse {
namespace {

using Scope = AuditRule::Scope;

// The smallest piece of what a rule records: one system call ("" for all) of one machine, for one permission (0 for any).
struct Piece {
  std::string arch, call;
  char perm = '\0';
};

bool has(const std::vector<std::string>& list, const std::string& text) { return std::find(list.begin(), list.end(), text) != list.end(); }

std::string place(const AuditRule& rule) { return rule.file + ":" + std::to_string(rule.line); }

std::vector<Piece> pieces_of(const AuditRule& rule) {
  std::vector<std::string> arches = {rule.arch};
  if (rule.arch.empty()) arches = rule.syscalls.empty() ? std::vector<std::string>{"b64", "b32"} : std::vector<std::string>{"b64"};
  const std::vector<std::string> calls = rule.syscalls.empty() ? std::vector<std::string>{""} : rule.syscalls;
  const std::string perms = rule.perm.empty() ? std::string(1, '\0') : rule.perm;
  std::vector<Piece> pieces;
  for (const std::string& arch : arches)
    for (const std::string& call : calls)
      for (const char perm : perms) pieces.push_back({arch, call, perm});
  return pieces;
}

// Numbers of system calls without a machine are those of the machine's own table.
bool machine_covers(const AuditRule& rule, const Piece& piece) {
  return rule.arch.empty() ? rule.syscalls.empty() || piece.arch == "b64" : rule.arch == piece.arch;
}

bool is_below(std::string_view path, std::string_view directory) {
  if (directory == "/") return true;
  return path.size() > directory.size() && path.substr(0, directory.size()) == directory && path[directory.size()] == '/';
}

bool path_covers(const AuditRule& rule, const AuditRule& required) {
  if (rule.scope == Scope::none) return true;
  if (required.scope == Scope::none) return false;
  if (rule.scope == Scope::file) return required.scope != Scope::tree && rule.path == required.path;
  if (is_below(required.path, rule.path)) return true;
  return rule.path == required.path && !(rule.scope == Scope::tree && required.scope == Scope::file);
}

bool paths_meet(const AuditRule& a, const AuditRule& b) {
  if (a.scope == Scope::none || b.scope == Scope::none || a.path == b.path) return true;
  return (a.scope != Scope::file && is_below(b.path, a.path)) || (b.scope != Scope::file && is_below(a.path, b.path));
}

bool covers_but_for_fields(const AuditRule& rule, const AuditRule& required, const Piece& piece) {
  return rule.action == "always" && rule.list == required.list && machine_covers(rule, piece) &&
         (rule.syscalls.empty() || (!piece.call.empty() && has(rule.syscalls, piece.call))) &&
         (rule.perm.empty() || (piece.perm != '\0' && rule.perm.find(piece.perm) != std::string::npos)) && path_covers(rule, required);
}

const AuditField* narrower_field(const AuditRule& rule, const AuditRule& required) {
  for (const AuditField& field : rule.fields)
    if (!audit_follows(field, required.fields)) return &field;
  return nullptr;
}

// A rule of the exclude list drops records by type; without its SYSCALL record an event says nothing.
bool drops_events(const AuditRule& rule) {
  if (rule.list != "exclude") return false;
  const AuditFields syscall = {{"msgtype", "=", "1300", AUDIT_SYSCALL}};
  return std::all_of(rule.fields.begin(), rule.fields.end(),
                     [&](const AuditField& field) { return field.name != "msgtype" || audit_follows(field, syscall); });
}

// May `rule` keep some of these events from being recorded?
bool takes_away(const AuditRule& rule, const AuditRule& required, const Piece& piece) {
  if (required.list != "exit") return false;
  if (drops_events(rule)) return !audit_disjoint(rule.fields, required.fields);
  if (rule.action != "never" || (rule.list != "exit" && rule.list != "task")) return false;
  const bool about_calls = !rule.syscalls.empty();
  if (about_calls && piece.call.empty() && piece.perm != '\0') return false;  // the kernel asks watches on their own
  return (rule.arch.empty() || rule.arch == piece.arch) && (!about_calls || piece.call.empty() || has(rule.syscalls, piece.call)) &&
         (rule.perm.empty() || piece.perm == '\0' || rule.perm.find(piece.perm) != std::string::npos) && paths_meet(rule, required) &&
         !audit_disjoint(rule.fields, required.fields);
}

std::string describe(const std::vector<Piece>& pieces, const AuditRule& required) {
  std::map<std::string, std::vector<std::string>> calls;  // by machine
  std::vector<std::string> ways;
  for (const Piece& piece : pieces) {
    const std::string call = piece.call.empty() ? "all system calls" : piece.call;
    if (!has(calls[piece.arch], call)) calls[piece.arch].push_back(call);
    const std::string way = piece.perm == 'r'   ? "reads"
                            : piece.perm == 'w' ? "writes"
                            : piece.perm == 'x' ? "executions"
                                                : "attribute changes";
    if (piece.perm != '\0' && !has(ways, way)) ways.push_back(way);
  }
  std::vector<std::string> parts;
  if (!ways.empty()) parts.push_back(join(ways, " and "));
  if (ways.empty() || !required.syscalls.empty() || calls.size() == 1)
    for (const auto& [arch, names] : calls) parts.push_back(join(names, ", ") + " (" + arch + ")");
  return join(parts, "; ") + (required.path.empty() ? "" : " of " + required.path);
}

class Judge {
 public:
  explicit Judge(const std::vector<AuditRule>& rules) : loaded_(audit_loaded(rules, &ended_)) {}

  AuditCoverage judge(const AuditRule& required);

 private:
  bool is_covered(const AuditRule& required, const Piece& piece);
  void note(const std::string& reason) {
    if (!has(reasons_, reason) && reasons_.size() < 3) reasons_.push_back(reason);
  }

  std::string ended_;
  std::vector<AuditRule> loaded_;
  std::vector<std::string> where_, reasons_;  // of the rule that is judged
};

bool is_elsewhere(const AuditRule& rule) { return rule.list == "task" || rule.list == "exclude"; }

bool Judge::is_covered(const AuditRule& required, const Piece& piece) {
  for (const AuditRule& rule : loaded_) {
    if (!is_elsewhere(rule) || !takes_away(rule, required, piece)) continue;
    note(place(rule) + " takes it away: " + rule.text);
    return false;
  }
  for (const AuditRule& rule : loaded_) {
    if (!is_elsewhere(rule) && takes_away(rule, required, piece)) {
      note(place(rule) + " takes it away: " + rule.text);
      return false;
    }
    if (!covers_but_for_fields(rule, required, piece)) continue;
    if (const AuditField* field = narrower_field(rule, required)) {
      note(place(rule) + " records it only with " + field->name + field->op + field->value);
      continue;
    }
    if (!has(where_, place(rule))) where_.push_back(place(rule));
    return true;
  }
  return false;
}

AuditCoverage Judge::judge(const AuditRule& required) {
  if (!required.fault.empty() || required.kind == AuditRule::Kind::control)
    return {false, {}, "what is wanted is no rule: " + required.fault};
  where_.clear();
  reasons_.clear();
  std::vector<Piece> missing;
  for (const Piece& piece : pieces_of(required))
    if (!is_covered(required, piece)) missing.push_back(piece);
  AuditCoverage coverage{missing.empty(), where_, ""};
  if (missing.empty()) return coverage;
  if (!ended_.empty()) reasons_.push_back(ended_);
  coverage.missing = "not recorded: " + describe(missing, required);
  for (const std::string& reason : reasons_) coverage.missing += "; " + reason;
  return coverage;
}

}  // namespace

std::vector<AuditCoverage> audit_covers(const std::vector<AuditRule>& rules, const std::vector<AuditRule>& required) {
  Judge judge(rules);
  std::vector<AuditCoverage> rows;
  for (const AuditRule& one : required) rows.push_back(judge.judge(one));
  return rows;
}

}  // namespace assay::parse
