// assay eval: the definitions of one OVAL file, without a benchmark.
#include <ctime>
#include <iostream>

#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/cli/find_content.h"
#include "engine/cli/options.h"
#include "engine/cli/output.h"
#include "engine/collect/collector.h"
#include "engine/evaluate/oval_results.h"
#include "engine/evaluate/secrets.h"
#include "images/open.h"
#include "probes/probes.h"
#include "reports/report.h"

namespace assay::cli {
namespace {

struct EvalOptions {
  std::string oval, target = "/", variables, results, characteristics_out, from_characteristics;
  std::vector<std::string> ids;
  scap::Choice choice;
  Budgets budgets;
};

int eval(const EvalOptions& options, const Limits& limits) {
  const std::unique_ptr<scap::Content> content = scap::Content::open(find_content(options.oval));
  plan::Asked asked;
  asked.source = &content->oval(options.choice);
  asked.definitions = options.ids;
  if (!options.variables.empty()) asked.external = oval::load_variables(options.variables);
  // In a scan a definition that cannot be read is one rule's error; here it is what was asked for, and content that is wrong is refused.
  for (const std::string& id : options.ids.empty() ? asked.source->definition_ids() : options.ids) asked.source->definition(id);
  auto plan = std::make_shared<plan::Plan>();
  plan->units.push_back(plan::compile(asked, has_probe));
  const plan::Unit& unit = plan->units[0];

  evaluate::Results results;
  results.tool_version = ASSAY_VERSION;
  results.plan = plan;
  results.start_time = std::time(nullptr);
  RegexCache patterns(limits.deadline);
  Outputs outputs;
  if (!options.results.empty()) outputs.add(options.results, [&](std::ostream& out) { reports::find("oval")->write(results, out); });
  if (!options.characteristics_out.empty())
    outputs.add(options.characteristics_out, [&](std::ostream& out) { reports::write_characteristics(results, out); });
  std::shared_ptr<oval::SystemCharacteristics> seen;
  if (options.from_characteristics.empty()) {
    const images::Opened opened = images::open(options.target);
    const Target& target = opened.target;
    results.notes = opened.notes;
    confine(outputs.directories());
    seen = std::make_shared<oval::SystemCharacteristics>(
        collect::collect(*plan, target, probe_registry(), patterns, Pool(options.budgets.jobs), {}, limits));
  } else {
    oval::Wanted wanted;
    for (const plan::ObjectPlan& object : unit.objects) wanted.objects.push_back(object.object->id);
    wanted.external = &unit.external;
    seen = std::make_shared<oval::SystemCharacteristics>(oval::load_characteristics(options.from_characteristics, {&wanted, 1}));
  }
  results.characteristics = seen;
  results.units.push_back(evaluate::evaluate(unit, seen->units[0], seen->items, patterns));
  results.end_time = std::time(nullptr);
  const bool cut_short = limits.is_over();
  evaluate::mask_secrets(results, *seen);

  const bool lines = options.results != "-" && options.characteristics_out != "-";
  outputs.commit();
  const std::size_t count = options.ids.empty() ? unit.definitions.size() : options.ids.size();
  for (std::size_t i = 0; lines && i < count; ++i)
    std::cout << unit.definitions[i].definition->id << ' ' << text_of(results.units[0].definitions[i].result) << '\n';
  std::cout.flush();
  if (!std::cout) throw JobError("cannot write to standard output");
  if (cut_short) std::cerr << "assay: " << time_is_over(options.budgets) << '\n';
  return kCompliant;
}

}  // namespace

std::function<int()> declare_eval(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<EvalOptions>();
  self = app.add_subcommand("eval", "Evaluate the definitions of an OVAL file; prints one `ID RESULT` line each");
  self->footer(
      "Examples:\n  assay eval ssg-debian11-oval.xml --id oval:ssg-installed_OS_is_debian11:def:1\n  assay eval checks.xml images/base "
      "--results results.xml");
  self->add_option("oval", options->oval, "an OVAL definitions file, or a data stream that holds one")->required();
  self->add_option("target", options->target, kTargetHelp)->capture_default_str();
  add_repeatable(*self, "--id", options->ids, "evaluate just this definition; repeatable")->type_name("ID");
  self->add_option("--variables", options->variables, "values for external variables (an OVAL variables file)")->type_name("FILE");
  self->add_option("--datastream-id", options->choice.datastream_id, "the data stream to use, where the file holds several")
      ->type_name("ID");
  self->add_option("--oval-id", options->choice.oval_id, "the component reference of the OVAL file to use")->type_name("ID");
  self->add_option("--results", options->results, "write OVAL results")->type_name("FILE");
  self->add_option("--characteristics-out", options->characteristics_out, "save what was seen (OVAL system characteristics)")
      ->type_name("FILE");
  self->add_option("--from-characteristics", options->from_characteristics, "judge what was seen before instead of looking now")
      ->type_name("FILE");
  add_budgets(*self, options->budgets);
  return [options] { return run_within(options->budgets, [&](const Limits& limits) { return eval(*options, limits); }); };
}

}  // namespace assay::cli
