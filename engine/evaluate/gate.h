// The gate: from what rules came to, to a decision. Waivers and a baseline take rules out of what counts against the target, floors of
// score and coverage are held against the rest, and the verdict follows. Nothing is hidden: outcomes stay what they are. Pure.
#pragma once

#include "engine/evaluate/judge.h"

namespace assay::evaluate {

// Wants the rules, scores, coverage and system of `results`; sets the rows' baseline, waiver and `blocks`, the waivers' states, the score
// with waivers, the floors missed and the verdict.
void decide(Results& results, const JudgeOptions& options);

// Of a run that was stopped before it had looked at everything: what might have been found keeps it from complying. `why` is said with the
// verdict.
void leave_open(Results& results, const std::string& why);

// Where nothing was judged that is not waived, the verdict is indeterminate, whatever the rest says: a gate never passes on nothing.
Verdict verdict(const Results& results, const JudgeOptions& options);

}  // namespace assay::evaluate
