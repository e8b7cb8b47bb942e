// The file of --answers: what a person says of rules that no scan can decide.
#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/answer.h"

namespace assay::cli {

// A YAML (or JSON) list of maps: rule (as --rule takes it), answer (pass, fail, notapplicable), who, when (a date, or a date and time with
// or without zone), and optionally remark. Throws ContentError naming every line that is wrong, and JobError for a rule that is not there.
std::vector<evaluate::Answer> read_answers(const std::string& path, const xccdf::Benchmark& benchmark);

}  // namespace assay::cli
