#include <algorithm>
#include <deque>
#include <set>
#include <tuple>

#include "probes/parse/audit_covers.h"

namespace assay::parse {
namespace {

std::string place(const AuditRule& rule) { return rule.file + ":" + std::to_string(rule.line); }

std::set<std::tuple<std::string, std::string, std::string>> conditions(const AuditRule& rule) {
  std::set<std::tuple<std::string, std::string, std::string>> all;
  for (const AuditField& field : rule.fields) all.emplace(field.name, field.op, field.value);
  return all;
}

bool same(const AuditRule& a, const AuditRule& b) {
  const auto plain = [](const AuditRule& rule) { return std::tie(rule.action, rule.list, rule.arch, rule.path, rule.perm); };
  return plain(a) == plain(b) && std::set(a.syscalls.begin(), a.syscalls.end()) == std::set(b.syscalls.begin(), b.syscalls.end()) &&
         conditions(a) == conditions(b);
}

bool has_key_of(const AuditRule& rule, const AuditRule& order) {
  return std::any_of(order.keys.begin(), order.keys.end(),
                     [&](const std::string& key) { return std::find(rule.keys.begin(), rule.keys.end(), key) != rule.keys.end(); });
}

void change(std::deque<AuditRule>& loaded, const AuditRule& rule) {
  if (rule.clears) {
    std::erase_if(loaded, [&](const AuditRule& one) { return rule.keys.empty() || has_key_of(one, rule); });
  } else if (rule.kind == AuditRule::Kind::control) {
    return;
  } else if (rule.change == AuditRule::Change::remove) {
    std::erase_if(loaded, [&](const AuditRule& one) { return same(one, rule); });
  } else if (rule.change == AuditRule::Change::prepend) {
    loaded.push_front(rule);
  } else {
    loaded.push_back(rule);
  }
}

}  // namespace

std::vector<AuditRule> audit_loaded(const std::vector<AuditRule>& rules, std::string* ended) {
  std::deque<AuditRule> loaded;
  std::string why, off;
  bool forgives = false;
  for (const AuditRule& rule : rules) {
    forgives = forgives || rule.forgives;
    if (!rule.fault.empty() && !forgives) {
      why = "loading ends at " + place(rule) + ": " + rule.fault;
      break;
    }
    if (rule.fault.empty()) change(loaded, rule);
    if (rule.enable) off = *rule.enable == 0 ? "auditing is switched off at " + place(rule) : "";
    if (rule.enable == 2) {
      why = "rules are locked at " + place(rule);
      break;
    }
  }
  if (!off.empty()) loaded.clear();
  if (ended != nullptr) *ended = off.empty() ? why : off;
  return {loaded.begin(), loaded.end()};
}

}  // namespace assay::parse
