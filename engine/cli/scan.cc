// assay scan: load, select, plan, collect, judge, report.
#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/certify/tree_digest.h"
#include "engine/cli/answers.h"
#include "engine/cli/command.h"
#include "engine/cli/find_content.h"
#include "engine/cli/options.h"
#include "engine/cli/output.h"
#include "engine/cli/reporting.h"
#include "engine/cli/waivers.h"
#include "engine/collect/collector.h"
#include "engine/evaluate/gate.h"
#include "engine/target/target.h"
#include "images/open.h"
#include "probes/probes.h"
#include "reports/saved.h"
#include "rules-lua/lua_checks.h"

namespace assay::cli {
namespace {

constexpr const char* kScanFooter = R"(Examples:
  assay scan                                              this machine, with the content that fits it
  assay scan images/base --content ssg-ubuntu1804-ds.xml --profile cis
  assay scan / --content ssg-debian11-ds.xml --profile standard --report arf=results.xml --report html=report.html
  assay scan images/base --content ds.xml --profile cis --rule sshd_disable_root_login --report json
  assay scan disk:base.qcow2 --report html=report.html    an image, in place, as an ordinary user

As a gate (exit code 0 compliant, 2 not compliant, 3 indeterminate; reports are written before the verdict is given):
  assay scan build/rootfs --severity medium --min-score 80 --min-coverage 60 --report json=results.json
                                                          rules below medium do not count; score and coverage have floors
  assay scan build/rootfs --fail-on fail                  an error or an unknown does not stop the build
  assay scan build/rootfs --baseline last.json            only what got worse than in these results stops it
  assay scan build/rootfs --waivers waivers.yaml          accepted deviations do not stop it; one that has expired ends in exit code 1

