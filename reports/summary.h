// What the reports for people say alike: the heading, the numbers, the RESULT line.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/evaluate/results.h"

namespace assay::reports {

// Label and text of each line: target, system, benchmark, profile, tailoring, waivers, baseline, when.
std::vector<std::pair<std::string, std::string>> heading(const evaluate::Results& results);

// At most `digits` decimals, none that say nothing: 100, 97.5, 54.17. Rounded towards zero, so that 100 means all.
std::string number(double value, int digits = 2);

// Text of the target or of content on a terminal: one line, with no control character that a terminal would obey.
std::string terminal_text(std::string_view text);

// "notchecked became pass: only our mirror is listed (release manager, 2024-05-31T00:00:00)"
std::string override_text(const evaluate::Override& changed);

// "used, until 2027-03-31 (base images): console access only".
std::string waiver_text(const evaluate::WaiverUse& use);

// "fail in the baseline too", "pass in the baseline", "not in the baseline"; "" where there is no baseline.
std::string baseline_text(const evaluate::Results& results, const evaluate::RuleResult& row);

// "FAIL 5.2.10 Root cannot log in over ssh (xccdf_org.assay_rule_5.2.10_...)": one line for a terminal.
std::string rule_line(const evaluate::Results& results, const evaluate::RuleResult& row);

std::string to_upper(std::string_view text);

}  // namespace assay::reports
