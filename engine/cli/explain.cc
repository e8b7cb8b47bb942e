// assay explain: all the content says of one recommendation.
#include <algorithm>
#include <iostream>
#include <map>

#include "benchmarks/compiler/bundled.h"
#include "benchmarks/compiler/rule_row.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/find_content.h"
#include "engine/evaluate/fix_text.h"
#include "engine/plan/select.h"
#include "reports/rich_text.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

constexpr std::size_t kWidth = 100, kLabel = 14;

struct ExplainOptions {
  std::string rule, content, profile;
};

void wrapped(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  std::string line(label);
  line.resize(std::max(kLabel, label.size() + 1), ' ');
  bool first = true;
  for (const std::string_view word : words(text)) {
    if (!first && line.size() + 1 + word.size() > kWidth) {
      std::cout << line << '\n';
      line.assign(kLabel, ' ');
      first = true;
    }
    if (!first) line += ' ';
    line += word;
    first = false;
  }
  std::cout << line << '\n';
}

// Lines as they are.
void block(std::string_view label, const std::string& text) {
  for (const std::string_view line : lines(trim(text, "\r\n"))) {
    std::cout << label << std::string(kLabel - label.size(), ' ') << reports::terminal_text(line) << '\n';
    label = {};
  }
}

std::string level_text(int level) { return level == 0 ? "in no profile" : "level " + std::to_string(level); }

std::string systems_of(const xccdf::Rule& rule, bool automated) {
  std::vector<std::string> names;
  for (const xccdf::Check& check : rule.checks) names.emplace_back(check.system == xccdf::kOvalSystem ? "OVAL" : "Lua");
  const std::string by = names.empty()      ? "nothing but the person"
                         : names.size() > 1 ? names[0] + "; other scanners use " + names[1]
                                            : names[0];
  return automated ? by : "a person decides; the evidence is collected by " + by;
}

void show_row(const benchmarks::RuleRow& row) {
  wrapped("levels", "server: " + level_text(row.server) + ", workstation: " + level_text(row.workstation));
  wrapped("scored", row.scored ? "yes" : "no");
  wrapped("severity", text_of(row.rule->severity));
  wrapped("looked at", row.checked);
  wrapped("checked by", systems_of(*row.rule, row.automated) + (row.check.empty() ? "" : " (template " + row.check + ")"));
  wrapped("confidence", row.confidence + (row.doubt.empty() ? "" : ": " + row.doubt));
  wrapped("slip", row.slip);
}

// By framework, in the order they are listed.
void show_references(const xccdf::Rule& rule, const std::map<std::string, std::string>& frameworks) {
  std::vector<std::pair<std::string, std::string>> lists;
  for (const xccdf::Reference& reference : rule.references) {
    const std::string href(reference.href);
    if (lists.empty() || lists.back().first != href) lists.emplace_back(href, "");
    lists.back().second += (lists.back().second.empty() ? "" : ", ") + std::string(reference.text);
  }
  std::string_view label = "references";
  for (const auto& [href, ids] : lists) {
    const auto title = frameworks.find(href);
    wrapped(label, (title == frameworks.end() ? href : title->second) + ": " + ids);
    label = "";
  }
}

void show_values(const evaluate::Results& results, const xccdf::Rule& rule) {
  std::string_view label = "values";
  std::vector<std::string> shown;
  for (const xccdf::Check& check : rule.checks)
    for (const xccdf::Export& one : check.exports) {
      const plan::ResolvedValue* value = results.selection.value(one.value_id);
      if (value == nullptr || std::find(shown.begin(), shown.end(), one.value_id) != shown.end()) continue;
      shown.push_back(one.value_id);
      wrapped(label, value->value->title + ": " + join(value->values, ", ") + " (" + one.value_id + ")");
      label = "";
    }
}

// Our warnings of category "general" say what the row says: confidence and slips.
std::vector<xml::Fragment> besides_row(const evaluate::Results& results, const xccdf::Rule& rule) {
  std::vector<xml::Fragment> warnings;
  for (const xml::Fragment& warning : rule.warnings)
    if (xml::parse(*results.checklist.benchmark->source, warning).attr_or("category", "") != "general") warnings.push_back(warning);
  return warnings;
}

void show_rule(const evaluate::Results& results, const xccdf::Rule& rule) {
  const auto row = benchmarks::read_row(*results.checklist.benchmark, rule);
  const auto texts = [&](std::string_view label, const std::vector<xml::Fragment>& fragments) {
    for (const xml::Fragment& fragment : fragments) {
      wrapped(label, reports::terminal_text(reports::plain_text(results, fragment)));
      label = "";
    }
  };
  std::cout << reports::terminal_text(reports::title_of(results, rule)) << '\n';
  wrapped("rule", rule.id);
  wrapped("benchmark", results.checklist.benchmark->title);
  texts("expected", rule.descriptions);
  texts("why", rule.rationales);
  if (row) show_row(*row);
  if (!row) wrapped("severity", text_of(rule.severity));
  texts("note", row ? besides_row(results, rule) : rule.warnings);
  show_values(results, rule);
  texts("fix", rule.fixtexts);
  for (const evaluate::FixText& fix : evaluate::fix_texts(*results.checklist.benchmark, results.selection, rule, "")) block("", fix.text);
  show_references(rule, benchmarks::framework_titles(*results.checklist.benchmark));
}

// Does the benchmark have the rule? Prints it where it does.
bool explain_in(const std::shared_ptr<const xml::Source>& source, const ExplainOptions& options, std::string_view between,
                std::string* why) {
  const std::unique_ptr<scap::Content> content = scap::Content::open(source);
  evaluate::Results results;
  results.checklist = content->checklist({});
  try {
    const xccdf::Rule& rule = plan::find_rule(*results.checklist.benchmark, options.rule);
    plan::Request request;
    request.profile = options.profile;
    results.selection = plan::select(*results.checklist.benchmark, request);
    std::cout << between;
    show_rule(results, rule);
    return true;
  } catch (const JobError& error) {
    *why = error.what();
    return false;
  }
}

int explain(const ExplainOptions& options) {
  std::string why = "no content is carried by this program";
  bool found = false;
  if (!options.content.empty()) {
    found = explain_in(find_content(options.content), options, "", &why);
  } else {
    for (const benchmarks::Bundled& bundled : benchmarks::bundled())
      found |= explain_in(benchmarks::source_of(bundled), options, found ? "\n" : "", &why);
  }
  if (!found) throw JobError(why);
  std::cout.flush();
  return kCompliant;
}

}  // namespace

std::function<int()> declare_explain(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<ExplainOptions>();
  self = app.add_subcommand("explain", "What a rule expects, how it is checked, how to fix it, and how sure that is");
  self->footer("Examples:\n  assay explain cramfs-not-loadable\n  assay explain 5.2.8 --content cis-centos7-v2.2.0");
  self->add_option("rule", options->rule, "its id, its number, its name, or a unique end of the id")->required();
  self->add_option("--content", options->content, "where to look (default: every benchmark the program carries)")->type_name("FILE|NAME");
  self->add_option("--profile", options->profile, "whose values the fix is shown with")->type_name("ID|SUFFIX");
  return [options] { return explain(*options); };
}

}  // namespace assay::cli