  waivers.yaml:  - {id: "5.2.10", reason: console access only, owner: base images, expires: 2027-03-31}
                 - {id: "1.1.2", reason: one partition, owner: base images, expires: 2027-03-31, scope: {target: "*container*"}})";

constexpr const evaluate::CheckSystem* kCheckSystems[] = {&lua::kLuaChecks};

struct ScanOptions {
  std::string target = "/", content, cpe, profile, tailoring, answers, waivers, baseline, characteristics_out, from_characteristics;
  scap::Choice choice;
  std::vector<std::string> rules, skip_rules, reports, fail_on;
  std::string severity;
  double min_score = 0, min_coverage = 0;
  Budgets budgets;
  bool skip_platform_check = false, quiet = false, verbose = false, no_progress = false;
};

using xccdf::Outcome;
using xccdf::Severity;

// What passes, or is not asked for, is nothing to stop at.
constexpr Outcome kFailures[] = {Outcome::fail,          Outcome::error,      Outcome::unknown,
                                 Outcome::notapplicable, Outcome::notchecked, Outcome::informational};
constexpr Severity kSeverities[] = {Severity::unknown, Severity::info, Severity::low, Severity::medium, Severity::high};

template <class E, std::size_t Count>
E parse_word(const char* option, std::string_view word, const E (&known)[Count]) {
  std::vector<std::string> texts;
  for (const E value : known) {
    if (text_of(value) == word) return value;
    texts.emplace_back(text_of(value));
  }
  throw JobError(std::string(option) + ": no \"" + std::string(word) + "\"; one of: " + join(texts, ", "));
}

// Digits alone: what else reads as a number ("nan") can be below no floor.
std::string complain_of_percentage(const std::string& text) {
  const bool digits = text.find_first_not_of("0123456789.") == std::string::npos;
  const CLI::Range percentage(0.0, 100.0);
  return digits && percentage(text).empty() ? std::string() : "\"" + text + "\" is no percentage (0 to 100)";
}

evaluate::JudgeOptions judge_options(const ScanOptions& options) {
  evaluate::JudgeOptions judge;
  judge.skip_platform_check = options.skip_platform_check;
  judge.min_score = options.min_score;
  judge.min_coverage = options.min_coverage;
  if (!options.severity.empty()) judge.min_severity = parse_word("--severity", options.severity, kSeverities);
  if (!options.fail_on.empty()) {
    judge.fail_on.clear();
    for (const std::string& list : options.fail_on)
      for (const std::string_view word : split(list, ',')) judge.fail_on.push_back(parse_word("--fail-on", trim(word), kFailures));
  }
  return judge;
}

void read_baseline(const std::string& path, const xccdf::Benchmark& benchmark, evaluate::JudgeOptions& judging) {
  if (path.empty()) return;
  judging.baseline_name = path;
  judging.baseline = evaluate::outcomes_by_rule(reports::read_results(path));
  for (const auto& [key, outcome] : judging.baseline)
    if (benchmark.rule(key.substr(0, key.find(' '))) != nullptr) return;
  throw JobError("--baseline " + path + ": no rule of it is one of the benchmark " + benchmark.id);
}

// Results with a waiver that has expired are written, and the run fails all the same: nobody answers for the deviation any more.
void refuse_expired(const evaluate::Results& results) {
  std::vector<std::string> told;
  for (const evaluate::WaiverUse& use : results.waivers)
    if (use.state == evaluate::WaiverState::expired)
      told.push_back(use.waiver.place + ": the waiver of " + use.waiver.rule_id + " (owner: " + use.waiver.owner + ") expired on " +
                     use.waiver.expires);
  if (!told.empty()) throw JobError(join(told, "; ") + ": renew it or remove it");
}

evaluate::TargetInfo describe(const Target& target, const oval::SystemInfo& system) {
  return {target.label(), target.facts().os_pretty_name, target.live(), system, target.facts().os_cpe, true, {}};
}

// So that `certify` knows again what was scanned: where results are kept that it can read, and of files that were looked at now.
std::string entries_to_keep(const Target& target, const ScanOptions& options) {
  const bool kept = std::any_of(options.reports.begin(), options.reports.end(), [](const std::string& report) {
    const std::string format = report.substr(0, report.find('='));
    return format == "json" || format == "xccdf" || format == "arf";
  });
  if (!kept || target.live() || !options.from_characteristics.empty()) return {};
  try {
    return certify::entries_digest(target.files(), target.label());
  } catch (const JobError&) {
    return {};  // something this user may not list: the results say of each rule what that means for it
  }
}

// Neither our benchmarks nor SSG's streams select anything by themselves; where the user named neither content nor profile, this is meant.
std::string default_profile(const xccdf::Benchmark& benchmark) {
  for (const xccdf::Profile& profile : benchmark.profiles)
    if (profile.id.ends_with("_profile_level1-server") || profile.id.ends_with("_profile_standard")) return profile.id;
  return {};
}

std::shared_ptr<oval::SystemCharacteristics> saved_characteristics(const std::string& path, const plan::Plan& plan) {
  std::vector<oval::Wanted> wanted;
  for (const plan::Unit& unit : plan.units) {
    oval::Wanted& row = wanted.emplace_back();
    for (const plan::ObjectPlan& object : unit.objects) row.objects.push_back(object.object->id);
    row.external = &unit.external;
  }
  return std::make_shared<oval::SystemCharacteristics>(oval::load_characteristics(path, wanted));
}

int scan(const ScanOptions& options, const Limits& limits) {
  evaluate::Results results;  // outlives the outputs that print it
  Outputs outputs;
  reports::TextOptions text = text_options();
  text.verbose = options.verbose;
  text.quiet = options.quiet;
  add_reports(outputs, {options.reports, options.characteristics_out, text}, results);
  evaluate::JudgeOptions judging = judge_options(options);
  const std::int64_t start = std::time(nullptr);

  const images::Opened opened = images::open(options.target);
  const Target& target = opened.target;
  FoundContent found;
  if (options.content.empty())
    found = content_for(target.facts());
  else
    found.source = find_content(options.content);
  judging.skip_platform_check |= !found.fits;

  const std::unique_ptr<scap::Content> content = scap::Content::open(found.source);
  if (content->kind() == scap::Kind::oval)
    throw JobError(found.source->name() + ": OVAL definitions without a benchmark: evaluate them with `assay eval`");
  const scap::Content::Checklist checklist = content->checklist(options.choice);
  std::vector<cpe::Dictionary> dictionaries;
  if (!options.cpe.empty()) dictionaries.push_back(scap::open_dictionary(options.cpe));
  std::shared_ptr<xccdf::Tailoring> tailoring = checklist.tailoring;
  if (!options.tailoring.empty()) tailoring = scap::open_tailoring(options.tailoring);

  if (!options.answers.empty()) judging.answers = read_answers(options.answers, *checklist.benchmark);
  if (!options.waivers.empty()) judging.waivers = read_waivers(options.waivers, *checklist.benchmark);
  read_baseline(options.baseline, *checklist.benchmark, judging);
  judging.target_label = target.label();
  judging.target_live = target.live();
  judging.now = start;

  plan::Request request{options.profile, tailoring.get(), options.rules, options.skip_rules};
  if (request.profile.empty() && options.content.empty()) request.profile = default_profile(*checklist.benchmark);
  const evaluate::Judge judge(*content, checklist, plan::select(*checklist.benchmark, request), std::move(dictionaries), judging, has_probe,
                              kCheckSystems);

  confine(outputs.directories());
  RegexCache patterns(limits.deadline);
  std::shared_ptr<oval::SystemCharacteristics> characteristics;
  if (!options.from_characteristics.empty()) {
    characteristics = saved_characteristics(options.from_characteristics, *judge.plan());
  } else {
    ProgressLine line(!options.no_progress && !options.quiet);
    const collect::Progress progress{[&](std::size_t done, std::size_t all) {
      line.show("looked at " + std::to_string(done) + " of " + std::to_string(all) + " objects");
    }};
    characteristics = std::make_shared<oval::SystemCharacteristics>(
        collect::collect(*judge.plan(), target, probe_registry(), patterns, Pool(options.budgets.jobs), progress, limits));
  }
  results = judge.judge(characteristics, patterns);
  const bool cut_short = limits.is_over();
  if (cut_short) evaluate::leave_open(results, time_is_over(options.budgets));
  results.tool_version = ASSAY_VERSION;
  results.start_time = start;
  results.end_time = std::time(nullptr);
  results.target = describe(target, characteristics->system);
  if (!cut_short) results.target.entries_digest = entries_to_keep(target, options);
  results.tailoring = tailoring;
  results.tailoring_href = options.tailoring;
  if (tailoring && tailoring->source) results.tailoring_sha256 = tailoring->source->sha256();
  results.notes.insert(results.notes.begin(), opened.notes.begin(), opened.notes.end());
  if (!found.note.empty()) results.notes.insert(results.notes.begin(), found.note);

  outputs.commit();
  say_why(results);
  refuse_expired(results);
  return exit_code(results.verdict);
}

}  // namespace

