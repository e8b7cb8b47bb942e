#include "probes/parse/audit_rules.h"

#include <libaudit.h>

#include <algorithm>
#include <utility>

#include "engine/base/text.h"

namespace assay::parse {
namespace {

using Kind = AuditRule::Kind;
using Change = AuditRule::Change;
using Scope = AuditRule::Scope;

// As auditctl splits a line: at blanks, which a backslash keeps; quotes mean nothing.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> found;
  bool in_word = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escapes = line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == ' ' || line[i + 1] == '\\');
    if (!escapes && line[i] == ' ') {
      in_word = false;
      continue;
    }
    if (!in_word) found.emplace_back();
    in_word = true;
    if (escapes) ++i;
    found.back() += line[i];
  }
  return found;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string without_slash(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return std::string(path);
}

// "Wa" -> "wa", in one order; nothing where a letter is none of the four.
std::optional<std::string> permissions(std::string_view letters) {
  const std::string lower = to_lower(letters);
  if (lower.empty() || lower.size() > 4 || lower.find_first_not_of("rwxa") != std::string::npos) return std::nullopt;
  std::string ordered;
  for (const char letter : std::string_view("rwxa"))
    if (lower.find(letter) != std::string::npos) ordered += letter;
  return ordered;
}

std::string arch_of(std::string_view value, std::string_view op) {
  constexpr std::string_view kOf64[] = {"b64", "x86_64", "0xc000003e", "0xC000003E"};
  constexpr std::string_view kOf32[] = {"b32", "i386", "i486", "i586", "i686", "0x40000003"};
  const bool is_64 = std::find(std::begin(kOf64), std::end(kOf64), value) != std::end(kOf64);
  const bool is_32 = std::find(std::begin(kOf32), std::end(kOf32), value) != std::end(kOf32);
  if (is_64 || is_32) return is_64 == (op == "=") ? "b64" : "b32";
  return op == "=" && audit_name_to_machine(std::string(value).c_str()) >= 0 ? std::string(value) : std::string();
}

class LineReader {
 public:
  explicit LineReader(std::string_view text) { rule_.text = text; }
  AuditRule read();

 private:
  void option(char letter, const std::string& value);
  void set_list(const std::string& value, Change change);
  void set_watch(const std::string& path, Change change);
  void set_perm(std::string_view letters);
  void add_syscalls(const std::string& value);
  void add_field(const std::string& pair);
  void add_comparison(const std::string& pair);
  void finish();
  void refuse(const std::string& why) {
    if (rule_.fault.empty()) rule_.fault = why;
  }

  AuditRule rule_;
  std::vector<std::string> calls_;
  bool all_calls_ = false;
};

// "always,exit" in either order.
void LineReader::set_list(const std::string& value, Change change) {
  rule_.kind = Kind::syscall;
  rule_.change = change;
  for (const std::string_view word : split(value, ',')) {
    if (is_one_of(word, {"always", "never"}) && rule_.action.empty()) {
      rule_.action = word;
    } else if (is_one_of(word, {"exit", "task", "user", "exclude", "filesystem"}) && rule_.list.empty()) {
      rule_.list = word;
    } else {
      refuse("'" + value + "' is no list and action");
    }
  }
  if (rule_.action.empty() || rule_.list.empty()) refuse("'" + value + "' is no list and action");
}

void LineReader::set_watch(const std::string& path, Change change) {
  rule_.kind = Kind::watch;
  rule_.change = change;
  rule_.action = "always";
  rule_.list = "exit";
  rule_.path = without_slash(path);
  rule_.scope = path.size() > 1 && path.back() == '/' ? Scope::tree : Scope::either;
  if (rule_.perm.empty()) rule_.perm = "rwxa";
  if (path.empty() || path[0] != '/') refuse("a watch needs an absolute path");
}

void LineReader::set_perm(std::string_view letters) {
  const auto perm = permissions(letters);
  if (!perm) return refuse("'" + std::string(letters) + "' are no permissions");
  rule_.perm = *perm;
}

void LineReader::add_syscalls(const std::string& value) {
  for (const std::string_view call : split(value, ',')) {
    if (call == "all") {
      all_calls_ = true;
    } else if (!call.empty()) {
      calls_.emplace_back(call);
    }
  }
}

