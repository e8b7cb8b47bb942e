#include "reports/summary.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/evaluate/compare.h"
#include "reports/report.h"
#include "reports/rich_text.h"
#include "reports/xccdf_xml.h"

namespace assay::reports {
namespace {

std::string_view verdict_words(evaluate::Verdict verdict) {
  return verdict == evaluate::Verdict::not_compliant ? std::string_view("not compliant") : text_of(verdict);
}

// Is the character that starts at `at` one that terminals act on though XML allows it: C1 controls, bidirectional overrides?
std::size_t acted_on(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  if (byte(at) == 0x7F) return 1;
  if (byte(at) == 0xC2 && byte(at + 1) >= 0x80 && byte(at + 1) <= 0x9F) return 2;
  if (byte(at) != 0xE2) return 0;
  const bool override_mark =
      byte(at + 1) == 0x80 && ((byte(at + 2) >= 0xA8 && byte(at + 2) <= 0xAE) || byte(at + 2) == 0x8E || byte(at + 2) == 0x8F);
  const bool isolate = byte(at + 1) == 0x81 && byte(at + 2) >= 0xA6 && byte(at + 2) <= 0xA9;
  return override_mark || isolate ? 3 : 0;
}

std::size_t waivers_in(const evaluate::Results& results, evaluate::WaiverState state) {
  return static_cast<std::size_t>(
      std::count_if(results.waivers.begin(), results.waivers.end(), [&](const evaluate::WaiverUse& use) { return use.state == state; }));
}

std::size_t waived_rules(const evaluate::Results& results) {
  return static_cast<std::size_t>(
      std::count_if(results.rules.begin(), results.rules.end(), [](const evaluate::RuleResult& row) { return row.waiver.has_value(); }));
}

// Rules that fail now and failed before, which is what the verdict lets pass.
std::size_t failing_as_before(const evaluate::Results& results) {
  return static_cast<std::size_t>(std::count_if(results.rules.begin(), results.rules.end(), [](const evaluate::RuleResult& row) {
    return row.baseline && evaluate::badness(row.outcome) >= evaluate::badness(xccdf::Outcome::unknown) &&
           evaluate::badness(row.outcome) <= evaluate::badness(*row.baseline);
  }));
}

std::size_t got_worse(const evaluate::Results& results) {
  return static_cast<std::size_t>(std::count_if(results.rules.begin(), results.rules.end(), [](const evaluate::RuleResult& row) {
    return evaluate::badness(row.outcome) > (row.baseline ? evaluate::badness(*row.baseline) : 0);
  }));
}

std::string some(std::size_t count, std::string_view one, std::string_view several) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : several);
}

std::string waivers_line(const evaluate::Results& results) {
  std::vector<std::string> parts;
  for (const auto& row : evaluate::kWaiverStateText)
    if (const std::size_t count = waivers_in(results, row.value)) parts.push_back(std::to_string(count) + " " + std::string(row.text));
  std::string text = join(parts, ", ");
  if (results.score_with_waivers)
    text += "; score " + number(*results.score_with_waivers) + " with them, " +
            number(results.scores.empty() ? 0 : results.scores.front().score) + " without";
  return text;
}

std::string baseline_line(const evaluate::Results& results) {
  return results.baseline_name + ": " + some(failing_as_before(results), "rule fails", "rules fail") + " as in the baseline, " +
         some(got_worse(results), "got worse", "got worse");
}

// Counts of what keeps the target from complying; of results read back that do not say, of what does not pass.
struct Blocking {
  std::size_t fail = 0, error = 0, unknown = 0, other = 0;
};

Blocking blocking(const evaluate::Results& results) {
  Blocking counts;
  for (const evaluate::RuleResult& row : results.rules) {
    if (!row.blocks) continue;
    ++(row.outcome == xccdf::Outcome::fail      ? counts.fail
       : row.outcome == xccdf::Outcome::error   ? counts.error
       : row.outcome == xccdf::Outcome::unknown ? counts.unknown
                                                : counts.other);
  }
  const bool any = counts.fail + counts.error + counts.unknown + counts.other > 0;
  if (any || results.read_from.empty()) return counts;
  return {results.counts.fail, results.counts.error, results.counts.unknown, 0};
}

// What it was called, and what is known of it: "images/base (files; not running, web1)".
std::string target_words(const evaluate::TargetInfo& target) {
  std::vector<std::string> known;
  if (target.live_known) known.emplace_back(target.live ? "running system" : "files; not running");
  const std::string& host = target.system.primary_host_name;
  if (!host.empty() && host != target.label) known.push_back(host);
  return target.label + (known.empty() ? "" : " (" + join(known, ", ") + ")");
}

}  // namespace