std::function<int()> declare_scan(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<ScanOptions>();
  self = app.add_subcommand("scan", "Judge a system: the live one, or an image of one");
  self->footer(kScanFooter);
  self->add_option("target", options->target, kTargetHelp)->capture_default_str();
  self->add_option("--content", options->content,
                   "a data stream or XCCDF file, or the name of one below ASSAY_CONTENT_PATH; left out: what fits the target's os-release")
      ->type_name("FILE|NAME");
  add_choice(*self, options->choice);
  self->add_option("--cpe", options->cpe, "one more CPE dictionary")->type_name("FILE");
  self->add_option("--profile", options->profile, "the profile, by its id or a unique suffix of it")->type_name("ID|SUFFIX");
  self->add_option("--tailoring", options->tailoring, "an XCCDF tailoring file")->type_name("FILE");
  self->add_option("--answers", options->answers, "what a person says of rules no scan can decide (YAML or JSON: rule, answer, who, when)")
      ->type_name("FILE");
  self->add_option("--waivers", options->waivers,
                   "accepted deviations (YAML or JSON: id, reason, owner, expires, scope); they do not count for the verdict")
      ->type_name("FILE");
  self->add_option("--baseline", options->baseline,
                   "earlier results (json, xccdf, arf): only what got worse than these, or fails and is not in them, makes exit code 2")
      ->type_name("RESULTS");
  add_repeatable(*self, "--rule", options->rules, "judge just this rule, selected or not; repeatable")->type_name("ID|NUMBER|SUFFIX");
  add_repeatable(*self, "--skip-rule", options->skip_rules, "judge all but this rule; repeatable")->type_name("ID|NUMBER|SUFFIX");
  self->add_flag("--skip-platform-check", options->skip_platform_check, "judge rules made for another platform too (said in the results)");
  add_repeatable(*self, "--report", options->reports, "write a report; repeatable. FORMAT alone goes to standard output")
      ->type_name("FORMAT[=FILE]");
  add_repeatable(
      *self, "--fail-on", options->fail_on,
      "results that make exit code 2, of fail, error, unknown, notchecked, notapplicable, informational (default: fail,error,unknown)")
      ->type_name("LIST");
  self->add_option("--severity", options->severity,
                   "rules below this severity (info, low, medium, high) do not count for the verdict; those whose severity is unknown do")
      ->type_name("LEVEL");
  self->add_option("--min-score", options->min_score, "exit code 2 below this score, in percent")
      ->type_name("N")
      ->check(complain_of_percentage);
  self->add_option("--min-coverage", options->min_coverage, "exit code 3 below this share of judged rules, in percent")
      ->type_name("N")
      ->check(complain_of_percentage);
  self->add_option("--characteristics-out", options->characteristics_out, "save what was seen (OVAL system characteristics)")
      ->type_name("FILE");
  self->add_option("--from-characteristics", options->from_characteristics, "judge what was seen before instead of looking now")
      ->type_name("FILE");
  add_budgets(*self, options->budgets);
  self->add_flag("--quiet", options->quiet, "print the RESULT line alone");
  self->add_flag("--verbose", options->verbose, "show the evidence of passing rules too");
  self->add_flag("--no-progress", options->no_progress, "no progress line on a terminal");
  return [options] { return run_within(options->budgets, [&](const Limits& limits) { return scan(*options, limits); }); };
}

}  // namespace assay::cli