void LineReader::add_field(const std::string& pair) {
  if (rule_.list.empty()) refuse("the list must come before the fields");
  if (rule_.fields.size() >= AUDIT_MAX_FIELDS) return refuse("too many fields");
  auto field = parse_audit_field(pair);
  if (!field) return refuse("'" + pair + "' is no field");
  if (field->name == "arch") {
    if (!calls_.empty()) refuse("arch must come before the system calls");
    rule_.arch = arch_of(field->value, field->op);
    if (rule_.arch.empty()) refuse("'" + pair + "' names no machine");
  } else if (field->name == "path" || field->name == "dir") {
    rule_.scope = field->name == "dir" ? Scope::tree : Scope::file;
    rule_.path = without_slash(field->value);
    if (field->op != "=" || field->value[0] != '/') refuse("'" + pair + "' names no absolute path");
  } else if (field->name == "perm") {
    set_perm(field->op == "=" ? std::string_view(field->value) : std::string_view{});
  } else if (field->name == "key") {
    rule_.keys.push_back(field->value);
  } else {
    rule_.fields.push_back(*std::move(field));
  }
}

// -C uid!=euid: which of the two comes first means nothing.
void LineReader::add_comparison(const std::string& pair) {
  const std::size_t at = pair.find('=');
  const bool differs = at != std::string::npos && at > 0 && pair[at - 1] == '!';
  std::vector<std::string> names = {pair.substr(0, differs ? at - 1 : at), at == std::string::npos ? "" : pair.substr(at + 1)};
  if (audit_name_to_field(names[0].c_str()) < 0 || audit_name_to_field(names[1].c_str()) < 0)
    return refuse("'" + pair + "' compares no fields");
  std::sort(names.begin(), names.end());
  if (rule_.fields.size() >= AUDIT_MAX_FIELDS) return refuse("too many fields");
  rule_.fields.push_back({join(names, ","), differs ? "!=" : "=", "", std::nullopt});
}

void LineReader::option(char letter, const std::string& value) {
  switch (letter) {
    case 'a': return set_list(value, Change::append);
    case 'A': return set_list(value, Change::prepend);
    case 'd': return set_list(value, Change::remove);
    case 'w': return set_watch(value, Change::append);
    case 'W': return set_watch(value, Change::remove);
    case 'S': return add_syscalls(value);
    case 'F': return add_field(value);
    case 'C': return add_comparison(value);
    case 'p': return set_perm(value);
    case 'k': return rule_.keys.push_back(value);
    case 'e': rule_.enable = parse_int(value); return;
    case 'D': rule_.clears = true; return;
    case 'i':
    case 'c': rule_.forgives = true; return;
    default: return;
  }
}

void LineReader::finish() {
  const bool has_parts = all_calls_ || !calls_.empty() || !rule_.fields.empty() || !rule_.perm.empty();
  if (rule_.kind == Kind::control && has_parts) refuse("neither list nor watch is named");
  if (all_calls_ || !rule_.fault.empty()) return;
  for (const std::string& call : calls_) {
    const auto name = audit_syscall(call, rule_.arch);
    if (!name) return refuse("'" + call + "' is no system call of " + (rule_.arch.empty() ? "b64" : rule_.arch));
    if (std::find(rule_.syscalls.begin(), rule_.syscalls.end(), *name) == rule_.syscalls.end()) rule_.syscalls.push_back(*name);
  }
}

AuditRule LineReader::read() {
  constexpr std::string_view kAlone = "hicslDvt";
  constexpr std::string_view kWithValue = "CefrbaAdSFmRwWkpq";
  const std::vector<std::string> words = words_of(rule_.text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.substr(0, 2) == "--") {  // --backlog_wait_time 60000
      if (word.find('=') == std::string::npos && i + 1 < words.size() && words[i + 1][0] != '-') ++i;
      continue;
    }
    const char letter = word.size() > 1 && word[0] == '-' ? word[1] : '\0';
    if (letter != '\0' && kAlone.find(letter) != std::string_view::npos) {
      option(letter, {});
    } else if (letter == '\0' || kWithValue.find(letter) == std::string_view::npos) {
      refuse("'" + word + "' is no option");
    } else if (word.size() > 2) {
      option(letter, word.substr(2));
    } else if (i + 1 < words.size()) {
      option(letter, words[++i]);
    } else {
      refuse("-" + std::string(1, letter) + " needs a value");
    }
  }
  finish();
  return std::move(rule_);
}

}  // namespace

AuditRule parse_audit_rule(std::string_view text) { return LineReader(trim(text)).read(); }

std::vector<AuditRule> parse_audit_rules(std::string_view file, std::string_view text) {
  std::vector<AuditRule> rules;
  std::uint32_t number = 0;
  for (std::string_view line : lines(text)) {
    ++number;
    line = trim(line);
    if (line.empty() || line[0] == '#') continue;
    rules.push_back(parse_audit_rule(line));
    rules.back().file = file;
    rules.back().line = number;
  }
  return rules;
}

}  // namespace assay::parse
