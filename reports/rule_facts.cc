#include "reports/rule_facts.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "engine/base/text.h"
#include "engine/evaluate/compare.h"
#include "reports/rich_text.h"
#include "reports/summary.h"

namespace assay::reports {
namespace {

using evaluate::Results;
using evaluate::RuleResult;

constexpr std::string_view kDigitsAndDots = "0123456789.", kShell = "urn:xccdf:fix:script:sh";

std::vector<std::string> listed(const std::vector<std::string>& texts, std::size_t most) {
  std::vector<std::string> shown(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(std::min(texts.size(), most)));
  if (texts.size() > most) shown.push_back("and " + std::to_string(texts.size() - most) + " more");
  return shown;
}

}  // namespace

std::string numbered_title(const Results& results, const xccdf::Rule& rule) {
  const std::string title = title_of(results, rule);
  return rule.version.empty() || title.starts_with(rule.version) ? title : rule.version + " " + title;
}

std::string full_title(const Results& results, const RuleResult& result) {
  const std::string title = numbered_title(results, *result.rule.rule);
  return result.instance.empty() ? title : title + " (" + result.instance + ")";
}

// Groups of ours are named after their section: "xccdf_org.assay_group_1.1".
std::string title_of(const xccdf::Group& group) {
  const std::string title = group.title.empty() ? group.id : group.title;
  const std::string_view number = std::string_view(group.id).substr(group.id.rfind('_') + 1);
  const bool is_number = !number.empty() && number.find_first_not_of(kDigitsAndDots) == std::string_view::npos;
  return is_number && !title.starts_with(number) ? std::string(number) + " " + title : title;
}

std::vector<std::string> sections(const Results& results) {
  const xccdf::Benchmark* benchmark = results.checklist.benchmark.get();
  const std::string whole = benchmark && !benchmark->title.empty() ? benchmark->title : "Rules";
  std::vector<std::string> names;
  std::set<const xccdf::Group*> groups;
  for (const RuleResult& result : results.rules) {
    const xccdf::Group* group = result.rule.groups.empty() ? nullptr : result.rule.groups.front();
    if (group) groups.insert(group);
    names.push_back(group ? title_of(*group) : whole);
  }
  if (groups.size() * 2 > names.size()) names.assign(names.size(), whole);
  return names;
}

std::string plain_texts(const Results& results, const std::vector<xml::Fragment>& texts) {
  std::vector<std::string> parts;
  for (const xml::Fragment& text : texts) parts.push_back(plain_text(results, text));
  return join(parts, " ");
}

std::string fix_script(const RuleResult& result) {
  const evaluate::FixText* best = nullptr;
  for (const evaluate::FixText& fix : result.fixes)
    if (!trim(fix.text).empty() && (best == nullptr || (fix.system == kShell && best->system != kShell))) best = &fix;
  return best ? std::string(trim(best->text, "\r\n")) : "";
}

std::string repair_text(const Results& results, const RuleResult& result) {
  const std::string text = plain_texts(results, result.rule.rule->fixtexts), script = fix_script(result);
  return text + (text.empty() || script.empty() ? "" : "\n\n") + script;
}

std::vector<std::size_t> most_severe_first(const Results& results) {
  std::vector<std::size_t> rows(results.rules.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t a, std::size_t b) { return results.rules[a].rule.severity > results.rules[b].rule.severity; });
  return rows;
}

const evaluate::WaiverUse* waiver_of(const Results& results, const RuleResult& result) {
  return result.waiver && *result.waiver < results.waivers.size() ? &results.waivers[*result.waiver] : nullptr;
}

std::vector<bool> stopping(const Results& results) {
  const bool told = results.read_from.empty() ||
                    std::any_of(results.rules.begin(), results.rules.end(), [](const RuleResult& result) { return result.blocks; });
  std::vector<bool> rows;
  for (const RuleResult& result : results.rules)
    rows.push_back(result.blocks || (!told && evaluate::badness(result.outcome) >= evaluate::badness(xccdf::Outcome::unknown) &&
                                     !result.waiver && !no_worse_than_baseline(result)));
  return rows;
}

std::string why_let_pass(const Results& results, const RuleResult& result) {
  if (const evaluate::WaiverUse* use = waiver_of(results, result)) return "waiver " + waiver_text(*use);
  return no_worse_than_baseline(result) ? baseline_text(results, result) : "does not count for the verdict";
}

bool no_worse_than_baseline(const RuleResult& result) {
  return result.baseline && evaluate::badness(result.outcome) <= evaluate::badness(*result.baseline);
}

std::string evidence_text(const evaluate::Evidence& evidence, std::size_t most) {
  std::string text = "expected: " + evidence.expected + "; found: " + evidence.found;
  if (!evidence.where.empty()) text += "; where: " + join(listed(evidence.where, most), ", ");
  return text;
}

std::string why(const RuleResult& result) {
  static constexpr std::size_t kMost = 5, kBytes = 4000;
  const bool judged = result.outcome == xccdf::Outcome::fail && !result.evidence.empty();
  std::string text;
  if (judged)
    text = evidence_text(result.evidence.front(), kMost);
  else
    text = result.messages.empty() ? "" : join(listed(result.messages, kMost), "; ");
  if (text.empty() && !result.evidence.empty()) text = evidence_text(result.evidence.front(), kMost);
  return shortened(terminal_text(text.empty() ? text_of(result.outcome) : text), kBytes);
}

std::string details(const RuleResult& result, std::size_t most) {
  static constexpr std::size_t kPlaces = 50;
  std::string text;
  for (const std::string& message : result.messages) text += terminal_text(message) + "\n";
  for (const evaluate::Override& changed : result.overrides) text += terminal_text(override_text(changed)) + "\n";
  for (const evaluate::Evidence& evidence : result.evidence) {
    if (text.size() > most) break;
    text += terminal_text(evidence_text(evidence, kPlaces)) + "\n";
  }
  return shortened(std::move(text), most);
}

std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "… (" + std::to_string(text.size()) + " bytes)";
}

std::optional<FilePlace> file_place(std::string_view where) {
  if (!where.starts_with('/')) return std::nullopt;
  const std::size_t colon = where.rfind(':');
  const std::string_view digits = colon == std::string_view::npos ? std::string_view{} : where.substr(colon + 1);
  if (const auto line = is_digits(digits) ? parse_int(digits) : std::nullopt; line && *line > 0)
    return FilePlace{std::string(where.substr(0, colon)), *line};
  return FilePlace{std::string(where), 0};
}

}  // namespace assay::reports