std::string number(double value, int digits) {
  const double scale = std::pow(10, digits);
  std::string text = decimal(std::floor(value * scale + 1e-6) / scale);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string override_text(const evaluate::Override& changed) {
  return changed.old_result + " became " + changed.new_result + ": " + changed.remark + " (" + changed.authority + ", " + changed.time +
         ")";
}

std::string to_upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

std::string terminal_text(std::string_view text) {
  const std::string safe = printable(text);
  std::string out;
  out.reserve(safe.size());
  for (std::size_t at = 0; at < safe.size();) {
    const std::size_t length = acted_on(safe, at);
    for (std::size_t i = 0; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(safe[at + i]);
      out += {'\\', 'x', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
    }
    if (length == 0) {
      switch (safe[at]) {
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default: out += safe[at];
      }
    }
    at += length == 0 ? 1 : length;
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> heading(const evaluate::Results& results) {
  std::vector<std::pair<std::string, std::string>> lines;
  const evaluate::TargetInfo& target = results.target;
  lines.emplace_back("Target", target_words(target));
  std::string system = target.os_pretty_name.empty() ? target.system.os_name + " " + target.system.os_version : target.os_pretty_name;
  if (!target.system.architecture.empty()) system += ", " + target.system.architecture;
  if (!trim(system).empty()) lines.emplace_back("System", std::string(trim(system)));
  if (const xccdf::Benchmark* benchmark = results.checklist.benchmark.get())
    lines.emplace_back("Benchmark", benchmark->title + (benchmark->version.empty() ? "" : ", version " + benchmark->version));
  const plan::Selection& selection = results.selection;
  if (selection.profile_id.empty())
    lines.emplace_back("Profile", "none: the benchmark's own selection");
  else
    lines.emplace_back(
        "Profile", selection.profile_title.empty() ? selection.profile_id : selection.profile_title + " (" + selection.profile_id + ")");
  if (results.tailoring) lines.emplace_back("Tailoring", results.tailoring_href.empty() ? results.tailoring->id : results.tailoring_href);
  if (!results.waivers.empty()) lines.emplace_back("Waivers", waivers_line(results));
  if (!results.baseline_name.empty()) lines.emplace_back("Baseline", baseline_line(results));
  if (results.end_time != 0)
    lines.emplace_back("Judged", utc_time(results.end_time) + " by " + std::string(trim(results.tool_name + " " + results.tool_version)));
  return lines;
}

std::string result_line(const evaluate::Results& results) {
  const evaluate::Counts& counts = results.counts;
  std::string line = "RESULT " + std::string(text_of(results.verdict));
  line += " score=" + (results.scores.empty() ? "0" : number(results.scores.front().score));
  line += " coverage=" + number(results.coverage);
  for (const auto& [name, count] :
       {std::pair("pass", counts.pass), std::pair("fail", counts.fail), std::pair("error", counts.error),
        std::pair("unknown", counts.unknown), std::pair("notapplicable", counts.notapplicable), std::pair("notchecked", counts.notchecked)})
    line += std::string(" ") + name + "=" + std::to_string(count);
  if (results.score_with_waivers)
    line += " waived=" + std::to_string(waived_rules(results)) + " score-with-waivers=" + number(*results.score_with_waivers);
  return line;
}

std::string reason(const evaluate::Results& results) {
  const evaluate::Counts& counts = results.counts;
  std::string text = std::string(verdict_words(results.verdict)) + ": ";
  if (counts.selected() == 0)
    return text + "no rule is selected" + (results.selection.profile_id == plan::kDefaultProfile ? ", for no profile is (--profile)" : "");
  const Blocking stopping = blocking(results);
  std::vector<std::string> parts;
  if (stopping.fail) parts.push_back(some(stopping.fail, "fails", "fail"));
  if (stopping.error) parts.push_back(some(stopping.error, "ends in error", "end in error"));
  if (stopping.unknown) parts.push_back(some(stopping.unknown, "is unknown", "are unknown"));
  if (stopping.other) parts.push_back(some(stopping.other, "is what --fail-on names", "are what --fail-on names"));
  text += "of " + some(counts.selected(), "selected rule ", "selected rules ");
  text += parts.empty() ? std::to_string(counts.judged()) + " could be judged" : join(parts, ", ");
  if (counts.judged() == 0 && counts.notapplicable > 0) text += ", " + some(counts.notapplicable, "does not apply", "do not apply");
  if (const std::size_t waived = waived_rules(results)) text += ", " + some(waived, "is waived", "are waived");
  text += " (coverage " + number(results.coverage) + " %)";
  for (const std::string& missed : results.missed) text += "; " + missed;
  if (!results.baseline_name.empty()) text += "; " + baseline_line(results);
  return text;
}

std::string waiver_text(const evaluate::WaiverUse& use) {
  const evaluate::Waiver& waiver = use.waiver;
  return std::string(text_of(use.state)) + (use.state == evaluate::WaiverState::expired ? " on " : ", until ") + waiver.expires + " (" +
         waiver.owner + "): " + waiver.reason;
}

std::string baseline_text(const evaluate::Results& results, const evaluate::RuleResult& row) {
  if (results.baseline_name.empty()) return {};
  if (!row.baseline) return "not in the baseline";
  return std::string(text_of(*row.baseline)) + " in the baseline" + (row.outcome == *row.baseline ? " too" : "");
}

std::string rule_line(const evaluate::Results& results, const evaluate::RuleResult& row) {
  return to_upper(text_of(row.outcome)) + " " + terminal_text(title_of(results, *row.rule.rule)) + " (" + terminal_text(row.rule.rule->id) +
         (row.instance.empty() ? "" : " " + terminal_text(row.instance)) + ")";
}

}  // namespace assay::reports
