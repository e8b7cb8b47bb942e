// assay build: our content from its source.
#include <filesystem>
#include <iostream>

#include "benchmarks/compiler/compile.h"
#include "engine/base/error.h"
#include "engine/cli/command.h"
#include "engine/cli/options.h"
#include "engine/cli/output.h"
#include "reports/summary.h"

namespace assay::cli {
namespace {

namespace fs = std::filesystem;

struct BuildOptions {
  std::string source = "benchmarks", modules, output;
  std::vector<std::string> benchmarks;
  bool partial = false;
};

int build(const BuildOptions& options) {
  const fs::path source = fs::weakly_canonical(options.source);
  benchmarks::CompileOptions compile;
  compile.source = source.string();
  compile.modules = options.modules.empty() ? (source.parent_path() / "rules-lua" / "rules").string() : options.modules;
  compile.benchmarks = options.benchmarks;
  benchmarks::Complaints complaints;
  const std::vector<benchmarks::DataStream> streams = benchmarks::compile(compile, complaints);
  for (const std::string& complaint : complaints.list()) std::cerr << reports::terminal_text(complaint) << '\n';
  const std::size_t wrong = complaints.list().size();
  if (wrong != 0 && !options.partial)
    throw JobError(std::to_string(wrong) + " complaints, nothing was written (--partial leaves out what is wrong)");

  std::error_code error;
  fs::create_directories(options.output, error);
  Outputs outputs;
  for (const benchmarks::DataStream& stream : streams) {
    const fs::path path = fs::path(options.output) / benchmarks::stream_file_name(stream.id);
    outputs.add(path.string(), [&stream](std::ostream& out) { out << stream.bytes; });
  }
  outputs.commit();
  for (const benchmarks::DataStream& stream : streams)
    std::cout << benchmarks::stream_file_name(stream.id) << ": " << stream.written << " of " << stream.recommendations
              << " recommendations\n";
  std::cout.flush();
  return kCompliant;
}

}  // namespace

std::function<int()> declare_build(CLI::App& app, CLI::App*& self) {
  auto options = std::make_shared<BuildOptions>();
  self = app.add_subcommand("build", "Compile the readable source of benchmarks into SCAP 1.3 data streams");
  self->footer("Examples:\n  assay build benchmarks --output out\n  assay build --partial --output out --benchmark cis-centos7-v2.2.0");
  self->add_option("source", options->source, "the directory with the source (benchmarks/README.md)")->capture_default_str();
  self->add_option("--output", options->output, "where NAME-ds.xml of each benchmark is written")->required()->type_name("DIR");
  add_repeatable(*self, "--benchmark", options->benchmarks, "just this benchmark; repeatable")->type_name("NAME");
  self->add_option("--modules", options->modules, "the Lua modules of checks (default: rules-lua/rules beside the source)")
      ->type_name("DIR");
  self->add_flag("--partial", options->partial, "write what is right, tell what is left out on standard error");
  return [options] { return build(*options); };
}

}  // namespace assay::cli
