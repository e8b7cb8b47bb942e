// Do the audit rules of a system record what is wanted? Judged by meaning: a rule with fewer conditions covers one with more, several rules
// together cover a list, a watch on a directory covers what lies below; rules that are never loaded, deleted or stand behind a `never` that
// takes their events away cover nothing.
#pragma once

#include <string>
#include <vector>

#include "probes/parse/audit_rules.h"

namespace assay::parse {

struct AuditCoverage {
  bool covered = false;
  std::vector<std::string> where;  // "path:line" of the rules that cover it, each once
  std::string missing;             // what is not recorded, and why; "" where all is
};

// `rules` in the order they are loaded. One row for each of `required`, which are rules as parse_audit_rule gives them; keys mean nothing.
std::vector<AuditCoverage> audit_covers(const std::vector<AuditRule>& rules, const std::vector<AuditRule>& required);

// The rules that are in force once all are loaded, in the order the kernel asks them. `ended` (if given) is told where and why loading
// ended early, or that auditing is switched off, which leaves none.
std::vector<AuditRule> audit_loaded(const std::vector<AuditRule>& rules, std::string* ended = nullptr);

}  // namespace assay::parse
