#include "reports/summary.h"

#include <cmath>

#include "engine/base/text.h"
#include "reports/report.h"
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
  lines.emplace_back("Target", target.label + (target.live ? " (running system" : " (files; not running") +
                                   (target.system.primary_host_name.empty() ? "" : ", " + target.system.primary_host_name) + ")");
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
  if (results.end_time != 0) lines.emplace_back("Judged", utc_time(results.end_time) + " by assay " + results.tool_version);
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
  return line;
}

std::string reason(const evaluate::Results& results) {
  const evaluate::Counts& counts = results.counts;
  const auto some = [](std::size_t count, std::string_view what) { return std::to_string(count) + " " + std::string(what); };
  std::vector<std::string> parts;
  if (counts.fail) parts.push_back(some(counts.fail, "fail"));
  if (counts.error) parts.push_back(some(counts.error, counts.error == 1 ? "ends in error" : "end in error"));
  if (counts.unknown) parts.push_back(some(counts.unknown, counts.unknown == 1 ? "is unknown" : "are unknown"));
  std::string text = std::string(verdict_words(results.verdict)) + ": of " + std::to_string(counts.selected()) + " selected rules ";
  if (counts.selected() == 0) return std::string(verdict_words(results.verdict)) + ": no rule is selected";
  text += parts.empty() ? some(counts.judged(), "could be judged") : join(parts, ", ");
  return text + " (coverage " + number(results.coverage) + " %)";
}

}  // namespace assay::reports
