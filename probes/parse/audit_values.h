// What the fields of an audit rule leave possible: enough arithmetic to say whether one rule's conditions follow from another's, and
// whether two rules can be about the same event.
#pragma once

#include <vector>

#include "probes/parse/audit_rules.h"

namespace assay::parse {

using AuditFields = std::vector<AuditField>;

// Does `condition` hold for every event that meets all of `fields`? ("auid>=1000" follows from "auid>=1000, auid!=unset")
bool audit_follows(const AuditField& condition, const AuditFields& fields);

// Is there no event that meets all of both?
bool audit_disjoint(const AuditFields& a, const AuditFields& b);

}  // namespace assay::parse
