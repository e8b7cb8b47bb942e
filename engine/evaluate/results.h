// THE results model: what every report prints. XCCDF verdicts with their evidence, above the OVAL results they come from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/evaluate/oval_results.h"
#include "engine/evaluate/waiver.h"
#include "engine/plan/plan.h"
#include "engine/plan/select.h"
#include "engine/scap/content.h"
#include "engine/scap/syschar.h"

namespace assay::evaluate {

// One criterion that decided (or helped decide) a rule's outcome: what was expected, what was found, and where.
struct Evidence {
  oval::Truth result = oval::Truth::not_evaluated;
  std::string definition_id, test_id, test_comment;
  bool negated = false;            // the criterion is under an odd number of negations: "found" is what must not be
  std::string expected;            // "at least one line matches ^PermitRootLogin no; subexpression equals no"
  std::string found;               // "PermitRootLogin yes", "nothing", "3 of 5 items differ: ..."
  std::vector<std::string> where;  // "/etc/ssh/sshd_config:13", "package openssh-server"
};

struct Override {
  std::string time, authority, old_result, new_result, remark;
};

struct CheckUsed {  // for rule-result/check
  std::string system, href, name, selector, id;
  bool multi_check = false, negate = false;
  std::vector<xccdf::Export> exports;
  plan::Index unit = plan::kNone, definition = plan::kNone;
};

struct FixText {  // a fix with its <sub> and <instance> replaced
  std::string id, system, complexity, disruption, strategy, text;
  bool reboot = false;
};

struct RuleResult {
  plan::SelectedRule rule;  // what it is and under which weight, severity and role
  xccdf::Outcome outcome = xccdf::Outcome::notselected;
  std::vector<std::string> messages;  // why it is notchecked, notapplicable, error, unknown
  std::vector<CheckUsed> checks;
  bool complex_check = false;
  std::string instance;            // multi-check: the definition's id
  std::vector<Evidence> evidence;  // those that decided first
  std::vector<FixText> fixes;      // of rules that did not pass
  std::int64_t time = 0;
  std::vector<Override> overrides;         // what a person said of it, oldest first; `outcome` is what they made of it
  std::optional<std::size_t> waiver;       // of Results::waivers, where one is used: it does not count for the verdict
  std::optional<xccdf::Outcome> baseline;  // what the baseline says of it, where there is one and it knows the rule
  bool blocks = false;                     // it keeps the target from complying: no waiver, baseline or --severity takes it out
};

struct Score {
  std::string system;  // urn:xccdf:scoring:default, flat, flat-unweighted, absolute
  double score = 0, maximum = 100;
};

struct PlatformResult {  // applicability of one platform id used in the benchmark
  std::string idref;
  bool applicable = false;
  bool known = true;  // false: nothing can answer it
  std::string message;
};

enum class Verdict : std::uint8_t { compliant, not_compliant, indeterminate };
inline constexpr EnumText<Verdict> kVerdictText[] = {
    {Verdict::compliant, "compliant"}, {Verdict::not_compliant, "not-compliant"}, {Verdict::indeterminate, "indeterminate"}};
constexpr std::span<const EnumText<Verdict>> enum_table(Verdict) { return kVerdictText; }

struct Counts {
  std::size_t pass = 0, fail = 0, error = 0, unknown = 0, notapplicable = 0, notchecked = 0, notselected = 0, informational = 0, fixed = 0;
  std::size_t selected() const { return pass + fail + error + unknown + notapplicable + notchecked + informational + fixed; }
  std::size_t judged() const { return pass + fail + fixed; }
  std::size_t& of(xccdf::Outcome outcome);
  std::size_t of(xccdf::Outcome outcome) const;
};

struct TargetInfo {
  std::string label, os_pretty_name;  // what the user called it
  bool live = false;
  oval::SystemInfo system;
  std::string cpe;
  bool live_known = true;      // false: results of another tool do not say whether the system was running
  std::string entries_digest;  // of the files that were scanned (certify/tree_digest.h), so that they are known again; "" not known
};

struct ContentName {  // what was judged by, to be found again
  std::string file, sha256, datastream_id, component_ref_id;
};

struct Results {
  std::string tool_name = "assay", tool_version;
  std::string read_from;  // the file they were read back from; "" for those of this run
  std::int64_t start_time = 0, end_time = 0;
  TargetInfo target;
  const scap::Content* content = nullptr;  // where the benchmark came from; null for results read back
  ContentName content_name;
  scap::Content::Checklist checklist;
  std::shared_ptr<const xccdf::Tailoring> tailoring;
  std::string tailoring_href, tailoring_sha256;  // its digest is "" where nobody wrote it down
  plan::Selection selection;
  std::vector<PlatformResult> platforms;
  bool platform_check_skipped = false;       // --skip-platform-check; said in every report
  std::vector<RuleResult> rules;             // document order; one row more per further multi-check instance
  std::vector<Score> scores;                 // the default model first; waived rules count as what they are
  std::vector<WaiverUse> waivers;            // in the order of their file
  std::optional<double> score_with_waivers;  // the default model, waived rules left out; where a waiver is used
  std::string baseline_name;                 // the file of --baseline; "" without one
  Counts counts;
  Verdict verdict = Verdict::indeterminate;
  std::vector<std::string> missed;  // floors that were not reached: "score 79.1 is below --min-score 80"
  double coverage = 0;              // percent: judged / selected
  std::vector<std::string> notes;   // remote references skipped, budgets reached, answers a running system would have to give, ...

  std::shared_ptr<const plan::Plan> plan;
  std::shared_ptr<const oval::SystemCharacteristics> characteristics;
  std::vector<UnitResults> units;  // parallel to plan->units
};

}  // namespace assay::evaluate
