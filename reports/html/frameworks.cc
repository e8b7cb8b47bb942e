// The rules by the controls they serve: framework, control, rules.
#include "reports/frameworks.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <unordered_map>

#include "reports/html/natural_order.h"
#include "reports/html/parts.h"

namespace assay::reports::html {
namespace {

// Those of controls that auditors go through; the others are catalogues, guides and other benchmarks, named with each rule.
constexpr std::string_view kOfControls[] = {"nist-csf",     "iso-27001",    "soc-2",   "gdpr", "nist-800-53",
                                            "nist-800-171", "cis-controls", "pci-dss", "hipaa"};

struct ByNumber {
  bool operator()(std::string_view a, std::string_view b) const { return natural_less(a, b); }
};

struct Control {
  Tally tally;
  std::vector<std::size_t> rules;
};

bool of_controls(const Framework& framework) {
  return std::find(std::begin(kOfControls), std::end(kOfControls), framework.key) != std::end(kOfControls);
}

using Controls = std::map<std::string_view, Control, ByNumber>;

void add(const View& view, std::size_t rule, Control& control) {
  if (!control.rules.empty() && control.rules.back() == rule) return;
  control.rules.push_back(rule);
  control.tally.add(view.results.rules[rule].outcome);
}

// A stream has ten thousands of references and a few addresses, so what an address means is looked up once.
std::map<const Framework*, Controls> controls_by_framework(const View& view) {
  std::map<const Framework*, Controls> found;
  std::unordered_map<std::string_view, Controls*> by_href;
  for (std::size_t i = 0; i < view.results.rules.size(); ++i) {
    if (!view.selected(i)) continue;
    for (const xccdf::Reference& reference : view.results.rules[i].rule.rule->references) {
      const auto [at, is_new] = by_href.emplace(reference.href, nullptr);
      if (is_new)
        if (const Framework* framework = framework_of(reference); framework && of_controls(*framework)) at->second = &found[framework];
      if (at->second && !reference.text.empty()) add(view, i, (*at->second)[reference.text]);
    }
  }
  return found;
}

// Rules that do not pass first.
void write_control(const View& view, std::string_view id, const Control& control, std::ostream& out) {
  std::vector<std::size_t> rules = control.rules;
  std::stable_sort(rules.begin(), rules.end(), [&](std::size_t a, std::size_t b) {
    return &look_of(view.results.rules[a].outcome) < &look_of(view.results.rules[b].outcome);
  });
  out << "<li><details class=\"control\"><summary><span class=\"title\">" << safe(id) << "</span><span class=\"tally\">";
  write_tally(control.tally, out);
  out << "</span>";
  write_bar(control.tally, out);
  out << "</summary>\n<dl class=\"links\">\n";
  const Look* look = nullptr;
  for (const std::size_t rule : rules) {
    if (const Look& its = look_of(view.results.rules[rule].outcome); &its != look) {
      out << "<dt class=\"badge " << text_of(its.colour) << "\">" << its.badge << "</dt>\n";
      look = &its;
    }
    out << "<dd>" << rule_link(view.results, rule) << "</dd>\n";
  }
  out << "</dl></details></li>\n";
}

void write_framework(const View& view, std::string_view title, const Controls& controls, std::ostream& out) {
  const auto failing = static_cast<std::size_t>(
      std::count_if(controls.begin(), controls.end(), [](const auto& control) { return control.second.tally.of(Colour::fail) > 0; }));
  out << "<details class=\"framework\"><summary><span class=\"title\">" << safe(title) << "</span><span class=\"tally\">"
      << counted(controls.size(), "control", "controls");
  if (failing) out << ", <span class=\"fail\">" << failing << " with failing rules</span>";
  out << "</span></summary>\n<ul class=\"controls\">\n";
  for (const auto& [id, control] : controls) write_control(view, id, control, out);
  out << "</ul></details>\n";
}

}  // namespace

void write_frameworks(const View& view, std::ostream& out) {
  const std::map<const Framework*, Controls> found = controls_by_framework(view);
  if (found.empty()) return;
  out << "<section aria-labelledby=\"frameworks\">\n<h2 id=\"frameworks\">By framework</h2>\n"
      << "<p>Which rules serve which control is the mapping of the benchmark's authors; nobody who publishes these frameworks vouches for "
         "it. A control whose rules pass is not thereby met: rules cover a part of it.</p>\n";
  for (const auto& [framework, controls] : found) write_framework(view, framework->name, controls, out);
  out << "</section>\n";
}

}  // namespace assay::reports::html
