#include "reports/html/view.h"

#include <algorithm>
#include <map>
#include <ostream>

#include "engine/base/text.h"
#include "engine/xml/writer.h"
#include "reports/rule_facts.h"
#include "reports/summary.h"

namespace assay::reports::html {
namespace {

using xccdf::Outcome;

constexpr Look kLooks[] = {
    {Outcome::fail, "Failing rules", "fail", Colour::fail, true},
    {Outcome::error, "Rules that ended in error", "error", Colour::warn, true},
    {Outcome::unknown, "Rules whose outcome is unknown", "unknown", Colour::warn, true},
    {Outcome::notchecked, "Rules that were not checked", "not checked", Colour::none, false},
    {Outcome::notapplicable, "Rules that do not apply here", "not applicable", Colour::none, false},
    {Outcome::informational, "Informational rules", "informational", Colour::none, false},
    {Outcome::fixed, "Rules that were repaired", "fixed", Colour::pass, false},
    {Outcome::pass, "Passing rules", "pass", Colour::pass, false},
};

constexpr std::size_t kFewSections = 3, kManySections = 60;

const xccdf::Group* group_at(const plan::SelectedRule& rule, std::size_t depth) {
  return rule.groups.empty() ? nullptr : rule.groups[std::min(depth, rule.groups.size() - 1)];
}

// Sections of groups so deep; false where all groups are at most so deep.
bool sections_at(View& view, std::size_t depth) {
  std::map<const xccdf::Group*, std::size_t> index;
  bool deeper = false;
  view.sections.clear();
  view.section_of.assign(view.results.rules.size(), kNoSection);
  for (std::size_t i = 0; i < view.results.rules.size(); ++i) {
    const evaluate::RuleResult& rule = view.results.rules[i];
    const xccdf::Group* group = view.selected(i) ? group_at(rule.rule, depth) : nullptr;
    if (group == nullptr) continue;
    deeper |= rule.rule.groups.size() > depth + 1;
    const auto [at, is_new] = index.emplace(group, view.sections.size());
    if (is_new) view.sections.push_back({title_of(*group), {}});
    view.sections[at->second].tally.add(rule.outcome);
    view.section_of[i] = at->second;
  }
  return deeper;
}

void choose_sections(View& view) {
  for (std::size_t depth = 0; sections_at(view, depth) && view.sections.size() < kFewSections;) ++depth;
  // STIGs have a group for each rule.
  if (view.sections.size() >= 2 && view.sections.size() <= kManySections && view.sections.size() * 2 <= view.results.counts.selected())
    return;
  view.sections.clear();
  view.section_of.assign(view.results.rules.size(), kNoSection);
}

}  // namespace

std::span<const Look> looks() { return kLooks; }

const Look& look_of(Outcome outcome) {
  const auto* found = std::find_if(std::begin(kLooks), std::end(kLooks), [&](const Look& look) { return look.outcome == outcome; });
  static constexpr Look kNotSelected = {Outcome::notselected, "Rules that were not selected", "not selected", Colour::none, false};
  return found == std::end(kLooks) ? kNotSelected : *found;
}

View::View(const evaluate::Results& of) : results(of) { choose_sections(*this); }

std::string safe(std::string_view text) { return xml::escape_text(text); }

std::string visible(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("\n\t", at), text.size());
    out += safe(terminal_text(text.substr(at, end - at)));
    if (end < text.size()) out += text[end];
    at = end + 1;
  }
  return out;
}

std::string rule_anchor(std::size_t rule) { return "r" + std::to_string(rule + 1); }

std::string rule_link(const evaluate::Results& results, std::size_t rule) {
  return "<a href=\"#" + rule_anchor(rule) + "\">" + safe(full_title(results, results.rules[rule])) + "</a>";
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

void write_badge(const Look& look, std::ostream& out) {
  out << "<span class=\"badge " << text_of(look.colour) << "\">" << look.badge << "</span>";
}

void write_bar(const Tally& tally, std::ostream& out) {
  out << "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">";
  double x = 0;
  for (const Colour colour : {Colour::fail, Colour::warn, Colour::none, Colour::pass}) {
    if (tally.of(colour) == 0) continue;
    const double width = 100.0 * static_cast<double>(tally.of(colour)) / static_cast<double>(tally.all());
    out << "<rect class=\"" << text_of(colour) << "\" x=\"" << number(x) << "\" width=\"" << number(width + 0.01) << "\" height=\"4\"/>";
    x += width;
  }
  out << "</svg>";
}

void write_tally(const Tally& tally, std::ostream& out) {
  const char* between = "";
  const auto part = [&](std::size_t count, std::string_view colour, std::string_view word) {
    if (count == 0) return;
    out << between << "<span class=\"" << colour << "\">" << count << ' ' << word << "</span>";
    between = ", ";
  };
  part(tally.of(Colour::fail), "fail", "fail");
  part(tally.of(Colour::warn), "warn", "undecided");
  part(tally.of(Colour::none), "none", "other");
  part(tally.of(Colour::pass), "pass", "pass");
}

}  // namespace assay::reports::html
