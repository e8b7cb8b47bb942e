// The file of --answers: what a person says of rules that no scan can decide. A YAML (or JSON) list of maps:
//
//   - rule: "1.2.1"               as --rule takes it
//     answer: pass                pass, fail or notapplicable
//     who: release manager        who says so
//     when: 2024-05-31            a date, or a date and time with or without zone
//     remark: our mirror alone    optional: what it rests on
#pragma once

#include <string>
#include <vector>

#include "engine/evaluate/answer.h"

namespace assay::cli {

// Throws ContentError (no YAML, no list) and JobError naming every entry that is wrong with its line: a field that is missing or unknown,
// no such answer, a date that is none, a rule the benchmark does not have, two answers to one rule.
std::vector<evaluate::Answer> read_answers(const std::string& path, const xccdf::Benchmark& benchmark);
std::vector<evaluate::Answer> parse_answers(const std::string& name, std::string_view bytes, const xccdf::Benchmark& benchmark);

}  // namespace assay::cli
