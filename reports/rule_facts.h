// What the formats for other programs say alike of one rule's result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/results.h"

namespace assay::reports {

// The title, with what the benchmark numbers the rule by before it.
std::string numbered_title(const evaluate::Results& results, const xccdf::Rule& rule);
// The same with the instance of a multi-check behind it.
std::string full_title(const evaluate::Results& results, const evaluate::RuleResult& result);

// The title of a group, with what the benchmark numbers it by before it: "1.1 Filesystems".
std::string title_of(const xccdf::Group& group);

// The outermost group of each row of `results.rules`: "1 Initial setup". Where groups are no sections (none, or nearly one a rule, as in
// STIGs) every row is in one section named like the benchmark.
std::vector<std::string> sections(const evaluate::Results& results);

// All of a rule's descriptions (rationales, ...) as plain text of one line.
std::string plain_texts(const evaluate::Results& results, const std::vector<xml::Fragment>& texts);

// The fix for a shell, else the first there is; "" without one. Benchmarks have the same in several languages.
std::string fix_script(const evaluate::RuleResult& result);
// How the rule is repaired: what its authors say, then the script on lines of its own.
std::string repair_text(const evaluate::Results& results, const evaluate::RuleResult& result);

// Indices of `results.rules`, high severity first; those of one severity in the order of the benchmark.
std::vector<std::size_t> most_severe_first(const evaluate::Results& results);

// The waiver that takes the rule out of the verdict, or nullptr.
const evaluate::WaiverUse* waiver_of(const evaluate::Results& results, const evaluate::RuleResult& result);

// Which rows keep the target from complying, parallel to `results.rules`. Of results that do not say (another tool's): what does not pass.
std::vector<bool> stopping(const evaluate::Results& results);
// Why a row that does not pass does not count: its waiver, what it was in the baseline, or that it is no matter for this gate.
std::string why_let_pass(const evaluate::Results& results, const evaluate::RuleResult& result);

// Is there a baseline that knows the rule, and is it no worse now?
bool no_worse_than_baseline(const evaluate::RuleResult& result);

// "expected: A; found: B; where: C, D" of each piece of evidence, at most `most` of them and `most` places each.
std::string evidence_text(const evaluate::Evidence& evidence, std::size_t most);
// Why the outcome is what it is, in one line: its messages, else the evidence that decided, else the outcome itself.
std::string why(const evaluate::RuleResult& result);

// The same at length: messages, answers and evidence, a line each, safe for a terminal; cut at `most` bytes.
std::string details(const evaluate::RuleResult& result, std::size_t most);

// A text of at most `most` bytes, cut between characters; where it was longer it ends in "… (N bytes)".
std::string shortened(std::string text, std::size_t most);

// A place within the target that evidence names: "/etc/ssh/sshd_config:13" is line 13 (from 1) of a file. Nothing for what is none
// ("package openssh-server", "files in /etc/cron.d").
struct FilePlace {
  std::string path;       // absolute, as the target has it
  std::int64_t line = 0;  // 0: the whole file
};
std::optional<FilePlace> file_place(std::string_view where);

}  // namespace assay::reports
