// assay info: what a file holds.
#include <iostream>

#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/cli/find_content.h"
#include "engine/plan/select.h"
#include "engine/scap/content.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

std::string_view kind_text(scap::Kind kind) {
  switch (kind) {
    case scap::Kind::data_stream: return "SCAP source data stream";
    case scap::Kind::xccdf: return "XCCDF benchmark";
    case scap::Kind::oval: return "OVAL definitions";
    case scap::Kind::tailoring: return "XCCDF tailoring";
    case scap::Kind::cpe_dictionary: return "CPE dictionary";
    case scap::Kind::results_arf: return "ARF results";
    case scap::Kind::results_xccdf: return "XCCDF results";
    case scap::Kind::results_oval: return "OVAL results";
    case scap::Kind::characteristics: return "OVAL system characteristics";
    case scap::Kind::other: return "a document of another kind";
  }
  return "";
}

std::size_t selected(const plan::Selection& selection) {
  std::size_t count = 0;
  for (const plan::SelectedRule& rule : selection.rules) count += rule.selected ? 1 : 0;
  return count;
}

void line(std::string_view label, std::string_view text) {
  if (!text.empty())
    std::cout << label << std::string(label.size() < 14 ? 14 - label.size() : 1, ' ') << reports::terminal_text(text) << '\n';
}

void show_profiles(const xccdf::Benchmark& benchmark) {
  std::cout << "  profiles\n";
  const std::size_t by_default = selected(plan::select(benchmark, {}));
  std::cout << "    (none)  " << by_default << " of " << benchmark.rules().size() << " rules: the benchmark's own selection\n";
  for (const xccdf::Profile& profile : benchmark.profiles) {
    plan::Request request;
    request.profile = profile.id;
    std::cout << "    " << reports::terminal_text(profile.id) << '\n'
              << "      " << selected(plan::select(benchmark, request)) << " rules" << (profile.abstract ? ", abstract" : "") << ": "
              << reports::terminal_text(profile.title) << '\n';
  }
}

void show_checklist(const scap::Content::Checklist& checklist) {
  const xccdf::Benchmark& benchmark = *checklist.benchmark;
  std::cout << "\nbenchmark " << reports::terminal_text(benchmark.id) << '\n';
  line("  title", benchmark.title);
  line("  version", benchmark.version);
  line("  status", benchmark.status);
  if (checklist.stream != nullptr) line("  stream", checklist.stream->id + "  " + checklist.component_ref_id);
  for (const std::string& platform : benchmark.platforms) line("  platform", platform);
  show_profiles(benchmark);
}

void show_stream(const scap::DataStream& stream) {
  std::cout << "\nstream " << reports::terminal_text(stream.id) << '\n';
  line("  SCAP version", stream.scap_version);
  line("  timestamp", stream.timestamp);
  const auto show = [](std::string_view label, const std::vector<scap::ComponentRef>& refs) {
    for (const scap::ComponentRef& ref : refs) line(label, ref.id + (ref.component_id.empty() ? "  remote, skipped: " + ref.href : ""));
  };
  show("  checklist", stream.checklists);
  show("  check", stream.checks);
  show("  dictionary", stream.dictionaries);
  show("  extended", stream.extended);
}

int info(const std::string& file) {
  const std::unique_ptr<scap::Content> content = scap::Content::open(find_content(file));
  line("file", content->source().name());
  line("kind", kind_text(content->kind()));
  line("sha256", content->source().sha256());
  for (const scap::DataStream& stream : content->streams()) show_stream(stream);
  for (const scap::Content::Checklist& checklist : content->checklists()) show_checklist(checklist);
  if (content->kind() == scap::Kind::oval) {
    const oval::Definitions& definitions = content->oval(scap::Choice{});
    line("schema", "OVAL " + definitions.generator().schema_version);
    line("definitions", std::to_string(definitions.definition_ids().size()));
  }
  for (const std::string& note : content->notes()) line("note", note);
  std::cout.flush();
  return kCompliant;
}

}  // namespace

std::function<int()> declare_info(CLI::App& app, CLI::App*& self) {
  auto file = std::make_shared<std::string>();
  self = app.add_subcommand("info", "What a file holds: streams, benchmarks, profiles with their rule counts, checks, platforms");
  self->footer("Examples:\n  assay info ssg-ubuntu1804-ds.xml");
  self->add_option("file", *file, "a data stream, XCCDF, OVAL or results file")->required();
  return [file] { return info(*file); };
}

}  // namespace assay::cli
